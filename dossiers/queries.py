"""The lists of dossiers, each with the index that serves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.queries import officials_in
from documents.models import StoredFile
from dossiers.codes import search_key
from dossiers.models import Dossier, DossierWord, Party
from dossiers.models.dossier import IN_HAND_STATUSES
from dossiers.policies import HANDLERS, visible
from dossiers.states import PAUSED, RUNNING, Status
from foundation import scoping
from foundation.encryption import blind_candidates, normalise_identity
from foundation.local_time import LOCAL, now, to_local
from foundation.phones import parse_phone
from foundation.vietnamese_text import sort_key, words

LIST_FIELDS = ("procedure", "version_of_procedure", "agency", "assignee")
BARE_FIELDS = ("procedure", "version_of_procedure", "agency", "receiving_agency")
DESK_ORDER = ("due_sort", "id")
WORKED = [s.value for s in RUNNING]
MOST_WORDS, COMMON = 6, 500  # words of a search; dossiers from which on a word is common
WAITING = [s.value for s in (*PAUSED, Status.AWAITING_INTAKE_SUPPLEMENT)]


@dataclass(frozen=True)
class Group:
    """One group of a desk: its name and its rows."""

    name: str
    rows: QuerySet[Dossier]


def in_scope() -> QuerySet[Dossier]:
    """The dossiers of the present scope, with what a line of a list shows."""
    return visible(scoping.current()).select_related(*LIST_FIELDS)


def bare_lines() -> QuerySet[Dossier]:
    """The same without names of people of ours: what other systems are given."""
    return visible(scoping.current()).select_related(*BARE_FIELDS)


def bare(dossier_id: UUID) -> Dossier | None:
    """One of those that the present scope sees, also where only a step of it, or a question about it, is its own."""
    return Dossier.objects.select_related(*BARE_FIELDS).filter(id=dossier_id).first()


def _end_of_day(moment: datetime, days: int = 0) -> datetime:
    day = to_local(moment).date() + timedelta(days=days)
    return datetime.combine(day, time.max, LOCAL)


def by_urgency(rows: QuerySet[Dossier], at: datetime | None = None) -> list[Group]:
    """A desk: to be taken in (nobody has a date yet), overdue, today, three days, later, waiting on others, ready to be
    handed over.

    Each group reads along ``dossier_own_desk``, ``dossier_agency_desk``, ``dossier_reception_desk`` or
    ``dossier_province_desk``, which hold what is open.
    """
    moment = at or now()
    worked = rows.filter(status__in=WORKED).order_by(*DESK_ORDER)
    today, soon = _end_of_day(moment), _end_of_day(moment, 3)
    return [
        Group("to_accept", rows.filter(status=Status.SUBMITTED).order_by(*DESK_ORDER)),
        Group("overdue", worked.filter(due_sort__lt=moment)),
        Group("today", worked.filter(due_sort__gte=moment, due_sort__lte=today)),
        Group("three_days", worked.filter(due_sort__gt=today, due_sort__lte=soon)),
        Group("later", worked.filter(due_sort__gt=soon)),
        Group("waiting", rows.filter(status__in=WAITING).order_by(*DESK_ORDER)),
        Group("to_return", rows.filter(status=Status.COMPLETED).order_by(*DESK_ORDER)),
    ]


def assigned_to(user_ids: Iterable[UUID]) -> QuerySet[Dossier]:
    """The dossiers of a person, and of those whose work that person does meanwhile. Index ``dossier_own_desk``."""
    whose = sorted(set(user_ids))
    rows = in_scope()
    return rows.filter(assignee_id=whose[0]) if len(whose) == 1 else rows.filter(assignee_id__in=whose)


def at_counters(agency_ids: Iterable[UUID]) -> QuerySet[Dossier]:
    """What was filed at these counters. Index ``dossier_reception_desk``."""
    return in_scope().filter(receiving_agency_id__in=list(agency_ids))


def unassigned(agency_ids: Iterable[UUID], among: QuerySet[Dossier] | None = None) -> QuerySet[Dossier]:
    """What these agencies have in hand and nobody works on (chưa phân công), by urgency; what another system settles is
    worked on there. Of all that is in scope, or ``among`` the rows of a search. Index ``dossier_unassigned_desk``."""
    rows = in_scope() if among is None else among
    nobodys = rows.filter(assignee_id=None, mirror_system="", status__in=IN_HAND_STATUSES)
    return nobodys.filter(agency_id__in=list(agency_ids)).order_by(*DESK_ORDER)


def search(rows: QuerySet[Dossier], text: str) -> QuerySet[Dossier]:
    """Those whose code, name (beginnings of words), phone or identity number is what was typed.

    What is typed is one of the three, so that each is asked along its own index: a code that exists is that code
    (``dossier_code``), enough digits are a number (``party_phone``, ``party_identity``), all else are words of a name
    (``dossier_word``). An OR between them would have PostgreSQL read every dossier. ``starts_with`` and equality are
    leakproof, so the indexes are used under row-level security too. One query more, and one for each word.
    """
    typed = text.strip()
    if not typed:
        return rows
    if exact := list(Dossier.objects.filter(code_key=search_key(typed)).values_list("id", flat=True)[:20]):
        return rows.filter(id__in=exact)
    digits = normalise_identity(typed)
    if len(digits) >= 6 and any(c.isdigit() for c in digits):
        return rows.filter(id__in=_with_number(typed, digits))
    return _named(rows, words(typed)[:MOST_WORDS])


def _named(rows: QuerySet[Dossier], spoken: list[str]) -> QuerySet[Dossier]:
    """Those in whose names every word begins one. A rare word is looked up first; a common one is asked of each row in
    the order of the list, which soon has a page full: PostgreSQL cannot know which it is, so it is counted (to a bound).
    """
    scope = scoping.current()
    here = {"province_id": scope.province_id} if scope.kind == "staff" else {}
    for index, word in enumerate(spoken):
        until = word[:-1] + chr(ord(word[-1]) + 1)
        hits = DossierWord.objects.filter(word__gte=word, word__lt=until, **here)
        few = list(hits.values_list("dossier_id", flat=True)[: COMMON + 1])
        if len(few) <= COMMON:
            rows = rows.filter(id__in=few)
        else:
            has = Subquery(hits.filter(dossier_id=OuterRef("id")).values("id")[:1])
            rows = rows.alias(**{f"named_{index}": has}).filter(**{f"named_{index}__isnull": False})
    return rows if spoken else rows.none()


def _with_number(typed: str, digits: str) -> QuerySet[Party, Any]:
    has = Q(identity_index__in=blind_candidates(digits, "identity"))
    if (phone := parse_phone(typed)).valid:
        has |= Q(phone_index__in=blind_candidates(phone.e164, "phone"))
    return Party.objects.filter(has).values("dossier_id")


def detail(dossier_id: UUID) -> Dossier | None:
    """One dossier that the present scope sees with everything its page shows, in a constant number of queries. Whoever has
    a step of it, or is asked about it, sees it too."""
    # each by its key: PostgreSQL plans eight joins under their policies longer than it reads the rows
    return (
        Dossier.objects.prefetch_related(
            *LIST_FIELDS, "receiving_agency", "province", "receptionist", "commune", "parties", "clock", "due_records",
            "attachments__file", "results__file", "results__replaced_by", "remarks__author",
        )
        .filter(id=dossier_id)
        .first()
    )  # fmt: skip


def handlers_of(dossier: Dossier) -> list[User]:
    """Who may be given the dossier: the officials who handle dossiers at its agency today, by name. One query."""
    found = officials_in(dossier.agency_id, HANDLERS)
    return sorted(found, key=lambda person: sort_key(str(person)))


def file_of(dossier_id: UUID, file_id: UUID) -> StoredFile | None:
    """A file that was handed in for a dossier or is a result of it; None for any other file. By primary key."""
    belongs = Q(attachments__dossier_id=dossier_id) | Q(results__dossier_id=dossier_id)
    return StoredFile.objects.filter(belongs, id=file_id).first()


def by_code(code: str) -> QuerySet[Dossier]:
    """The dossiers that carry this code (one of ours; of mirrored ones perhaps several). Index ``dossier_code``."""
    return Dossier.objects.filter(code_key=search_key(code)).exclude(code_key="")
