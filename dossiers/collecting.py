"""What is still to be collected when a result is handed over.

A fee says when it is collected: with the filing, when it is asked for, or with the result (khi tiếp nhận, khi bổ sung, khi trả).
By the time of the hand-over every one of them is due, so what is owed is said there. It is said and no more: no text that we hold
makes the hand-over wait for the money, and who pays by transfer may be waiting for the bank.
"""

from typing import NamedTuple

from dossiers.actions.assess_charges import fees_of
from dossiers.models import Dossier
from dossiers.money import Balance
from dossiers.states import Status
from procedures.models import FeeRow


class ToCollect(NamedTuple):
    """``left``: đồng that are owed; ``fees``: names of those that are collected with the result and are not paid, or of which
    nobody has yet determined whether they are owed."""

    left: int
    fees: tuple[str, ...]


def to_collect(dossier: Dossier, balance: Balance) -> ToCollect | None:
    """None where the dossier is not about to be handed over, or nothing is left to collect. Two queries at most."""
    if dossier.state is not Status.COMPLETED or dossier.is_mirrored:
        return None
    if balance.charges:
        late = tuple(c.name for c in balance.charges if c.due and c.collected == FeeRow.Collected.RETURN)
        return ToCollect(balance.left, late) if balance.left else None
    if dossier.outcome == Dossier.Outcome.REFUSED:
        return None
    rows = [f for f in fees_of(dossier) if f.collected == FeeRow.Collected.RETURN and f.amount != 0]
    return ToCollect(0, tuple(row.name for row in rows)) if rows else None
