from accounts.actors import Actor
from accounts.models import Agency, Position
from accounts.queries import in_being
from accounts.roles import PROVINCE_WIDE, Role
from dossiers.models import BankAccount
from dossiers.policies import RULES, DossierPolicy

ROLES = frozenset(role for act in ("collect_payment", "void_payment") for role, _place in RULES[act])


def money_desks(actor: Actor) -> list[Agency] | None:
    """The counters whose money this official works with: the own ones, and for who answers for the whole province those that
    have an account. None where there is no such post. Two queries at most."""
    grants = DossierPolicy.of(actor).grants
    posts = [p for p in grants.positions if Role(p.role) in ROLES] if grants else []
    if not posts:
        return None
    found = {p.agency_id: p.agency for p in posts if Role(p.role) not in PROVINCE_WIDE}
    if any(Role(p.role) in PROVINCE_WIDE for p in posts):
        kept = BankAccount.objects.filter(province=actor.province_id).values("agency_id")
        found |= {a.id: a for a in Agency.objects.filter(id__in=kept)}
    return sorted(found.values(), key=lambda a: (a.code, a.id))


def counters_of_province(actor: Actor) -> list[Agency]:
    """Where dossiers are received in the own province: the units that may have an account."""
    received = Position.objects.filter(in_being(), role=Role.RECEPTIONIST, agency__province=actor.province_id)
    return list(Agency.objects.filter(id__in=received.values("agency_id")).order_by("code", "id"))


def accounts_of(actor: Actor) -> list[BankAccount]:
    """The accounts of the own province, unit by unit, the latest first."""
    rows = BankAccount.objects.filter(province=actor.province_id).select_related("agency")
    return list(rows.order_by("agency__code", "agency_id", "-valid_from"))
