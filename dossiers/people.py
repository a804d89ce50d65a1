"""Writing the parties of a dossier: checked, normalised, known again, found by the words of their names."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.carry_choices import carry_choices
from accounts.actions.record_consent import record_consent
from accounts.actions.register_person import SHORTEST_NUMBER, Identity, register_business, register_citizen
from accounts.actors import Actor
from accounts.models import Business, Citizen
from dossiers.inputs import PartyInput
from dossiers.models import Dossier, DossierWord, Party
from foundation import scoping
from foundation.encryption import blind_index, normalise_identity
from foundation.errors import FieldError
from foundation.phones import parse_phone
from foundation.vietnamese_text import squeeze, words

NAME_LIMIT = 400


def faults(person: PartyInput, field: str) -> list[FieldError]:
    """What is wrong with a person as typed. A phone that cannot be dialled is no fault: it is kept and not used."""
    found: list[FieldError] = []

    def fault(name: str, code: str, message: str) -> None:
        found.append(FieldError(f"{field}.{name}", code, message))

    name = squeeze(person.full_name)
    if person.kind not in Party.Kind.values:
        fault("kind", "invalid", _("Loại đối tượng là citizen, business, state_agency hoặc other."))
    if not name:
        fault("full_name", "required", _("Hãy ghi họ tên hoặc tên tổ chức."))
    elif len(name) > NAME_LIMIT:
        fault("full_name", "too_long", _("Tên dài tối đa 400 ký tự."))
    if person.identity_kind and person.identity_kind not in Party.IdentityKind.values:
        fault("identity_kind", "invalid", _("Loại giấy tờ là cccd, passport, tax_code hoặc other."))
    number = normalise_identity(person.identity_number)
    if number and not person.identity_kind:
        fault("identity_kind", "required", _("Hãy chọn loại giấy tờ của số này."))
    if person.identity_kind == Party.IdentityKind.CCCD and number and not (number.isdigit() and len(number) in (9, 12)):
        fault("identity_number", "invalid", _("Số căn cước có 12 chữ số (chứng minh cũ có 9)."))
    if len(number) > 30:
        fault("identity_number", "too_long", _("Số giấy tờ dài tối đa 30 ký tự."))
    if person.identity_confirmed and person.identity_confirmed not in Party.Confirmed.values:
        fault("identity_confirmed", "invalid", _("Cách xác nhận danh tính là vneid, card hoặc database."))
    elif person.identity_confirmed and not number:
        fault("identity_number", "required", _("Hãy ghi số giấy tờ đã dùng để xác nhận danh tính."))
    if len(squeeze(person.phone)) > 40:
        fault("phone", "too_long", _("Số điện thoại dài tối đa 40 ký tự."))
    if len(squeeze(person.address)) > 400:
        fault("address", "too_long", _("Địa chỉ dài tối đa 400 ký tự."))
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError:
            fault("email", "invalid", _("Địa chỉ thư điện tử không đúng."))
    return found


def add_party(
    dossier: Dossier,
    person: PartyInput,
    role: str,
    order: int,
    *,
    notify: bool,
    notify_zalo: bool,
    by: Actor | None,
) -> Party:
    """Write one person into a dossier, and their consent where they chose to be told through Zalo: a box that was left
    alone says nothing."""
    party = Party.objects.create(
        dossier=dossier, role=role, order=order, notify=notify, notify_zalo=notify and notify_zalo, **_facts(person)
    )
    if party.notify_zalo:
        _consent(party, dossier, by)
    return party


def change_party(
    party: Party, person: PartyInput, dossier: Dossier, *, notify_zalo: bool | None, by: Actor | None
) -> bool:
    """Bring a person of a dossier up to what is now told; whether anything was different.

    ``notify_zalo`` None leaves the choice about Zalo; yes after no is a consent, no after yes ends the messages of this
    dossier alone. Who is corrected keeps what they said about messages; who stands there in another's place starts anew.
    """
    facts = _facts(person, knowing=party)
    same = _same_person(party, facts)
    choice = party.notify_zalo if notify_zalo is None else notify_zalo
    if choice == party.notify_zalo and all(getattr(party, name) == value for name, value in facts.items()):
        return False
    agreed = choice and (not party.notify_zalo or (bool(notify_zalo) and not same))
    before = person_of(party)
    for name, value in facts.items():
        setattr(party, name, value)
    party.notify_zalo = choice
    party.save()
    after = person_of(party)
    if same and before is not None and after is not None and before != after:
        carry_choices(
            before, after, recorded_by=by.user_id if by else None, recorded_by_client=by.client_id if by else None
        )
    if agreed:
        _consent(party, dossier, by)
    return True


def person_of(party: Party) -> Citizen | Business | None:
    """Who stands behind a party; officials and systems do not read these rows, so they are read for them."""
    with scoping.system("person of a party"):
        if party.citizen_id:
            return Citizen.objects.get(id=party.citizen_id)
        return Business.objects.get(id=party.business_id) if party.business_id else None


def _same_person(party: Party, facts: dict[str, Any]) -> bool:
    """Whether what is told now corrects the person of a dossier, and does not put another one in their place: the name
    or the phone is the one that was known."""
    if facts["kind"] != party.kind:
        return False
    return bool(squeeze(party.full_name) == facts["full_name"] or (party.phone and party.phone == facts["phone"]))


def _facts(person: PartyInput, knowing: Party | None = None) -> dict[str, Any]:
    """The columns of a person as typed. Who was known by the same number and name before is not looked for again; who is
    known by no number stays the same person when the rest is corrected."""
    with translation.override(settings.LANGUAGE_CODE):  # why a number is no number is kept, for people here
        phone = parse_phone(person.phone)
    name, number = squeeze(person.full_name), normalise_identity(person.identity_number)
    written = {
        "kind": person.kind, "full_name": name, "identity_kind": person.identity_kind, "identity_number": number,
        "phone": phone.e164,
    }  # fmt: skip
    if knowing is not None and _stays(knowing, written):
        citizen_id, business_id = knowing.citizen_id, knowing.business_id
    else:
        who = _known(person, name, number, phone.e164)
        citizen_id, business_id = (who.id, None) if isinstance(who, Citizen) else (None, who.id)
    return {
        **written, "identity_index": blind_index(number, "identity") if len(number) >= SHORTEST_NUMBER else b"",
        "phone_typed": squeeze(person.phone), "phone_problem": "" if phone.valid else phone.reason,
        "phone_index": blind_index(phone.e164, "phone") if phone.valid else b"", "email": person.email,
        "address": squeeze(person.address), "identity_confirmed": person.identity_confirmed, "citizen_id": citizen_id, "business_id": business_id,
    }  # fmt: skip


def _stays(knowing: Party, written: dict[str, Any]) -> bool:
    """Whether the row of the person who is known stands for what is written now."""
    if all(getattr(knowing, k) == v for k, v in written.items()):
        return True
    old = _number(knowing.kind, knowing.identity_kind, knowing.identity_number)
    new = _number(written["kind"], written["identity_kind"], written["identity_number"])
    return not old and not new and _same_person(knowing, written)


def _number(kind: str, identity_kind: str, number: str) -> str:
    """The number by which a person or an organisation is known again; empty where there is none."""
    if kind == Party.Kind.CITIZEN:
        return number if len(number) >= SHORTEST_NUMBER else ""
    return number if identity_kind == Party.IdentityKind.TAX_CODE else ""


def _consent(party: Party, dossier: Dossier, by: Actor | None) -> None:
    if (who := person_of(party)) is not None:
        record_consent(
            who, purpose="status_notice", channel="zalo", source="other_system" if dossier.is_mirrored else dossier.channel,
            recorded_by=by.user_id if by else None, recorded_by_client=by.client_id if by else None,
        )  # fmt: skip


def _known(person: PartyInput, name: str, number: str, phone: str) -> Citizen | Business:
    identity = Identity(name, person.identity_kind, number, phone, person.email)
    if person.kind == Party.Kind.CITIZEN:
        return register_citizen(identity)
    tax_code = number if person.identity_kind == Party.IdentityKind.TAX_CODE else ""
    return register_business(Identity(name, "tax_code", tax_code, phone, person.email), person.kind)


def index_names(dossier: Dossier, names: Sequence[str]) -> None:
    """Keep the words of the names, and no others, so that they are found by their beginnings."""
    found = {word[:60] for name in names for word in words(name)}
    DossierWord.objects.filter(dossier=dossier).exclude(word__in=found).delete()
    DossierWord.objects.bulk_create(
        [DossierWord(dossier=dossier, province_id=dossier.province_id, word=word) for word in sorted(found)],
        ignore_conflicts=True,
    )
