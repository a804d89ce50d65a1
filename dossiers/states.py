"""The states of a dossier and what may follow (NĐ 61/2018 Đ17–21, NĐ 118/2025 Đ17–22; the ten national codes).

Pure: names in, names out. PostgreSQL refuses forbidden transitions once more (see migrations).
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a dossier stands, richer than the ten national codes and mapped to them."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AWAITING_INTAKE_SUPPLEMENT = "awaiting_intake_supplement"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    PROCESSING = "processing"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    AWAITING_PAYMENT = "awaiting_payment"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    COMPLETED = "completed"
    RETURNED = "returned"


NATIONAL: dict[Status, int | None] = {
    Status.DRAFT: None,
    Status.SUBMITTED: 1,
    Status.AWAITING_INTAKE_SUPPLEMENT: 5,
    Status.REFUSED: 3,
    Status.ACCEPTED: 2,
    Status.PROCESSING: 4,
    Status.AWAITING_SUPPLEMENT: 5,
    Status.AWAITING_PAYMENT: 6,
    Status.WITHDRAWN: 7,
    Status.STOPPED: 8,
    Status.COMPLETED: 9,
    Status.RETURNED: 10,
}

TERMINAL = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED})
RUNNING = frozenset({Status.ACCEPTED, Status.PROCESSING})
PAUSED = frozenset({Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT})
OPEN = frozenset(Status) - TERMINAL - {Status.DRAFT}


class Action(StrEnum):
    """What can be done to a dossier."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    START = "start"
    REQUEST_SUPPLEMENT = "request_supplement"
    RECEIVE_SUPPLEMENT = "receive_supplement"
    REQUEST_PAYMENT = "request_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    WITHDRAW = "withdraw"
    STOP = "stop"
    COMPLETE = "complete"
    RETURN_RESULT = "return_result"
    EXTEND = "extend"
    RECALL = "recall"


@dataclass(frozen=True)
class Circumstances:
    """What the table asks of a dossier besides its status."""

    immediate: bool = False  # settled on the spot (trả ngay; NĐ 61/2018 Đ17(4)): no appraisal in between
    pays_first: bool = False  # its clock begins with the payment (TT 79/2024/TT-BCA)
    decided: bool = False  # a result stands, though it is being corrected: too late to withdraw (NĐ 118/2025 Đ21)
    extended: bool = False  # the date was put off once already (NĐ 61/2018 Đ19(9))


_S, _A = Status, Action
# A draft is filed or thrown away; nothing is done to it.
TABLE: dict[tuple[Status, Action], Status] = {
    (_S.SUBMITTED, _A.ACCEPT): _S.ACCEPTED,
    (_S.SUBMITTED, _A.REFUSE): _S.REFUSED,
    (_S.SUBMITTED, _A.REQUEST_SUPPLEMENT): _S.AWAITING_INTAKE_SUPPLEMENT,
    (_S.SUBMITTED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.AWAITING_INTAKE_SUPPLEMENT, _A.RECEIVE_SUPPLEMENT): _S.SUBMITTED,
    (_S.AWAITING_INTAKE_SUPPLEMENT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.AWAITING_INTAKE_SUPPLEMENT, _A.STOP): _S.STOPPED,
    (_S.ACCEPTED, _A.START): _S.PROCESSING,
    (_S.ACCEPTED, _A.REQUEST_SUPPLEMENT): _S.AWAITING_SUPPLEMENT,
    (_S.ACCEPTED, _A.REQUEST_PAYMENT): _S.AWAITING_PAYMENT,
    (_S.ACCEPTED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.ACCEPTED, _A.COMPLETE): _S.COMPLETED,
    (_S.ACCEPTED, _A.EXTEND): _S.ACCEPTED,
    (_S.PROCESSING, _A.REQUEST_SUPPLEMENT): _S.AWAITING_SUPPLEMENT,
    (_S.PROCESSING, _A.REQUEST_PAYMENT): _S.AWAITING_PAYMENT,
    (_S.PROCESSING, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.PROCESSING, _A.STOP): _S.STOPPED,
    (_S.PROCESSING, _A.COMPLETE): _S.COMPLETED,
    (_S.PROCESSING, _A.EXTEND): _S.PROCESSING,
    (_S.AWAITING_SUPPLEMENT, _A.RECEIVE_SUPPLEMENT): _S.PROCESSING,
    (_S.AWAITING_SUPPLEMENT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.AWAITING_SUPPLEMENT, _A.STOP): _S.STOPPED,
    (_S.AWAITING_PAYMENT, _A.CONFIRM_PAYMENT): _S.PROCESSING,
    (_S.AWAITING_PAYMENT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.AWAITING_PAYMENT, _A.STOP): _S.STOPPED,
    (_S.COMPLETED, _A.RETURN_RESULT): _S.RETURNED,
    (_S.COMPLETED, _A.RECALL): _S.PROCESSING,
}

# Pairs of the table that only some dossiers may use: what must be so, or must not.
ONLY_IF: dict[tuple[Status, Action], tuple[str, bool]] = {
    (_S.ACCEPTED, _A.COMPLETE): ("immediate", True),
    (_S.ACCEPTED, _A.REQUEST_PAYMENT): ("pays_first", True),
    (_S.ACCEPTED, _A.EXTEND): ("extended", False),
    (_S.PROCESSING, _A.EXTEND): ("extended", False),
    (_S.ACCEPTED, _A.WITHDRAW): ("decided", False),
    (_S.PROCESSING, _A.WITHDRAW): ("decided", False),
    (_S.AWAITING_SUPPLEMENT, _A.WITHDRAW): ("decided", False),
    (_S.AWAITING_PAYMENT, _A.WITHDRAW): ("decided", False),
}
ORDINARY = Circumstances()

# Acts that a reason must explain.
NEEDS_REASON = frozenset(
    {_A.REFUSE, _A.REQUEST_SUPPLEMENT, _A.STOP, _A.EXTEND, _A.RECALL, _A.WITHDRAW, _A.REQUEST_PAYMENT}
)
OUTCOMES = ("granted", "refused")


def after(status: Status, action: Action, having: Circumstances = ORDINARY) -> Status | None:
    """The status that an action leads to, None where the state or the circumstances forbid it."""
    if condition := ONLY_IF.get((status, action)):
        fact, wanted = condition
        if getattr(having, fact) is not wanted:
            return None
    return TABLE.get((status, action))


def allowed(status: Status, having: Circumstances = ORDINARY) -> list[Action]:
    """The actions that a status allows, in the order of the enumeration."""
    return [a for a in Action if after(status, a, having) is not None]


def mirrored_may(before: Status, following: Status) -> bool:
    """Whether another system's dossier may be said to have moved like this: anything but out of a final state."""
    return before == following or before not in TERMINAL
