"""The filters of the dossier list; each column they use is indexed with its agency."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dossiers.codes import search_key
from dossiers.models import Dossier
from dossiers.queries import WORKED, search
from dossiers.states import Status
from foundation.errors import FieldError, InvalidInput
from foundation.local_time import now

NAMES = {
    "code", "status", "agency", "procedure", "assignee", "received_from", "received_to", "due_before", "overdue",
    "updated_since", "q", "cursor", "page_size",
}  # fmt: skip


class DossierFilter(django_filters.FilterSet):
    """``code status agency procedure assignee received_from received_to due_before overdue updated_since q``."""

    code = django_filters.CharFilter(method="by_code")
    status = django_filters.MultipleChoiceFilter(choices=[(s.value, s.value) for s in Status])
    agency = django_filters.CharFilter(field_name="agency__code")
    procedure = django_filters.CharFilter(field_name="procedure__code")
    assignee = django_filters.UUIDFilter(field_name="assignee_id")
    received_from = django_filters.IsoDateTimeFilter(field_name="accepted_at", lookup_expr="gte")
    received_to = django_filters.IsoDateTimeFilter(field_name="accepted_at", lookup_expr="lt")
    due_before = django_filters.IsoDateTimeFilter(field_name="due_sort", lookup_expr="lt")
    overdue = django_filters.BooleanFilter(method="by_overdue")
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")
    q = django_filters.CharFilter(method="by_words")

    class Meta:
        model = Dossier
        fields: list[str] = []

    def by_code(self, rows: QuerySet[Dossier], _name: str, value: str) -> QuerySet[Dossier]:
        return rows.filter(code_key=search_key(value))

    def by_overdue(self, rows: QuerySet[Dossier], _name: str, value: bool) -> QuerySet[Dossier]:
        late = Q(status__in=WORKED, due_sort__lt=now())
        return rows.filter(late) if value else rows.exclude(late)

    def by_words(self, rows: QuerySet[Dossier], _name: str, value: str) -> QuerySet[Dossier]:
        return search(rows, value)


def filtered(rows: QuerySet[Dossier], data: Any) -> QuerySet[Dossier]:
    """The rows that the query asks for; InvalidInput names a filter that does not exist or does not read."""
    unknown = sorted(set(data) - NAMES)
    if unknown:
        raise InvalidInput(
            "unknown_filter", _("Có bộ lọc không tồn tại."),
            [FieldError(name, "unknown", _("Không có bộ lọc này.")) for name in unknown],
        )  # fmt: skip
    chosen = DossierFilter(data, queryset=rows)
    if not chosen.is_valid():
        raise InvalidInput(
            "invalid_filter", _("Giá trị bộ lọc không đúng."),
            [FieldError(n, "invalid", str(e[0])) for n, e in chosen.errors.items()],
        )  # fmt: skip
    return chosen.qs
