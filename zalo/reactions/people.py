"""Who follows, who writes, who wants to be forgotten."""

from collections.abc import Sequence

from zalo.actions.note_users import Sighting, note_users
from zalo.actions.withdraw_user import withdraw_user
from zalo.inbox.registry import Inbound, handles


def _sighting(event: Inbound, user_id: str, *, wrote: bool, follower: bool | None = None) -> Sighting:
    return Sighting(
        event.oa_pk, event.province_id, user_id, event.text("user_id_by_app"),
        event.occurred_at if wrote else None, follower,
    )  # fmt: skip


@handles("follow", "unfollow")
def followers(events: Sequence[Inbound]) -> None:
    """Following opens the window; unfollowing closes nothing but the promotion we never send."""
    for event in sorted(events, key=lambda e: e.occurred_at):
        joined = event.name == "follow"
        note_users([_sighting(event, event.text("follower", "id"), wrote=joined, follower=joined)])


@handles(
    "user_click_chatnow", "user_send_text", "user_send_image", "user_send_link", "user_send_audio",
    "user_send_video", "user_send_sticker", "user_send_location", "user_send_business_card", "user_send_file",
    "user_send_gif", "user_submit_info", "widget_interaction_accepted",
)  # fmt: skip
def interactions(events: Sequence[Inbound]) -> None:
    """Whoever writes may be written to for seven days."""
    note_users(
        _sighting(
            event,
            event.text("sender", "id") or event.text("user_id") or event.text("data", "user_id"),
            wrote=True,
        )
        for event in events
    )


@handles("user_withdraw")
def withdrawals(events: Sequence[Inbound]) -> None:
    for event in events:
        withdraw_user(event.oa_pk, event.text("user_id"))
