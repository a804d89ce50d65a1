"""The rows of the dossier itself: dossier, party, words, clock, due date, consent, invitation to rate."""

import json
import random

from dossiers.codes import new_receipt_code
from dossiers.models.dossier import NO_DATE
from dossiers.states import PAUSED, Status
from foundation.encryption import encrypt
from foundation.local_time import iso_local
from portal.seeding.bulk.copying import NULL, Sheet, blob, key, time
from portal.seeding.bulk.places import Place
from portal.seeding.bulk.story import ENDED, Story, expiry, millisecond

_STOPPED_BY = {"withdrawn": "withdraw", "stopped": "stop"}
_NEVER = time(NO_DATE)
_ADDRESS = "Tổ 1, phường Thử Nghiệm"
_RECEIPTS = 4096  # encrypted receipt codes kept to draw from: each costs ten times a row


class Filing:
    """Turns stories into lines."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.receipts = [blob(encrypt(new_receipt_code())) for _ in range(_RECEIPTS)]
        self.inputs: dict[str, str] = {}
        self.dossiers = Sheet(
            "dossiers_dossier",
            "id province_id code code_key procedure_id version_of_procedure_id term_variant agency_id "
            "receiving_agency_id channel settled_by summary status outcome row_version submitted_at accepted_at due_at "
            "due_sort original_due_at paused_since supplement_until supplement_count extended completed_at returned_at "
            "closed_at updated_at assignee_id receptionist_id receipt_code mirror_system citizen_ids "
            "applicant_name",
        )
        self.parties = Sheet(
            "dossiers_party",
            "id dossier_id role order kind full_name identity_kind identity_number identity_index phone_typed phone "
            "phone_index phone_problem email address notify notify_zalo citizen_id",
        )
        self.words = Sheet("dossiers_dossierword", "word dossier_id")
        self.clock = Sheet("dossiers_clockentry", "id dossier_id kind at reason")
        self.due = Sheet("dossiers_duerecord", "id dossier_id computed_at due_at inputs")
        self.consents = Sheet(
            "accounts_consent", "id citizen_id purpose channel granted text_version at source recorded_by_id"
        )
        self.invitations = Sheet("ratings_invitation", "id province_id agency_ids dossier_id invited_at expires_at")

    @property
    def sheets(self) -> list[Sheet]:
        return [self.dossiers, self.parties, self.words, self.clock, self.due, self.consents, self.invitations]

    def add(self, story: Story) -> None:
        place, person, life = story.place, story.person, story.life
        names, status, filed = place.names, life.status, millisecond(life.submitted_at)
        due_at, submitted, receptionist = time(life.due_at), time(life.submitted_at), names.receptionist
        officer = names.officer if life.accepted_at is not None and len(life.moments) > 2 else NULL
        receipt = self.chance.choice(self.receipts) if story.code else blob(b"")
        code = story.code or NULL
        self.dossiers.lines.append(
            f"{story.id}\t{names.province}\t{code}\t{code}\t{names.procedure}\t{names.version}\t\t{names.agency}\t"
            f"{names.receiving}\t{story.channel}\t{place.version.settled_by}\t{names.summary}\t{status.value}\t"
            f"{story.outcome}\t{len(life.moments) + 1}\t{submitted}\t{time(life.accepted_at)}\t{due_at}\t"
            f"{_NEVER if life.due_at is None else due_at}\t{due_at}\t"
            f"{time(life.paused_since) if status in PAUSED else NULL}\t{time(story.until)}\t"
            f"{int(status is Status.AWAITING_SUPPLEMENT)}\tf\t{time(life.completed_at)}\t{time(life.returned_at)}\t"
            f"{time(life.closed_at)}\t{time(life.moments[-1].at)}\t{officer}\t{receptionist}\t{receipt}\t\t"
            f"{{{person.id}}}\t{person.name}\n"
        )
        zalo = "t" if story.zalo else "f"
        self.parties.lines.append(
            f"{story.party}\t{story.id}\tapplicant\t0\tcitizen\t{person.name}\tcccd\t{person.secrets}\t\t\t{_ADDRESS}\t"
            f"t\t{zalo}\t{person.id}\n"
        )
        self.words.lines += [f"{word}\t{story.id}\n" for word in person.words]
        self.consents.lines.append(
            f"{key(filed)}\t{person.id}\tstatus_notice\tzalo\t{zalo}\t2026-11\t{submitted}\t{story.channel}\t{receptionist}\n"
        )
        self._clock(story)
        if status in ENDED and life.closed_at is not None:
            self.invitations.lines.append(
                f"{key(millisecond(life.closed_at))}\t{names.province}\t{names.agencies}\t{story.id}\t"
                f"{time(life.closed_at)}\t{time(expiry(life.closed_at))}\n"
            )

    def _clock(self, story: Story) -> None:
        life, place = story.life, story.place
        for kind, at, reason in life.clock:
            self.clock.lines.append(
                f"{key(millisecond(at))}\t{story.id}\t{kind}\t{time(at)}\t{_STOPPED_BY.get(reason, reason)}\n"
            )
        if life.accepted_at is None:
            return
        accepted = time(life.accepted_at)
        self.due.lines.append(
            f"{key(millisecond(life.accepted_at))}\t{story.id}\t{accepted}\t{time(life.due_at)}\t"
            f'{{"at": "{iso_local(life.accepted_at)}", {self._inputs(place)}\n'
        )

    def _inputs(self, place: Place) -> str:
        """What the due dates of a place are computed from, but for the moment: the rest of a JSON object."""
        known = self.inputs.get(place.names.version)
        if known is None:
            rest = {
                "term": str(place.term.amount), "unit": place.term.unit.value, "end_policy": place.rules.end_policy.value,
                "cutoff": place.rules.cutoff.value, "event": "start", "missing_years": place.calendar.missing_years,
            }  # fmt: skip
            known = self.inputs[place.names.version] = json.dumps(rest)[1:]
        return known
