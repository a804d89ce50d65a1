"""The row scope of each kind of account."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import ApiClient, Citizen, User
from accounts.policies import Grants
from accounts.queries import with_descendants
from accounts.roles import FIGURES_ONLY, PROVINCE_WIDE, Role
from foundation import scoping
from foundation.scoping import Scope
from foundation.scoping.scope import NONE

_WITH_UNITS_BELOW = {Role.UNIT_HEAD, Role.SIGNER, Role.CLERK}


def scope_for_user(user: User | AnonymousUser) -> Scope:
    """What this person may see: an official their agencies (heads: with the units below), a citizen their own."""
    if not isinstance(user, User) or not user.is_active:
        return NONE
    if user.kind == User.Kind.CITIZEN:
        with scoping.reading("scope of a citizen"):
            person = Citizen.objects.filter(user_id=user.id).values_list("id", flat=True).first()
        return Scope("citizen", person_id=person, agency_ids=()) if person else NONE
    with scoping.reading("scope of an official"):
        grants = Grants.of(user)
        if user.province_id is None:
            return NONE
        if any(p.role in PROVINCE_WIDE for p in grants.positions):
            return Scope("staff", province_id=user.province_id, agency_ids=None, person_id=user.id)
        heads = [p.agency_id for p in grants.positions if p.role in _WITH_UNITS_BELOW]
        agencies = {p.agency_id for p in grants.positions if p.role not in FIGURES_ONLY} | set(with_descendants(heads))
    return Scope("staff", province_id=user.province_id, agency_ids=tuple(sorted(agencies)), person_id=user.id)


def scope_for_client(client: ApiClient) -> Scope:
    """What a system of the province may see: its agencies and the units below, or the whole province."""
    if client.province_id is None:
        return NONE
    with scoping.reading("scope of an API client"):
        named = list(client.agencies.values_list("id", flat=True))
        agencies = tuple(sorted(with_descendants(named))) if named else None
    return Scope("staff", province_id=client.province_id, agency_ids=agencies)
