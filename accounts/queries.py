"""Reading who there is and who holds what post."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from accounts.models import (
    Agency,
    Business,
    BusinessContact,
    Citizen,
    Commune,
    Consent,
    OldTerritory,
    Position,
    Province,
    Substitution,
    User,
)  # fmt: skip
from accounts.roles import Role
from foundation.local_time import today_local


def in_being(day: date | None = None) -> Q:
    """Rows that are valid on ``day`` (today): posts, agencies."""
    on = day or today_local()
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def positions_on(user_id: uuid.UUID, day: date | None = None) -> QuerySet[Position]:
    """The posts whose work a person does on ``day`` (today), with their agencies: the own ones, and those whose holder is
    away and is substituted. Served by the user's foreign-key index and the posts' primary key."""
    stood_in = Substitution.objects.filter(in_being(day), substitute_id=user_id).values("position_id")
    # an array that is made once, so that both indexes serve
    as_substitute = Func(
        F("id"),
        ArraySubquery(stood_in),
        arg_joiner=" = ANY (",
        template="(%(expressions)s))",
        output_field=BooleanField(),
    )
    rows = Position.objects.filter(in_being(day)).filter(Q(user_id=user_id) | as_substitute)
    return rows.select_related("agency").order_by("valid_from", "id")


def away_on(agency_id: uuid.UUID, role: Role, day: date | None = None) -> set[uuid.UUID]:
    """Who holds this role in an agency and is substituted on ``day`` (today)."""
    rows = Substitution.objects.filter(in_being(day), position__agency_id=agency_id, position__role=role)
    return set(rows.values_list("position__user_id", flat=True))


def officials_in(agency_id: uuid.UUID, roles: Iterable[Role], day: date | None = None) -> QuerySet[User]:
    """The active officials who hold one of these roles in an agency on ``day`` (today), or do its work for who is away,
    each once. Served by the agency's foreign-key index."""
    return _at_work(Position.objects.filter(in_being(day), agency_id=agency_id, role__in=list(roles)), day)


def signers_in(agency_id: uuid.UUID, day: date | None = None) -> QuerySet[User]:
    """The active officials who may sign in an agency on ``day`` (today), for themselves or for who is away, each once."""
    return _at_work(Position.objects.filter(in_being(day), agency_id=agency_id, can_sign=True), day)


def _at_work(posts: QuerySet[Position], day: date | None) -> QuerySet[User]:
    """The holders of these posts, and who substitutes for them."""
    instead = Substitution.objects.filter(in_being(day), position__in=posts)
    whose = Q(id__in=posts.values("user_id")) | Q(id__in=instead.values("substitute_id"))
    return User.objects.filter(whose, is_active=True, kind=User.Kind.STAFF)


def current_province(code: str) -> Province:
    """The present province with this level-1 code; Province.DoesNotExist if there is none."""
    return Province.objects.get(code=code, valid_to__isnull=True)


def successor_of(code: str) -> Province | None:
    """The present province that holds the territory of this level-1 code, present or former; None for a code that never
    was. A province that was merged under its own code is found as it is today."""
    rows = Province.objects.select_related("merged_into").filter(code=code).order_by("-valid_to")
    present = next((row for row in rows if row.is_current), None)
    return present or next((row.merged_into for row in rows), None)


def territories_of(province_id: uuid.UUID, commune: str | None = None) -> frozenset[tuple[str, bool]]:
    """The territories whose rules count: the province's code, and with a commune the former province it lies in, as
    (level-1 code, whether a former one). A commune of another province adds nothing."""
    found = {(code, False) for code in Province.objects.filter(id=province_id).values_list("code", flat=True)}
    if commune:
        lies_in = OldTerritory.objects.filter(commune_id=commune, commune__province_id=province_id)
        found |= {
            (code, True)
            for code in lies_in.filter(old_province__valid_to__isnull=False).values_list(
                "old_province__code", flat=True
            )
        }
    return frozenset(found)


def find_commune(code: str) -> Commune | None:
    """The commune with this five-digit code, with its province; None if there is none."""
    if not (code.isascii() and code.isdecimal() and len(code) == 5):
        return None
    return Commune.objects.select_related("province").filter(code=code).first()


def agencies_of(province_id: uuid.UUID, day: date | None = None) -> QuerySet[Agency]:
    """The agencies of a province that are in being on ``day`` (today). Index ``agency_province_code``."""
    return Agency.objects.filter(in_being(day), province_id=province_id).order_by("code", "id")


def agency_by_code(code: str, day: date | None = None) -> Agency:
    """The agency that carries this official code on ``day`` (today); Agency.DoesNotExist if none does."""
    return Agency.objects.filter(in_being(day), code=code).select_related("province").latest("valid_from")


def with_descendants(agency_ids: list[uuid.UUID]) -> list[uuid.UUID]:
    """These agencies and every unit below them, one query per level of the tree (three at most in practice)."""
    found = list(agency_ids)
    level = found
    while level:
        level = list(Agency.objects.filter(parent_id__in=level).exclude(id__in=found).values_list("id", flat=True))
        found.extend(level)
    return found


def contacts_on(business_id: uuid.UUID, day: date | None = None) -> QuerySet[BusinessContact]:
    """Who acts for a business on ``day`` (today), with the persons. Index ``business_contact_once``."""
    return (
        BusinessContact.objects.filter(in_being(day), business_id=business_id)
        .select_related("citizen")
        .order_by("valid_from", "id")
    )


def standing_consent(whose: Citizen | Business, purpose: str, channel: str) -> Consent | None:
    """The choice that counts: the latest, given or withdrawn; None where nothing was ever said, which is no consent.

    Index ``consent_citizen`` or ``consent_business``.
    """
    rows = Consent.objects.filter(purpose=purpose, channel=channel)
    mine = rows.filter(citizen=whose) if isinstance(whose, Citizen) else rows.filter(business=whose)
    return mine.order_by("-at", "-id").first()


def have_withdrawn(
    purpose: str, channel: str, *, citizens: Iterable[uuid.UUID] = (), businesses: Iterable[uuid.UUID] = ()
) -> set[uuid.UUID]:
    """Those of these people and businesses whose latest choice is a withdrawal. At most two queries."""
    found: set[uuid.UUID] = set()
    for column, ids in (("citizen_id", set(citizens)), ("business_id", set(businesses))):
        if not ids:
            continue
        latest = (
            Consent.objects.filter(purpose=purpose, channel=channel, **{f"{column}__in": ids})
            .order_by(column, "-at", "-id")
            .distinct(column)
            .values_list(column, "granted")
        )
        found |= {whose for whose, granted in latest if not granted}
    return found
