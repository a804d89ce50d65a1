"""Who handed a dossier to whom, when, and whether in time: the lines of the control slip (mẫu 06). Pure.

Fed from the events of a dossier today; steps of a process say the same with their own ``due_at``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Happening:
    """Something that happened to a dossier: who did it in which unit; where it went from there (``to_unit``, empty where it
    stayed); by when the giver had to hand it on; and what is to be noted."""

    at: datetime
    unit: str
    person: str
    to_unit: str = ""
    to_person: str = ""
    due_at: datetime | None = None
    note: str = ""
    taken: bool = False  # taken up at the same moment, as a result that is handed to its owner


@dataclass(frozen=True)
class HandOver:
    """One line: giver, receiver, the two times (none while nobody has taken it up), and the receiver's judgement."""

    giver_unit: str
    giver: str
    receiver_unit: str
    receiver: str
    given_at: datetime
    received_at: datetime | None
    verdict: str
    note: str = ""


def handovers(happened: Sequence[Happening], judge: Callable[[datetime, datetime | None], str]) -> list[HandOver]:
    """The lines, oldest first. A dossier that was handed on is received by the next who does something with it in that
    unit. ``judge(ended, due)`` names the result (trước hạn, đúng hạn, quá hạn); what happens while a unit holds the
    dossier is noted at the line by which it came."""
    found: list[HandOver] = []
    for one in happened:
        if found and found[-1].received_at is None and one.unit == found[-1].receiver_unit:
            last = found[-1]
            found[-1] = replace(last, received_at=one.at, receiver=last.receiver or one.person)
        if one.note and found:
            found[-1] = replace(found[-1], note="; ".join(filter(None, (found[-1].note, one.note))))
        if one.to_unit:
            received = one.at if one.taken else None
            found.append(
                HandOver(one.unit, one.person, one.to_unit, one.to_person, one.at, received, judge(one.at, one.due_at))
            )
    return found
