"""Where dossiers may be filed in this database: procedures, their competent agencies, the people at work there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.models import Agency, Position, Province, User
from accounts.roles import Role
from calendars.queries import calendar_for
from dossiers.process import Process
from dossiers.stepping import process_of
from foundation.local_time import today_local
from foundation.vietnamese_text import shorten
from portal.seeding.bulk.copying import keys, quoted, text
from portal.seeding.lives import Setting
from procedures.models import ProcedureVersion
from procedures.queries import competent_agencies, effective
from procedures.terms import clock_rules, supplement_window, term_at


@dataclass(frozen=True)
class Staff:
    """Who does what at one place."""

    receptionist: User
    officer: User
    head: User
    returner: User


@dataclass(frozen=True)
class Place:
    """A procedure at a competent agency and its counter, with everything that a life there needs."""

    version: ProcedureVersion
    agency: Agency
    receiving: Agency
    base_url: str
    staff: Staff
    setting: Setting

    @cached_property
    def process(self) -> Process:
        """The steps through which a dossier goes here."""
        return process_of(self.version)

    @cached_property
    def step_ids(self) -> dict[str, str]:
        """Their keys by code."""
        return {row.code: str(row.id) for row in self.version.steps.all()}

    @cached_property
    def names(self) -> "Names":
        """What every line of this place says, as text."""
        version, staff = self.version, self.staff
        return Names(
            province=str(self.agency.province_id), agency=str(self.agency.id), receiving=str(self.receiving.id),
            agencies=keys([self.agency.id, self.receiving.id]), procedure=str(version.procedure_id), version=str(version.id),
            code=version.procedure.code, summary=text(version.short_name), receptionist=str(staff.receptionist.pk),
            officer=str(staff.officer.pk), head=str(staff.head.pk), returner=str(staff.returner.pk),
            shown_procedure=quoted(version.neutral_name if version.sensitive else version.short_name),
            shown_agency=quoted(shorten(self.agency.short_name or self.agency.name, 90)),
            shown_receptionist=quoted(shorten(str(staff.receptionist), 30)),
            shown_officer=quoted(shorten(str(staff.officer), 30)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Keys and names of a place as COPY text; those that are ``shown`` are JSON strings in it."""

    province: str
    agency: str
    receiving: str
    agencies: str
    procedure: str
    version: str
    code: str
    summary: str
    receptionist: str
    officer: str
    head: str
    returner: str
    shown_procedure: str
    shown_agency: str
    shown_receptionist: str
    shown_officer: str


def places() -> list[Place]:
    """Every place where the province itself settles and the clock starts with acceptance. Needs the system scope."""
    found: list[Place] = []
    versions = [
        v
        for v in effective().filter(settled_by=ProcedureVersion.SettledBy.PROVINCE, no_due_date=False)
        if v.start_rule == ProcedureVersion.StartRule.ACCEPTANCE
    ]
    for province in Province.objects.filter(valid_to=None, agencies__isnull=False).distinct().order_by("code"):
        posts = list(
            Position.objects.filter(agency__province=province, valid_to=None).select_related("user").order_by("id")
        )
        for version in versions:
            for agency in competent_agencies(version, province.id):
                counter = _counter(version, agency)
                staff = _staff(posts, agency, counter)
                if staff is None:
                    continue
                found.append(
                    Place(
                        version, agency, counter, province.public_url.rstrip("/"), staff,
                        Setting(
                            calendar_for(agency.id), calendar_for(counter.id), term_at(version, "", province.id, None, today_local()), clock_rules(version),
                            supplement_window(version),
                        ),
                    )
                )  # fmt: skip
    return found


def _counter(version: ProcedureVersion, agency: Agency) -> Agency:
    """The usual counter, as filing chooses it where none is named."""
    counters = list(competent_agencies(version, agency.province_id, "receives"))
    below = [c for c in counters if c.parent_id == agency.id]
    centres = [c for c in counters if c.kind == Agency.Kind.CENTRE]
    return next(iter(below or centres), agency)


def _staff(posts: Sequence[Position], agency: Agency, counter: Agency) -> Staff | None:
    """The people whose posts allow the acts there; None where no receptionist and no officer sits."""

    def holder(roles: Iterable[Role], where: Agency) -> User | None:
        return next((p.user for role in roles for p in posts if p.role == role and p.agency_id == where.id), None)

    receptionist = holder([Role.RECEPTIONIST], counter)
    officer = holder([Role.CASE_OFFICER, Role.UNIT_HEAD], agency)
    if receptionist is None or officer is None:
        return None
    head = holder([Role.UNIT_HEAD, Role.SIGNER, Role.CLERK], agency) or officer
    return Staff(receptionist, officer, head, holder([Role.RETURNER], counter) or receptionist)
