"""The stays of a seeded dossier at the steps of its process, as rows."""

from collections.abc import Callable
from uuid import UUID

from accounts.models import Agency
from calendars.calendar import WorkCalendar
from calendars.queries import calendar_for
from dossiers.desks import desk_of
from dossiers.models import Dossier, DossierStep
from dossiers.models.dossier import NO_DATE
from portal.seeding.lives.life import Step
from portal.seeding.lives.living import NO_PROCESS
from portal.seeding.lives.stays import stays_of
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.sheets import Sheets
from portal.seeding.story import Story


class Desks:
    """Whose desk a step lies on, remembered for dossiers of the same agencies and commune."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Agency] = {}

    def of(self, role: str, dossier: Dossier) -> Agency:
        """As ``dossiers.desks.desk_of``."""
        key = role, dossier.agency_id, dossier.receiving_agency_id, dossier.commune_id
        if key not in self._known:
            self._known[key] = desk_of(role, dossier)
        return self._known[key]


class Way:
    """One dossier's stays. ``doer``: the account behind an act of its life, None for systems."""

    def __init__(self, story: Story, dossier: Dossier, doer: Callable[[Step], UUID | None], desks: Desks) -> None:
        self.story, self.dossier, self.doer = story, dossier, doer
        self.definitions = {row.code: row for row in story.version.steps.all()} if story.setting else {}
        self.stays = stays_of(story.setting.process if story.setting else NO_PROCESS, story.life.steps)
        self.desks = [desks.of(stay.plan.agency_role, dossier) for stay in self.stays]

    def involved(self, place: int) -> list[UUID]:
        """The other agencies that had to do with it once the act at this place of its life was done."""
        own = {self.dossier.agency_id, self.dossier.receiving_agency_id}
        found = [desk.id for desk, stay in zip(self.desks, self.stays, strict=True) if stay.first <= place]
        return [agency for agency in dict.fromkeys(found) if agency not in own]

    def facts(self, place: int) -> dict[str, str]:
        """What the event of a step that is done says: from which, to which, where."""
        index = next(n for n, stay in enumerate(self.stays) if stay.first == place)
        return {
            "step": self.stays[index - 1].plan.code, "next_step": self.stays[index].plan.code,
            "agency_id": str(self.desks[index].id),
        }  # fmt: skip

    def write(self, sheets: Sheets, keys: Keys) -> None:
        setting = self.story.setting
        for stay, desk in zip(self.stays, self.desks, strict=True):
            assert setting is not None
            due_at = stay.due(self.story.life.clock, self._calendar(desk), setting.rules)
            left = stay.left
            sheets.add(
                DossierStep(
                    id=keys.at(stay.arrived.at), province_id=self.dossier.province_id, dossier=self.dossier,
                    step=self.definitions[stay.plan.code], number=stay.number, agency=desk, staff_role=stay.plan.staff_role,
                    assignee=self.dossier.assignee if stay.assigned and desk.id == self.dossier.agency_id else None, state=stay.ending.value,
                    arrived_at=stay.arrived.at, arrived_version=stay.version, due_at=due_at,
                    due_sort=due_at or NO_DATE, finished_at=left.at if left else None,
                    finished_by_id=self.doer(left) if left else None,
                )
            )  # fmt: skip

    def _calendar(self, desk: Agency) -> WorkCalendar:
        setting = self.story.setting
        assert setting is not None
        own = {self.dossier.agency_id: setting.office, self.dossier.receiving_agency_id: setting.counter}
        return own.get(desk.id) or calendar_for(desk.id)
