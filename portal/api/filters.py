"""The filters of the dossier list; ``tests/plans`` says by which index each is served."""

import re
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Agency
from dossiers.codes import search_key
from dossiers.models import Dossier
from dossiers.queries import WORKED, search
from dossiers.states import Status
from foundation.errors import FieldError, InvalidInput
from foundation.local_time import is_plausible, now
from portal.api.schema import query
from procedures.codes import bare_code
from procedures.models import Procedure

_MOMENT: dict[str, Any] = {"type": "string", "description": "ISO 8601, hoặc chỉ ngày"}
_STATUS = {"type": "array", "items": {"type": "string", "enum": [s.value for s in Status]}}
PARAMETERS = [
    query("code", "Mã hồ sơ, gõ kiểu nào cũng được"),
    query("status", "Tình trạng; lặp lại hoặc cách nhau bằng dấu phẩy", _STATUS),
    query("agency", "Mã cơ quan giải quyết"),
    query("procedure", "Mã thủ tục"),
    query("assignee", "Người thụ lý", {"type": "string", "format": "uuid"}),
    query("received_from", "Tiếp nhận từ lúc này", _MOMENT),
    query("received_to", "Tiếp nhận trước lúc này; chỉ ngày thì kể cả ngày đó", _MOMENT),
    query("due_before", "Hẹn trả trước lúc này", _MOMENT),
    query("overdue", "Đang chạy mà quá hạn", {"type": "boolean"}),
    query("updated_since", "Thay đổi từ lúc này; xếp theo lúc thay đổi", _MOMENT),
    query("q", "Mã, đầu các từ của tên, số điện thoại hoặc số giấy tờ"),
]
NAMES = {parameter.name for parameter in PARAMETERS} | {"cursor", "page_size"}


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OFFSET = re.compile(r"(T\d{2}:\d{2}\S*) (\d{2}:?\d{2})")


class MomentField(django_filters.fields.IsoDateTimeField):
    """An instant between 1900 and 2199. A plus sign that the address turned into a blank is read as one."""

    def to_python(self, value: Any) -> Any:
        try:
            moment = super().to_python(_OFFSET.sub(r"\1+\2", value) if isinstance(value, str) else value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"]) from error
        if moment is not None and not is_plausible(moment):
            raise ValidationError(_("Thời điểm phải trong khoảng năm 1900–2199."))
        return moment


class MomentFilter(django_filters.IsoDateTimeFilter):
    field_class = MomentField


class UntilField(MomentField):
    """The same; a mere day means its end."""

    def to_python(self, value: Any) -> Any:
        moment = super().to_python(value)
        mere_day = isinstance(value, str) and _DAY.fullmatch(value.strip())
        return moment + timedelta(days=1) if moment is not None and mere_day else moment


class UntilFilter(django_filters.IsoDateTimeFilter):
    field_class = UntilField


class StatusField(django_filters.fields.MultipleChoiceField):
    """Statuses, repeated or with commas between them."""

    def to_python(self, value: Any) -> Any:
        return super().to_python([part for text in value or [] for part in str(text).split(",") if part])


class StatusFilter(django_filters.MultipleChoiceFilter):
    field_class = StatusField


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
    status = StatusFilter(choices=[(s.value, s.value) for s in Status])
    agency = django_filters.CharFilter(method="by_agency")
    procedure = django_filters.CharFilter(method="by_procedure")
    assignee = django_filters.UUIDFilter(field_name="assignee_id")
    received_from = MomentFilter(field_name="accepted_at", lookup_expr="gte")
    received_to = UntilFilter(field_name="accepted_at", lookup_expr="lt")
    due_before = MomentFilter(field_name="due_sort", lookup_expr="lt")
    overdue = SwitchFilter(method="by_overdue")
    updated_since = MomentFilter(field_name="updated_at", lookup_expr="gte")
    q = django_filters.CharFilter(method="by_words")

    class Meta:
        model = Dossier
        fields: list[str] = []

    def by_code(self, rows: QuerySet[Dossier], _name: str, value: str) -> QuerySet[Dossier]:
        return rows.filter(code_key=search_key(value))

    def by_agency(self, rows: QuerySet[Dossier], _name: str, value: str) -> QuerySet[Dossier]:
        """By id, so that the planner knows how many there are; a code may have had several bearers."""
        return rows.filter(agency_id__in=list(Agency.objects.filter(code=value.strip()).values_list("id", flat=True)))

    def by_procedure(self, rows: QuerySet[Dossier], _name: str, value: str) -> QuerySet[Dossier]:
        return rows.filter(
            procedure_id__in=list(Procedure.objects.filter(code=bare_code(value)).values_list("id", flat=True))
        )

    def by_overdue(self, rows: QuerySet[Dossier], _name: str, value: bool) -> QuerySet[Dossier]:
        late = Q(status__in=WORKED, due_sort__lt=now())
        return rows.filter(late) if value else rows.exclude(late)

    def by_words(self, rows: QuerySet[Dossier], _name: str, value: str) -> QuerySet[Dossier]:
        return search(rows, value)


def order_of(data: Any) -> tuple[tuple[str, ...], bool]:
    """In what order the rows come, and whether downwards: by what the query bounds, else the newest first.

    Each order is that of an index; a column that may be empty is not where it is bounded. Dates that are due follow
    those of reception: where both are bounded, the first received is where to begin.
    """
    due = bool(data.get("due_before")) or str(data.get("overdue", "")).lower() in ("true", "1")
    if data.get("updated_since"):
        return ("updated_at", "id"), False
    if data.get("received_from") or data.get("received_to"):
        return ("accepted_at", "id"), not due
    return (("due_sort", "id"), False) if due else (("id",), True)


def filtered(rows: QuerySet[Dossier], data: Any) -> QuerySet[Dossier]:
    """The rows that the query asks for; InvalidInput names a filter that does not read."""
    chosen = DossierFilter(data, queryset=rows)
    if not chosen.is_valid():
        raise InvalidInput(
            "invalid_filter", _("Giá trị bộ lọc không đúng."),
            [FieldError(n, "invalid", str(e[0])) for n, e in chosen.errors.items()],
        )  # fmt: skip
    return chosen.qs
