"""The states of a message and the only ways between them. They never move backwards."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    UNCONFIRMED = "unconfirmed"
    SUPERSEDED = "superseded"
    WITHHELD = "withheld"
    FAILED = "failed"


STATE_NAMES = {
    State.QUEUED: _("Chờ gửi"),
    State.SENDING: _("Đang gửi"),
    State.ACCEPTED: _("Zalo đã nhận"),
    State.DELIVERED: _("Đã đến máy"),
    State.UNCONFIRMED: _("Chưa rõ đã đến"),
    State.SUPERSEDED: _("Thay bằng tin mới hơn"),
    State.WITHHELD: _("Không gửi"),
    State.FAILED: _("Không gửi được"),
}

# A queued message goes out and may come back to the queue; everything after that is an end or a step further.
MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENDING, State.SUPERSEDED, State.WITHHELD, State.FAILED, State.DELIVERED}),
    State.SENDING: frozenset(
        {State.QUEUED, State.ACCEPTED, State.DELIVERED, State.UNCONFIRMED, State.WITHHELD, State.FAILED}
    ),
    State.ACCEPTED: frozenset({State.DELIVERED}),
    State.UNCONFIRMED: frozenset({State.ACCEPTED, State.DELIVERED}),
    State.DELIVERED: frozenset(),
    State.SUPERSEDED: frozenset(),
    State.WITHHELD: frozenset(),
    State.FAILED: frozenset({State.DELIVERED}),
}

FINAL = frozenset({State.DELIVERED, State.SUPERSEDED, State.WITHHELD, State.FAILED, State.UNCONFIRMED})


def may_move(before: State, following: State, *, tries: int = 0) -> bool:
    """Whether a message may go from one state to another. A failed one may turn out delivered, never the reverse.

    So may one that waits for its next try, where one has left: Zalo may take a message and answer that it failed.
    """
    if (before, following) == (State.QUEUED, State.DELIVERED):
        return tries > 0
    return following in MOVES[before]
