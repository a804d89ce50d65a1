"""Looking a dossier up by its code and a second factor (design promise 8).

An unknown code and a wrong factor get the same answer, of the same shape, after the same work: the code is always
looked for, a candidate is always compared (a made-up one where there is none).
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Province
from dossiers.codes import search_key
from dossiers.models import Dossier, Party, Remark
from dossiers.queries import by_code
from dossiers.states import Status
from dossiers.wording import CITIZEN_EVENTS, EVENT_WORDS, MEANINGS, PAUSE_REASONS, TITLES, TO_DO, masked_name
from events.queries import of_subject
from foundation import scoping
from foundation.errors import NotFound, TooMany
from foundation.throttle import hit

_NOBODY = UUID(int=0)  # asked for where there is no dossier, so that both cases ask as often
_DECOY = ("+84900000000", "000000000000", "ZZZZZZZZ")
BY_ADDRESS, BY_CODE, WINDOW = 30, 10, 600


@dataclass(frozen=True)
class Stage:
    """One stage of the way of a dossier: done, current or to come."""

    name: str
    state: str


@dataclass(frozen=True)
class Happening:
    """One line of the record in words."""

    at: datetime
    text: str


@dataclass(frozen=True)
class CitizenView:
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
    official: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
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
    with scoping.system("look-up by code"):
        rows = list(by_code(code).only("id", "receipt_code")[:5])
        parties: dict[UUID, list[Party]] = {row.id: [] for row in rows}
        for party in Party.objects.filter(dossier_id__in=list(parties) or [_NOBODY]).only(
            "dossier_id", "phone", "phone_typed", "identity_number"
        ):
            parties[party.dossier_id].append(party)
    given = "".join(secret.split()).upper()
    opened: UUID | None = None
    for row in rows:
        if _opens(given, row.receipt_code, parties[row.id]):
            opened = opened or row.id
    if not rows:
        _matches(given, _DECOY)
    if opened is None:
        raise NotFound("no_match", no_match_text())
    return opened


def no_match_text() -> str:
    """The one sentence for an unknown code and for a wrong factor."""
    return _("Không tìm thấy hồ sơ khớp với mã và số bí mật bạn nhập. Hãy xem lại giấy hẹn rồi thử lại.")


def _opens(given: str, receipt_code: str, parties: Iterable[Party]) -> bool:
    found = False
    for party in parties:
        found |= _matches(given, (party.phone, party.identity_number, receipt_code))
    return found


def _matches(given: str, factors: tuple[str, str, str]) -> bool:
    phone, identity, receipt = factors
    typed = given.encode()
    tails = [phone[-4:], identity[-4:]]
    fits = [len(tail) == 4 and hmac.compare_digest(typed, tail.encode()) for tail in tails]
    fits.append(len(receipt) == 8 and hmac.compare_digest(typed, receipt.encode()))
    return any(fits)


def view(dossier_id: UUID) -> CitizenView:
    """The citizen's view of a dossier that was opened by its factor (or by its linked owner)."""
    with scoping.system("look-up by code"):
        dossier = (
            Dossier.objects.select_related("version_of_procedure", "agency", "assignee", "receptionist")
            .filter(id=dossier_id)
            .first()
        )
        if dossier is None:
            raise NotFound("no_match", no_match_text())
        events = [e for e in of_subject("dossier", dossier_id) if e.kind in CITIZEN_EVENTS]
        remarks = list(
            Remark.objects.filter(dossier_id=dossier_id)
            .exclude(reason="")
            .order_by("-written_at")
            .only("reason", "event_id")
        )
    return _projected(dossier, events, remarks)


def _projected(dossier: Dossier, events: list, remarks: list[Remark]) -> CitizenView:  # type: ignore[type-arg]
    state = dossier.state
    official = dossier.assignee or dossier.receptionist
    latest = {e.id for e in events[-1:]}
    reason = next((r.reason for r in remarks if r.event_id in latest), remarks[0].reason if remarks else "")
    version = dossier.version_of_procedure
    return CitizenView(
        dossier_id=dossier.id, province_id=dossier.province_id, code=dossier.code or "", status=state,
        title=_title(dossier), meaning=str(MEANINGS[state]), to_do=str(TO_DO.get(state, "")),
        reason=reason if state in _EXPLAINED else "", applicant=masked_name(dossier.applicant_name),
        procedure=version.neutral_name if version.sensitive else version.name, agency=dossier.agency.name,
        agency_address=dossier.agency.address, agency_phone=dossier.agency.phone,
        official=str(official) if official else "", submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at, due_at=dossier.due_at, extended=dossier.extended,
        original_due_at=dossier.original_due_at, supplement_until=dossier.supplement_until,
        paused_since=dossier.paused_since, pause_reason=str(PAUSE_REASONS.get(state, "")),
        completed_at=dossier.completed_at, returned_at=dossier.returned_at, mirrored=dossier.is_mirrored,
        stages=stages(state),
        happenings=tuple(Happening(e.occurred_at, str(EVENT_WORDS[e.kind])) for e in reversed(events)),
    )  # fmt: skip


_EXPLAINED = frozenset(
    {
        Status.REFUSED, Status.STOPPED, Status.AWAITING_SUPPLEMENT, Status.AWAITING_INTAKE_SUPPLEMENT,
        Status.AWAITING_PAYMENT, Status.COMPLETED, Status.RETURNED,
    }
)  # fmt: skip


def _title(dossier: Dossier) -> str:
    if dossier.state is Status.COMPLETED and dossier.outcome == Dossier.Outcome.REFUSED:
        return _("Đã có kết quả: không được giải quyết")
    return str(TITLES[dossier.state])


def stages(state: Status) -> tuple[Stage, ...]:
    """The four stages, with where the dossier is; an early end replaces what did not come."""
    names = [_("Nộp hồ sơ"), _("Tiếp nhận"), _("Giải quyết"), _("Trả kết quả")]
    at = {
        Status.DRAFT: 0, Status.SUBMITTED: 1, Status.AWAITING_INTAKE_SUPPLEMENT: 1, Status.REFUSED: 1,
        Status.ACCEPTED: 2, Status.PROCESSING: 2, Status.AWAITING_SUPPLEMENT: 2, Status.AWAITING_PAYMENT: 2,
        Status.WITHDRAWN: 2, Status.STOPPED: 2, Status.COMPLETED: 3, Status.RETURNED: 4,
    }[state]  # fmt: skip
    if state in (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED):
        return (*[Stage(n, "done") for n in names[:at]], Stage(str(TITLES[state]), "ended"))
    return tuple(Stage(name, "done" if i < at else "current" if i == at else "to_come") for i, name in enumerate(names))
