"""Citizens, businesses, parties and consents."""

from datetime import date, datetime

from accounts.models import Business, BusinessContact, Citizen, Consent
from dossiers.models import Dossier, DossierWord, Party
from foundation.encryption import blind_index
from foundation.phones import parse_phone
from foundation.vietnamese_text import words
from portal.seeding.invented.people import Company, Person
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.sheets import Sheets
from portal.seeding.story import Doer, Member, Story

CONSENT_TEXT = "2026-11"


class People:
    """Writes whoever takes part in a dossier; a person once, however often they come."""

    def __init__(self, sheets: Sheets, keys: Keys) -> None:
        self.sheets, self.keys = sheets, keys
        self.known: dict[object, Citizen | Business] = {}

    def of(self, story: Story, dossier: Dossier, by: Doer) -> list[Party]:
        """The parties, in the order in which they were typed."""
        parties = [
            self._party(story, dossier, member, order, by) for order, member in enumerate(in_order(story.members))
        ]  # fmt: skip
        dossier.citizen_ids = [p.citizen_id for p in parties if p.citizen_id]
        for word in sorted({w[:60] for p in parties for w in words(p.full_name)}):
            self.sheets.add(DossierWord(dossier_id=dossier.id, province_id=dossier.province_id, word=word))
        return parties

    def citizen(self, person: Person, at: datetime) -> Citizen:
        """The row of this person, made at their first visit."""
        found = self.known.get(person)
        if found is None:
            found = self.known[person] = Citizen(
                id=self.keys.at(at), full_name=person.name, identity_kind="cccd", identity_number=person.number,
                identity_index=blind_index(person.number, "identity"), phone=person.phone,
                phone_index=blind_index(person.phone, "phone"), created_at=at,
            )  # fmt: skip
            self.sheets.add(found)
        assert isinstance(found, Citizen)
        return found

    def _business(self, company: Company, at: datetime) -> Business:
        found = self.known.get(company)
        if found is None:
            found = self.known[company] = Business(
                id=self.keys.at(at), kind="business", name=company.name, tax_code=company.tax_code, created_at=at
            )
            self.sheets.add(found)
            self.sheets.add(
                BusinessContact(
                    id=self.keys.at(at), business=found, citizen=self.citizen(company.contact, at), role="contact",
                    valid_from=date(2025, 7, 1),
                )
            )  # fmt: skip
        assert isinstance(found, Business)
        return found

    def _party(self, story: Story, dossier: Dossier, member: Member, order: int, by: Doer) -> Party:
        at, whose = dossier.submitted_at if not story.system else story.life.steps[0].at, member.whose
        firm = isinstance(whose, Company)
        number = whose.tax_code if isinstance(whose, Company) else whose.number
        e164, problem = member.person.phone, ""
        if member.typed or not e164:
            phone = parse_phone(member.typed)
            e164, problem = phone.e164, phone.reason
        party = Party(
            id=self.keys.at(at), dossier=dossier, role=member.role, order=order, kind="business" if firm else "citizen",
            full_name=whose.name, identity_kind="tax_code" if firm else "cccd", identity_number=number,
            identity_index=blind_index(number, "identity"), phone_typed=member.typed or ("0" + e164[3:] if e164 else ""), phone=e164,
            phone_problem=problem, phone_index=blind_index(e164, "phone"), address=whose.address,
            notify=member.notify, notify_zalo=member.notify and story.zalo,
            citizen=self.citizen(whose, at) if isinstance(whose, Person) else None,
            business=self._business(whose, at) if isinstance(whose, Company) else None,
        )  # fmt: skip
        self.sheets.add(party)
        if member.notify:
            self.sheets.add(
                Consent(
                    id=self.keys.at(at), citizen=party.citizen, business=party.business, purpose="status_notice",
                    channel="zalo", granted=story.zalo, text_version=CONSENT_TEXT, at=at, source=story.channel,
                    recorded_by_id=by.user,
                )
            )  # fmt: skip
        return party


def in_order(members: list[Member]) -> list[Member]:
    order = {"applicant": 0, "co_applicant": 1, "representative": 2}
    return sorted(members, key=lambda m: order[m.role])
