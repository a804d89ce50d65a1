"""The rows of the dossier itself: dossier, party, words, clock, due date, consent, invitation to rate."""

import json
import random
from datetime import date
from uuid import UUID

from calendars.calendar import local_date
from calendars.excerpt import excerpt
from dossiers.codes import new_receipt_code
from dossiers.models.dossier import NO_DATE
from dossiers.process import RECEIVER
from dossiers.states import TERMINAL
from foundation.encryption import encrypt
from foundation.local_time import iso_local
from portal.seeding.bulk.copying import NULL, Sheet, blob, key, time
from portal.seeding.bulk.places import Place
from portal.seeding.bulk.story import Story, account_of, expiry, millisecond
from portal.seeding.lives import By
from portal.seeding.lives.stays import stays_of

_NEVER = time(NO_DATE)
_ADDRESS = "Tổ 1, phường Thử Nghiệm"
_RECEIPTS = 4096  # encrypted receipt codes kept to draw from: each costs ten times a row


class Filing:
    """Turns stories into lines."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.receipts = [blob(encrypt(new_receipt_code())) for _ in range(_RECEIPTS)]
        self.inputs: dict[tuple[str, str, date, date], str] = {}
        self.dossiers = Sheet(
            "dossiers_dossier",
            "id province_id code code_key procedure_id version_of_procedure_id term_variant agency_id "
            "receiving_agency_id channel settled_by summary status outcome row_version submitted_at accepted_at due_at "
            "due_sort original_due_at paused_since supplement_until supplement_count extended completed_at returned_at "
            "closed_at updated_at warned_soon_for warned_overdue_for assignee_id receptionist_id receipt_code mirror_system "
            "other_agency_ids citizen_ids applicant_name",
        )
        self.parties = Sheet(
            "dossiers_party",
            "id dossier_id role order kind full_name identity_kind identity_number identity_index phone_typed phone "
            "phone_index phone_problem email address notify notify_zalo citizen_id",
        )
        self.words = Sheet("dossiers_dossierword", "word dossier_id province_id")
        self.clock = Sheet("dossiers_clockentry", "id dossier_id kind at reason due_at")
        self.due = Sheet("dossiers_duerecord", "id dossier_id computed_at due_at previous_due_at inputs")
        self.steps = Sheet(
            "dossiers_dossierstep",
            "id province_id dossier_id step_id number agency_id staff_role assignee_id state arrived_at arrived_version due_at "
            "due_sort finished_at finished_by_id silence_agrees answer",
        )
        self.consents = Sheet(
            "accounts_consent", "id citizen_id purpose channel granted text_version at source recorded_by_id"
        )
        self.invitations = Sheet("ratings_invitation", "id province_id agency_ids dossier_id invited_at expires_at")

    @property
    def sheets(self) -> list[Sheet]:
        return [
            self.dossiers,
            self.parties,
            self.words,
            self.clock,
            self.due,
            self.steps,
            self.consents,
            self.invitations,
        ]

    def add(self, story: Story) -> None:
        place, person, life = story.place, story.person, story.life
        names, state, filed = place.names, life.state, millisecond(life.submitted_at)
        due_at, submitted = time(state.due_at), time(life.submitted_at)
        known = story.code or life.steps[0].by is not By.PORTAL
        officer = names.officer if state.assigned else NULL
        receipt = self.chance.choice(self.receipts) if story.code else blob(b"")
        code = story.code or NULL
        self.dossiers.lines.append(
            f"{story.id}\t{names.province}\t{code}\t{code}\t{names.procedure}\t{names.version}\t\t{names.agency}\t"
            f"{names.receiving}\t{story.channel}\t{place.version.settled_by}\t{names.summary}\t{state.status.value}\t"
            f"{state.outcome}\t{state.version}\t{submitted}\t{time(state.accepted_at)}\t{due_at}\t"
            f"{_NEVER if state.due_at is None else due_at}\t{time(state.original_due_at)}\t{time(state.paused_since)}\t"
            f"{time(state.until)}\t{state.supplements}\t{'t' if state.extended else 'f'}\t{time(state.completed_at)}\t"
            f"{time(state.returned_at)}\t{time(state.closed_at)}\t{time(state.updated_at)}\t{time(state.warned_soon_for)}\t"
            f"{time(state.warned_overdue_for)}\t{officer}\t{names.receptionist if known else NULL}\t{receipt}\t\t"
            f"{{}}\t{{{person.id}}}\t{person.name}\n"
        )
        zalo = "t" if story.zalo else "f"
        self.parties.lines.append(
            f"{story.party}\t{story.id}\tapplicant\t0\tcitizen\t{person.name}\tcccd\t{person.secrets}\t\t\t{_ADDRESS}\t"
            f"t\t{zalo}\t{person.id}\n"
        )
        self.words.lines += [f"{word}\t{story.id}\t{names.province}\n" for word in person.words]
        if story.zalo:  # a box that was left alone says nothing
            self.consents.lines.append(
                f"{key(filed)}\t{person.id}\tstatus_notice\tzalo\tt\t2026-11\t{submitted}\t{story.channel}\t"
                f"{NULL if life.steps[0].by is By.PORTAL else names.receptionist}\n"
            )
        self._clock(story)
        self._steps(story, officer)
        if state.status in TERMINAL and state.closed_at is not None:
            self.invitations.lines.append(
                f"{key(millisecond(state.closed_at))}\t{names.province}\t{names.agencies}\t{story.id}\t"
                f"{time(state.closed_at)}\t{time(expiry(state.closed_at))}\n"
            )

    def _clock(self, story: Story) -> None:
        life = story.life
        entries = [key(millisecond(entry.at)) for entry in life.clock]
        for pk, entry in zip(entries, life.clock, strict=True):
            self.clock.lines.append(
                f"{pk}\t{story.id}\t{entry.kind.value}\t{time(entry.at)}\t{entry.reason}\t{time(entry.due_at)}\n"
            )
        for due in life.dues:
            entry = life.clock[due.entry]
            inputs = (
                f'{{"entry": "{UUID(entries[due.entry])}", "event": "{entry.kind.value}", "at": "{iso_local(entry.at)}", '
                f"{self._inputs(story.place, local_date(entry.at), local_date(due.due_at))}"
            )
            self.due.lines.append(
                f"{key(millisecond(entry.at))}\t{story.id}\t{time(entry.at)}\t{time(due.due_at)}\t{time(due.previous)}\t"
                f"{inputs}\n"
            )

    def _steps(self, story: Story, officer: str) -> None:
        """The stays at its steps; what the process gives to a third agency, the competent one does here."""
        place, names = story.place, story.place.names
        for stay in stays_of(place.process, story.life.steps):
            plan, left = stay.plan, stay.left
            at_counter = plan.agency_role == RECEIVER
            hours = place.setting.counter if at_counter else place.setting.office
            due_at = stay.due(story.life.clock, hours, place.setting.rules)
            self.steps.lines.append(
                f"{key(millisecond(stay.arrived.at))}\t{names.province}\t{story.id}\t{place.step_ids[plan.code]}\t{stay.number}\t"
                f"{names.receiving if at_counter else names.agency}\t{plan.staff_role}\t{officer if stay.assigned else NULL}\t"
                f"{stay.ending.value}\t{time(stay.arrived.at)}\t{stay.version}\t{time(due_at)}\t"
                f"{_NEVER if due_at is None else time(due_at)}\t{time(left.at if left else None)}\t"
                f"{account_of(story, left) if left else NULL}\tf\t\n"
            )

    def _inputs(self, place: Place, first: date, last: date) -> str:
        """What a due date of a place is computed from, but for the moment: the rest of a JSON object."""
        wanted = (place.names.version, place.names.agency, first, last)
        known = self.inputs.get(wanted)
        if known is None:
            setting = place.setting
            rest = {
                "term": str(setting.term.amount), "unit": setting.term.unit.value, "variant": "",
                "version": place.names.version, "end_policy": setting.rules.end_policy.value,
                "cutoff": setting.rules.cutoff.value, "supplement": setting.rules.supplement.value,
                "calendar": excerpt(setting.office, first, last),
                "missing_years": [y for y in setting.office.missing_years if first.year <= y <= last.year],
            }  # fmt: skip
            known = self.inputs[wanted] = json.dumps(rest)[1:]
        return known
