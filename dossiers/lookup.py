"""Looking a dossier up by its code and a second factor (design promise 8).

An unknown code and a wrong factor get the same answer, of the same shape, after the same work: the code is always
looked for, a candidate is always compared (a made-up one where there is none).
"""

import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.models import Province
from dossiers.codes import search_key
from dossiers.lookup_rows import Shown, candidates, question, read
from dossiers.models import Dossier
from dossiers.states import RUNNING, Status
from dossiers.wording import CITIZEN_EVENTS, EVENT_WORDS, MEANINGS, PAUSE_REASONS, TITLES, TO_DO, masked_name
from foundation import read_log, scoping
from foundation.encryption import decrypt, encrypt
from foundation.errors import NotFound, TooMany
from foundation.local_time import now
from foundation.prepared import rows
from foundation.spoken_tables import in_words
from foundation.throttle import hit

PURPOSE = "look-up by code"
CITIZEN = Actor("citizen")  # by code and factor: which person it is, is not asked
_DECOY = ("+84900000000", "000000000000", "ZZZZZZZZ")
BY_ADDRESS, BY_CODE, WINDOW = 30, 10, 600


class Stage(NamedTuple):
    """One stage of the way of a dossier: done, current or to come."""

    name: str
    state: str


class Happening(NamedTuple):
    """One line of the record in words."""

    at: datetime
    text: str


class Office(NamedTuple):
    """A place to call or go to."""

    name: str
    address: str
    phone: str
    hours: str


class CitizenView(NamedTuple):
    """What the look-up shows; everything NĐ 224/2026 Đ15(1)(g) asks for is in it."""

    dossier_id: UUID
    province_id: UUID
    code: str
    status: Status
    title: str
    meaning: str
    to_do: str
    reason: str
    applicant: str
    procedure: str
    agency: str
    agency_address: str
    agency_phone: str
    agency_hours: str
    receiver: Office
    hotline: str
    official: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    overdue: bool
    extended: bool
    original_due_at: datetime | None
    supplement_until: datetime | None
    paused_since: datetime | None
    pause_reason: str
    completed_at: datetime | None
    returned_at: datetime | None
    mirrored: bool
    stages: tuple[Stage, ...]
    happenings: tuple[Happening, ...]


def check_pace(code: str, address: str) -> None:
    """TooMany (with ``retry_after``) where this address or this code has been tried too often."""
    decisions = [
        hit(f"lookup:a:{address}", limit=BY_ADDRESS, seconds=WINDOW),
        hit(f"lookup:c:{search_key(code)}", limit=BY_CODE, seconds=WINDOW),
    ]
    refused = [d for d in decisions if not d.allowed]
    if refused:
        wait = max(d.retry_after for d in refused)
        raise TooMany(
            "too_many", _("Bạn đã tra cứu quá nhiều lần. Hãy thử lại sau %(minutes)s phút hoặc gọi đường dây nóng.")
            % {"minutes": wait // 60 + 1} + _hotline(code), extra={"retry_after": wait},
        )  # fmt: skip


def _hotline(code: str) -> str:
    """The number of the province that a code names by its beginning, whether or not there is such a dossier."""
    level_1 = search_key(code).split(".")[0].split("-")[0]
    number = Province.objects.filter(code=level_1, valid_to=None).values_list("hotline", flat=True).first()
    return " " + _("Đường dây nóng: %(number)s.") % {"number": number} if number else ""


def find(code: str, secret: str) -> UUID:
    """The id of the dossier that this code and factor open; NotFound, the same for every other case.

    The factor: the last four digits of a phone or identity number in the dossier, or the eight-character receipt code.
    """
    with _looking():
        found = candidates(search_key(code))
    given = "".join(secret.split()).upper()
    opened: UUID | None = None
    for dossier_id, *secrets in found:
        real = dossier_id is not None and secrets[0] is not None
        fits = _matches(given, [decrypt(s or b"") for s in (secrets if real else _decoy())])
        if fits and real:
            opened = opened or dossier_id
    if opened is None:
        raise NotFound("no_match", no_match_text())
    return opened


@contextmanager
def _looking() -> Iterator[None]:
    """The named scope of the look-up, entered once for a whole answer."""
    if scoping.current().kind == "system":
        yield
        return
    with scoping.system(PURPOSE):
        yield


@cache
def _decoy() -> list[bytes]:
    """What is decrypted and compared where there is no such dossier."""
    return [encrypt(text) for text in _DECOY]


def no_match_text() -> str:
    """The one sentence for an unknown code and for a wrong factor."""
    return _("Không tìm thấy hồ sơ khớp với mã và số bí mật bạn nhập. Hãy xem lại giấy hẹn rồi thử lại.")


def _matches(given: str, factors: Sequence[str]) -> bool:
    phone, identity, receipt = factors
    typed = given.encode()
    tails = [phone[-4:], identity[-4:]]
    fits = [len(tail) == 4 and hmac.compare_digest(typed, tail.encode()) for tail in tails]
    fits.append(len(receipt) == 8 and hmac.compare_digest(typed, receipt.encode()))
    return any(fits)


def view(dossier_id: UUID) -> CitizenView:
    """The citizen's view of a dossier that was opened by its factor (or by its linked owner)."""
    with _looking():
        return seen(dossier_id, rows(*question(dossier_id)))


def seen(dossier_id: UUID, found: list[tuple[Any, ...]]) -> CitizenView:
    """The same from the answer to ``question``, for a page that asks more in one statement; in its transaction."""
    row = read(found)
    if row is None:
        raise NotFound("no_match", no_match_text())
    if row.sensitive:
        read_log.note("dossier", [dossier_id], reader=CITIZEN, province_id=row.province_id, way="look-up")
    return _projected(dossier_id, row)


def _projected(dossier_id: UUID, row: Shown) -> CitizenView:
    state = Status(row.status)
    events = [e for e in row.events if e[0] in CITIZEN_EVENTS]
    words, titles = in_words(EVENT_WORDS), in_words(TITLES)
    return CitizenView(
        dossier_id=dossier_id, province_id=row.province_id, code=row.code or "", status=state,
        title=_title(state, row.outcome), meaning=in_words(MEANINGS)[state], to_do=in_words(TO_DO).get(state, ""),
        reason=_reason(state, row), applicant=masked_name(row.applicant_name),
        procedure=row.procedure, agency=row.agency, agency_address=row.agency_address,
        agency_phone=row.agency_phone, agency_hours=row.agency_hours,
        receiver=Office(row.receiver, row.receiver_address, row.receiver_phone, row.receiver_hours),
        hotline=row.hotline, official=row.official, submitted_at=row.submitted_at,
        accepted_at=row.accepted_at, due_at=row.due_at, extended=row.extended,
        overdue=state in RUNNING and row.due_at is not None and row.due_at < now(),
        original_due_at=row.original_due_at, supplement_until=row.supplement_until,
        paused_since=row.paused_since, pause_reason=in_words(PAUSE_REASONS).get(state, ""),
        completed_at=row.completed_at, returned_at=row.returned_at, mirrored=row.mirrored, stages=stages(state),
        happenings=tuple(
            Happening(
                datetime.fromisoformat(at),
                # another system's change is told by the state it led to
                titles[Status(after)] if kind == "dossier.mirrored" and after and after in titles else words[kind],
            )
            for kind, at, _event, after, _before in reversed(events)
        ),
    )  # fmt: skip


_EXPLAINED = frozenset(
    {
        Status.REFUSED, Status.STOPPED, Status.AWAITING_SUPPLEMENT, Status.AWAITING_INTAKE_SUPPLEMENT,
        Status.AWAITING_PAYMENT, Status.COMPLETED, Status.RETURNED,
    }
)  # fmt: skip


def _reason(state: Status, row: Shown) -> str:
    """The words that led to where the dossier is; not those of an earlier stop (a bill that is paid explains no result), nor
    of what left it there (a receipt that was voided)."""
    if state not in _EXPLAINED:
        return ""
    led = Status.COMPLETED if state is Status.RETURNED else state
    after = {event: status for _kind, _at, event, status, before in row.events if before != status}
    return next((words for event, words in row.reasons if after.get(event) == led), "")


def _title(state: Status, outcome: str) -> str:
    if state is Status.COMPLETED and outcome == Dossier.Outcome.REFUSED:
        return _("Đã có kết quả: không được giải quyết")
    return in_words(TITLES)[state]


_STAGES = {
    0: gettext_lazy("Nộp hồ sơ"),
    1: gettext_lazy("Tiếp nhận"),
    2: gettext_lazy("Giải quyết"),
    3: gettext_lazy("Trả kết quả"),
}


def stages(state: Status) -> tuple[Stage, ...]:
    """The four stages, with where the dossier is; an early end replaces what did not come."""
    names = list(in_words(_STAGES).values())
    at = {
        Status.DRAFT: 0, Status.SUBMITTED: 1, Status.AWAITING_INTAKE_SUPPLEMENT: 1, Status.REFUSED: 1,
        Status.ACCEPTED: 2, Status.PROCESSING: 2, Status.AWAITING_SUPPLEMENT: 2, Status.AWAITING_PAYMENT: 2,
        Status.WITHDRAWN: 2, Status.STOPPED: 2, Status.COMPLETED: 3, Status.RETURNED: 4,
    }[state]  # fmt: skip
    if state in (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED):
        return (*[Stage(n, "done") for n in names[:at]], Stage(in_words(TITLES)[state], "ended"))
    return tuple(Stage(name, "done" if i < at else "current" if i == at else "to_come") for i, name in enumerate(names))
