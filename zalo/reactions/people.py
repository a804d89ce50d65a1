"""Who follows, who writes, who wants to be forgotten."""

from collections.abc import Sequence

from zalo.actions.note_users import Sighting, note_users
from zalo.actions.withdraw_user import withdraw_user
from zalo.inbox.registry import Inbound, handles


@handles("follow", "unfollow")
def followers(events: Sequence[Inbound]) -> None:
    """Following opens the window; unfollowing closes nothing but the promotion we never send.

    A batch is handled name by name, and Zalo promises no order: what happened last counts.
    """
    note_users(
        Sighting(
            event.oa_pk, event.province_id, event.text("follower", "id"), event.text("user_id_by_app"),
            event.occurred_at if event.name == "follow" else None, event.name == "follow", event.occurred_at,
        )
        for event in events
    )  # fmt: skip


@handles(
    "user_click_chatnow", "user_send_text", "user_send_image", "user_send_link", "user_send_audio",
    "user_send_video", "user_send_sticker", "user_send_location", "user_send_business_card", "user_send_file",
    "user_send_gif", "user_submit_info", "widget_interaction_accepted",
)  # fmt: skip
def interactions(events: Sequence[Inbound]) -> None:
    """Whoever writes may be written to for seven days."""
    note_users(
        Sighting(
            event.oa_pk, event.province_id,
            event.text("sender", "id") or event.text("user_id") or event.text("data", "user_id"),
            event.text("user_id_by_app"), event.occurred_at,
        )
        for event in events
    )  # fmt: skip


@handles("user_withdraw")
def withdrawals(events: Sequence[Inbound]) -> None:
    for event in events:
        withdraw_user(event.oa_pk, event.text("user_id"))
