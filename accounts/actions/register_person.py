"""Knowing a person or an organisation again across dossiers and provinces. Runs under the system scope."""

from dataclasses import dataclass

from accounts.models import Business, Citizen
from foundation import scoping
from foundation.encryption import blind_candidates, blind_index, normalise_identity

SHORTEST_NUMBER = 6  # a shorter one is known to nobody


@dataclass(frozen=True)
class Identity:
    """Who somebody says to be. ``kind`` is one of the kinds of identity paper, or ``tax_code``."""

    full_name: str
    kind: str = ""
    number: str = ""
    phone: str = ""
    email: str = ""


def register_citizen(person: Identity) -> Citizen:
    """The row of this identity number, made if new; without a number always a new row, known to nobody.

    An existing row is not overwritten: whoever types somebody's number cannot change that person's data.
    """
    number = normalise_identity(person.number)
    with scoping.system("register citizen"):
        found = None
        if number and (candidates := blind_candidates(number, "identity")):
            found = Citizen.objects.filter(identity_kind=person.kind, identity_index__in=candidates).first()
        if found is not None:
            return found
        if len(number) < SHORTEST_NUMBER:
            return Citizen.objects.create(identity_kind=person.kind, **_facts(person, number))
        citizen, _made = Citizen.objects.get_or_create(
            identity_kind=person.kind,
            identity_index=blind_index(number, "identity"),
            defaults=_facts(person, number),
        )
        return citizen


def _facts(person: Identity, number: str) -> dict[str, object]:
    return {
        "full_name": person.full_name,
        "identity_number": number,
        "phone": person.phone,
        "phone_index": blind_index(person.phone, "phone") if person.phone else b"",
        "email": person.email,
    }


def register_business(person: Identity, kind: str) -> Business:
    """The row of this tax code, made if new; without a code a new row."""
    code = normalise_identity(person.number)
    with scoping.system("register business"):
        if not code:
            return Business.objects.create(kind=kind, name=person.full_name)
        business, _made = Business.objects.get_or_create(
            tax_code=code, defaults={"kind": kind, "name": person.full_name}
        )
        return business
