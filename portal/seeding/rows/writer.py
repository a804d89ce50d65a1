"""From stories to rows: each step of a life as its act would have written it."""

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import User
from dossiers.clocking import inputs_of
from dossiers.code_schemes import national_on
from dossiers.codes import new_receipt_code, search_key
from dossiers.models import Assignment, ClockEntry, CodeCounter, Dossier, DueRecord, Party, Remark
from dossiers.models.dossier import NO_DATE
from dossiers.states import TERMINAL, Status
from events.models import Event
from foundation.local_time import to_local
from notifications.kinds import kind_of
from portal.seeding.invented import wording
from portal.seeding.invented.people import Person
from portal.seeding.lives.life import By, State, Step
from portal.seeding.lives.stays import FORWARD
from portal.seeding.rows.facts import facts
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.ledger import Ledger
from portal.seeding.rows.papers import Papers
from portal.seeding.rows.people import People, in_order
from portal.seeding.rows.results import result_of
from portal.seeding.rows.sheets import Sheets
from portal.seeding.rows.steps import Desks, Way
from portal.seeding.story import Doer, Staffing, Story
from ratings.models import Invitation
from ratings.subscribers import OPEN_FOR


class Writer:
    """Turns stories into rows; the events wait in ``events`` until all of them can be put in order."""

    def __init__(self, chance: random.Random, sheets: Sheets, keys: Keys, people: People, ledger: Ledger) -> None:
        self.chance, self.sheets, self.keys, self.people, self.ledger = chance, sheets, keys, people, ledger
        self.papers, self.desks = Papers(sheets, keys), Desks()
        self.events: list[Event] = []
        self.told: list[tuple[Story, Dossier, list[Party], Invitation]] = []

    def write(self, stories: Sequence[Story], staff: dict[uuid.UUID, Staffing]) -> None:
        """All of them, numbered in the order in which they were accepted."""
        codes = _numbered(stories, self.sheets)
        for story in stories:
            self._one(story, staff[story.house.province.id], codes.get(id(story), story.code))

    def event(
        self, kind: str, at: datetime, doer: Doer, data: dict[str, object], *, subject: tuple[str, uuid.UUID],
        province: uuid.UUID, agencies: list[uuid.UUID],
    ) -> Event:  # fmt: skip
        """An event of that moment; its ``seq`` comes later."""
        event = Event(
            id=self.keys.at(at), seq=0, kind=kind, subject_kind=subject[0], subject_id=subject[1], province_id=province,
            agency_ids=list(dict.fromkeys(agencies)), actor_kind=doer.kind, actor_user_id=doer.user,
            actor_position_id=doer.position, actor_client_id=doer.client, data=data, occurred_at=at, recorded_at=at,
            correlation_id=self.keys.at(at),
        )  # fmt: skip
        self.events.append(event)
        return event

    def _one(self, story: Story, staff: Staffing, code: str) -> None:
        first = story.life.steps[0]
        dossier = self._filed(story, first.at)
        doer = staff.doer(first.by, story)
        dossier.receptionist = _person(staff, first.by, story)
        parties = self.people.of(story, dossier, doer)
        dossier.applicant_name = parties[0].full_name
        persons = {p.id: m.person for p, m in zip(parties, in_order(story.members), strict=True)}
        way = Way(story, dossier, lambda step: staff.doer(step.by, story).user, self.desks)
        for place, step in enumerate(story.life.steps):
            dossier.other_agency_ids = way.involved(place)
            own = way.facts(place) if step.kind == FORWARD else {}
            self._step(story, dossier, parties, persons, step, staff, code, own)
        self._clock(story, dossier)
        way.write(self.sheets, self.keys)
        self.sheets.add(dossier)

    def _filed(self, story: Story, made: datetime) -> Dossier:
        return Dossier(
            id=self.keys.at(made), province=story.house.province, procedure=story.version.procedure,
            version_of_procedure=story.version, term_variant=story.variant, agency=story.agency,
            receiving_agency=story.counter, commune=story.commune, channel=story.channel,
            settled_by=story.version.settled_by, summary=story.summary, status=Status.SUBMITTED.value,
            submitted_at=story.life.submitted_at, updated_at=made, mirror_system=story.system, assignee=None,
        )  # fmt: skip

    def _step(
        self, story: Story, dossier: Dossier, parties: list[Party], persons: dict[uuid.UUID, Person], step: Step,
        staff: Staffing, code: str, own: dict[str, str],
    ) -> None:  # fmt: skip
        doer = staff.doer(step.by, story)
        _apply(dossier, step.after)
        if step.kind in ("dossier.accepted", "dossier.mirrored"):
            dossier.code, dossier.code_key = code, search_key(code)
        if step.kind == "dossier.accepted":
            dossier.receipt_code = new_receipt_code()
            dossier.receptionist = _person(staff, step.by, story) or dossier.receptionist
        if story.system:
            dossier.source_version = step.after.version - 1
        if step.after.assigned and dossier.assignee_id is None:
            self._assigned(story, dossier, step, staff, doer)
        data = facts(step, dossier, story) | own
        if step.kind == "dossier.result_added":
            made = result_of(self.chance, dossier, self.keys.at(step.at), step.at, staff.position(By.SIGNER, story))
            self.sheets.add(made)
            data["result_id"] = str(made.id)
        if step.kind == "dossier.document_added":
            data |= self.papers.add(dossier, step.at)
        event = self.event(
            step.kind, step.at, doer, data, subject=("dossier", dossier.id), province=dossier.province_id,
            agencies=[dossier.agency_id, dossier.receiving_agency_id, *dossier.other_agency_ids],
        )  # fmt: skip
        why = self._remark(story, dossier, step, event, doer)
        kind = kind_of(event)
        if kind is not None:
            for party in parties:
                if party.notify:
                    self.ledger.plan(event, kind, dossier, party, persons[party.id], why)
        if step.after.status in TERMINAL:
            self._invited(story, dossier, parties, step.at)

    def _assigned(self, story: Story, dossier: Dossier, step: Step, staff: Staffing, by: Doer) -> None:
        position = staff.position(By.OFFICER, story)
        assert position is not None
        dossier.assignee = position.user
        if step.kind == "dossier.assigned":
            self.sheets.add(
                Assignment(
                    id=self.keys.at(step.at), dossier=dossier, assignee=position.user, assigned_by_id=by.user,
                    assigned_at=step.at,
                )
            )  # fmt: skip

    def _remark(self, story: Story, dossier: Dossier, step: Step, event: Event, doer: Doer) -> str:
        """The words that the citizen reads, where the act needs any."""
        if not step.action:
            return ""
        expired = step.rule == "window_expired"
        why = wording.EXPIRED if expired else wording.reason(self.chance, dossier.procedure.code, step.action)
        self.sheets.add(
            Remark(
                id=self.keys.at(step.at), dossier=dossier, event_id=event.id, action=step.action, reason=why,
                author_id=doer.user, written_at=step.at,
            )
        )  # fmt: skip
        return why

    def _clock(self, story: Story, dossier: Dossier) -> None:
        """The clock's entries and the dates computed with them."""
        setting = story.setting
        if setting is None:
            return
        entries = [
            ClockEntry(
                id=self.keys.at(e.at), dossier=dossier, kind=e.kind.value, at=e.at, reason=e.reason, due_at=e.due_at
            )
            for e in story.life.clock
        ]  # fmt: skip
        for entry in entries:
            self.sheets.add(entry)
        for due in story.life.dues:
            entry = entries[due.entry]
            inputs = inputs_of(dossier, entry, due.due_at, setting.office, setting.term, setting.rules)
            self.sheets.add(
                DueRecord(
                    id=self.keys.at(entry.at), dossier=dossier, computed_at=entry.at, due_at=due.due_at,
                    previous_due_at=due.previous, inputs=inputs,
                )
            )  # fmt: skip

    def _invited(self, story: Story, dossier: Dossier, parties: list[Party], at: datetime) -> None:
        invitation = Invitation(
            id=self.keys.at(at), province_id=dossier.province_id, dossier=dossier, invited_at=at, expires_at=at + OPEN_FOR,
            agency_ids=[dossier.agency_id, dossier.receiving_agency_id],
        )  # fmt: skip
        self.sheets.add(invitation)
        self.told.append((story, dossier, parties, invitation))


def _person(staff: Staffing, by: By, story: Story) -> User | None:
    position = staff.position(by, story)
    return position.user if position else None


def _apply(dossier: Dossier, state: State) -> None:
    """The dossier as it stands after a step."""
    dossier.status, dossier.outcome, dossier.row_version = state.status.value, state.outcome, state.version
    dossier.updated_at = state.updated_at  # type: ignore[assignment]
    dossier.accepted_at, dossier.due_at, dossier.original_due_at = (
        state.accepted_at,
        state.due_at,
        state.original_due_at,
    )
    dossier.due_sort = state.due_at or NO_DATE
    dossier.paused_since, dossier.supplement_until = state.paused_since, state.until
    dossier.supplement_count, dossier.extended = state.supplements, state.extended
    dossier.completed_at, dossier.returned_at, dossier.closed_at = (
        state.completed_at,
        state.returned_at,
        state.closed_at,
    )
    dossier.warned_soon_for, dossier.warned_overdue_for = state.warned_soon_for, state.warned_overdue_for


def _numbered(stories: Sequence[Story], sheets: Sheets) -> dict[int, str]:
    """The code of each dossier of ours that was accepted, by the order of acceptance of its agency's day."""
    accepted = sorted(
        (s for s in stories if not s.system and s.life.state.accepted_at is not None),
        key=lambda s: s.life.state.accepted_at or NO_DATE,
    )
    counters: dict[tuple[uuid.UUID, date], int] = {}
    codes = {}
    for story in accepted:
        at = story.life.state.accepted_at
        assert at is not None
        day = to_local(at).date()
        number = counters[story.agency.id, day] = counters.get((story.agency.id, day), 0) + 1
        codes[id(story)] = national_on(day).write(story.agency.code, day, number)
    for (agency_id, day), last in counters.items():
        sheets.add(CodeCounter(agency_id=agency_id, day=day, last=last))
    return codes
