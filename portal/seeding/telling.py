"""Making up stories: a service, a place, people, and the life that follows."""

import random
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from accounts.models import Agency, Commune
from calendars.calendar import WorkCalendar
from calendars.queries import calendar_for
from calendars.terms import Term
from dossiers.process import Process
from dossiers.stepping import plan_of
from foundation.local_time import to_local
from portal.seeding.houses import House
from portal.seeding.invented import wording
from portal.seeding.invented.people import Company, Population
from portal.seeding.lives import By, Setting, arrival, live
from portal.seeding.members import members
from portal.seeding.services import SERVICES, Service
from portal.seeding.story import Story
from procedures.models import ProcedureVersion
from procedures.terms import clock_rules, promises_change, supplement_window, term_at

SPAN = 150.0  # days that the house has been at work
_AT_ONCE = 0.86  # of those who come to the counter: taken in while they wait
_KEEPS_PAPERS = timedelta(days=12)  # the files of older ones are not made up
_AFAR = frozenset({"national_portal", "online"})


class Versions:
    """The versions of procedures, each found by the day on which it was in force."""

    def __init__(self) -> None:
        self.all = list(
            ProcedureVersion.objects.filter(corrected_by=None)
            .select_related("procedure")
            .prefetch_related("requirements", "steps", "commitments")
        )
        self._processes: dict[uuid.UUID, Process] = {}

    def process(self, version: ProcedureVersion) -> Process:
        """The steps of one of them."""
        if version.id not in self._processes:
            self._processes[version.id] = Process.of(plan_of(row) for row in version.steps.all())
        return self._processes[version.id]

    def on(self, code: str, day: date) -> ProcedureVersion | None:
        """None where the procedure was not in force that day."""
        for version in self.all:
            if version.procedure.code == code and version.effective_from <= day <= (version.effective_to or date.max):
                return version
        return None


class Teller:
    """Tells the stories of one province."""

    def __init__(
        self, chance: random.Random, house: House, people: Population, versions: Versions, now: datetime
    ) -> None:
        self.chance, self.house, self.people, self.versions, self.now = chance, house, people, versions, now
        self.calendars: dict[uuid.UUID, WorkCalendar] = {}
        self.terms: dict[tuple[uuid.UUID, str, str, date | None], Term] = {}
        known = [s for s in SERVICES if s.settles in house.agencies and versions.on(s.code, to_local(now).date())]
        self.services = known

    def stories(self, count: int) -> Iterator[Story]:
        """So many dossiers that the province settles itself."""
        weights = [s.weight for s in self.services]
        while count > 0:
            story = self.one(self.chance.choices(self.services, weights)[0])
            if story is not None:
                count -= 1
                yield story

    def calendar(self, agency: Agency) -> WorkCalendar:
        if agency.id not in self.calendars:
            self.calendars[agency.id] = calendar_for(agency.id)
        return self.calendars[agency.id]

    def setting(
        self, version: ProcedureVersion, agency: Agency, counter: Agency, variant: str, commune: Commune, day: date
    ) -> Setting:
        """Where and by which clock such a dossier is settled."""
        key = (version.id, variant, commune.code, day if promises_change(version) else None)
        if key not in self.terms:
            self.terms[key] = term_at(version, variant, self.house.province.id, commune.code, day)
        return Setting(
            self.calendar(agency),
            self.calendar(counter),
            self.terms[key],
            clock_rules(version),
            supplement_window(version),
            self.versions.process(version),
        )

    def one(self, service: Service, *, since_days: float = SPAN, channel: str = "") -> Story | None:
        """One story; None where the procedure was not yet in force on the day drawn."""
        chance = self.chance
        agency, counter = self._place(service)
        channel = channel or _drawn(chance, service.channels)
        afar = channel in _AFAR
        filed = arrival(chance, self.calendar(counter), self.now, since_days, afar=afar)
        version = self.versions.on(service.code, to_local(filed).date())
        if version is None:
            return None
        variant = _drawn(chance, service.variants)
        commune = agency.commune or self._commune()
        setting = self.setting(version, agency, counter, variant, commune, to_local(filed).date())
        at_once = channel == "counter" and chance.random() < _AT_ONCE
        by = By.PORTAL if afar else By.GUIDE if channel == "counter" and not at_once else By.RECEPTIONIST
        papers = 0
        if afar and self.now - filed < _KEEPS_PAPERS:
            papers = min(2, len([r for r in version.requirements.all() if not r.shown_only and not r.condition]))
        life = live(chance, setting, service.habit, self.now, filed, by, at_once=at_once, papers=papers)
        people, zalo = members(chance, self.people, service, commune)
        return Story(
            self.house, version, variant, agency, counter, commune, channel, self.about(service, variant, commune, people[0].whose),
            people, zalo, life, setting,
        )  # fmt: skip

    def _place(self, service: Service) -> tuple[Agency, Agency]:
        """Who settles it and at which counter; a province with two wards has two of each."""
        agencies = self.house.agencies
        second = service.settles == "ward" and "ward2" in agencies and self.chance.random() < 0.4
        settles = "ward2" if second else service.settles
        counter = _drawn(self.chance, service.counters)
        if counter == "ward_centre" and (
            second or (service.settles != "ward" and "ward2" in agencies and self.chance.random() < 0.4)
        ):
            counter = "ward2_centre"
        return agencies[settles], agencies[counter]

    def _commune(self) -> Commune:
        """Where the land lies: around the counters of the province."""
        near = [a.commune for a in self.house.agencies.values() if a.commune]
        return self.chance.choice(near if self.chance.random() < 0.6 else self.people.communes)

    def about(self, service: Service, variant: str, commune: Commune, whose: object) -> str:
        place = f"{commune.kind.lower()} {commune.name}"
        who = whose.name if isinstance(whose, Company) else ""
        return wording.summary(self.chance, service.code, place, variant=variant, who=who)


def _drawn(chance: random.Random, weights: dict[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
