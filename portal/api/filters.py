"""The filters of the dossier list; each column they use is indexed with its agency."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dossiers.codes import search_key
from dossiers.models import Dossier
from dossiers.queries import WORKED, search
from dossiers.states import Status
from foundation.errors import FieldError, InvalidInput
from foundation.local_time import is_plausible, now

NAMES = {
    "code", "status", "agency", "procedure", "assignee", "received_from", "received_to", "due_before", "overdue",
    "updated_since", "q", "cursor", "page_size",
}  # fmt: skip


class MomentField(django_filters.fields.IsoDateTimeField):
    """An instant between 1900 and 2199."""

    def to_python(self, value: Any) -> Any:
        try:
            moment = super().to_python(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"]) from error
        if moment is not None and not is_plausible(moment):
            raise ValidationError(_("Thời điểm phải trong khoảng năm 1900–2199."))
        return moment


class MomentFilter(django_filters.IsoDateTimeFilter):
    field_class = MomentField


class SwitchField(forms.NullBooleanField):
    """``true`` or ``false``; anything else is a fault, not silence."""

    def to_python(self, value: Any) -> Any:
        chosen = {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())
        if chosen is None and value not in (None, ""):
            raise ValidationError(_("Giá trị là true hoặc false."))
        return chosen


class SwitchFilter(django_filters.Filter):
    field_class = SwitchField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.TextInput, **kwargs)


class DossierFilter(django_filters.FilterSet):
    """``code status agency procedure assignee received_from received_to due_before overdue updated_since q``."""

    code = django_filters.CharFilter(method="by_code")
    status = django_filters.MultipleChoiceFilter(choices=[(s.value, s.value) for s in Status])
    agency = django_filters.CharFilter(field_name="agency__code")
    procedure = django_filters.CharFilter(field_name="procedure__code")
    assignee = django_filters.UUIDFilter(field_name="assignee_id")
    received_from = MomentFilter(field_name="accepted_at", lookup_expr="gte")
    received_to = MomentFilter(field_name="accepted_at", lookup_expr="lt")
    due_before = MomentFilter(field_name="due_sort", lookup_expr="lt")
    overdue = SwitchFilter(method="by_overdue")
    updated_since = MomentFilter(field_name="updated_at", lookup_expr="gte")
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
