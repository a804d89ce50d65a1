"""Working weeks, special days and complete years. The country's come from files; a province adds its own."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.administration.pages import OwnRowsAdmin, OwnRowsInline, own_province
from calendars.history import change_in_words, record_change, rule_of
from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from calendars.queries import missing_years
from calendars.sessions import SessionFault, in_order
from foundation.local_time import today_local

_BEFORE, _CHANGED = "_calendar_before", "_calendar_changed"


def _actor(request: HttpRequest) -> Actor:
    return Actor.of_user(request.user)  # type: ignore[arg-type]


class LayerForm(forms.ModelForm):
    """A row is of the own province or of one of its agencies."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("province") and not data.get("agency"):
            raise forms.ValidationError(
                _("Chọn tỉnh hoặc đơn vị. Lịch chung cả nước được nạp từ tệp (manage.py load_calendars).")
            )
        return data


class LayeredAdmin(OwnRowsAdmin):
    """A page of the calendar; it warns while this year's or next year's days off are not all entered."""

    form = LayerForm
    list_select_related = ("province", "agency")
    raw_id_fields = ("agency",)

    def province_of(self, obj: Model) -> UUID | None:
        agency = getattr(obj, "agency", None)
        return agency.province_id if agency is not None else getattr(obj, "province_id", None)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row as it is before what was typed is put into it."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            setattr(request, _BEFORE, rule_of(found))
        return found

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        changed = [*form.changed_data, *(s.prefix for s in formsets if s.has_changed())]
        setattr(request, _CHANGED, changed)
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        record_change(obj, before="", after=rule_of(obj), fields=[], actor=_actor(request))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Who changed it from what to what, in the record and in the history of the page."""
        before, after, fields = getattr(request, _BEFORE), rule_of(obj), getattr(request, _CHANGED)
        if fields:
            record_change(obj, before=before, after=after, fields=fields, actor=_actor(request))
        if before != after:
            message = f"{', '.join(self._label(name) for name in fields)}: {change_in_words(before, after)}"
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            record_change(row, before=rule_of(row), after="", fields=[], actor=_actor(request))
        return super().log_deletions(request, queryset)

    def _label(self, name: str) -> str:
        """What a field of the page is called, or the table of sessions below it."""
        field = self.model._meta.get_field(name)
        return str(getattr(field, "verbose_name", "") or WorkSession._meta.verbose_name_plural)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        today = today_local()
        own = own_province(request)
        missing = missing_years(today, today.replace(year=today.year + 1, day=1), [own] if own else [])
        if missing and request.method == "GET":
            years = ", ".join(str(year) for year in missing)
            text = _(
                "Chưa đủ ngày nghỉ chính thức năm %(years)s: ngày hẹn trả rơi vào năm đó chưa chắc. Nhập các ngày nghỉ, "
                "ngày làm bù, rồi thêm năm vào «Năm đã đủ ngày nghỉ»."
            )
            messages.warning(request, text % {"years": years})
        return super().changelist_view(request, extra_context)


class SessionFormSet(forms.BaseInlineFormSet):
    """The sessions of a weekday follow one another."""

    def clean(self) -> None:
        super().clean()
        by_weekday: dict[int, list[Any]] = {}
        for form in self.forms:
            data = getattr(form, "cleaned_data", None) or {}
            if data.get("start") and data.get("end") and not data.get("DELETE"):
                by_weekday.setdefault(data["weekday"], []).append((data["start"], data["end"]))
        for weekday, sessions in by_weekday.items():
            try:
                in_order(sessions)
            except SessionFault as fault:
                raise forms.ValidationError(f"{WorkSession.Weekday(weekday).label}: {fault}") from fault


class SessionInline(OwnRowsInline):
    model = WorkSession
    formset = SessionFormSet
    ordering = ("weekday", "start")


@admin.register(WorkPattern)
class WorkPatternAdmin(LayeredAdmin):
    list_display = ("valid_from", "valid_to", "province", "agency", "citation", "unverified")
    inlines = (SessionInline,)


@admin.register(CalendarDay)
class CalendarDayAdmin(LayeredAdmin):
    list_display = ("date", "kind", "name", "province", "agency", "citation", "unverified")
    list_filter = ("kind", "unverified")
    date_hierarchy = "date"


@admin.register(CalendarYear)
class CalendarYearAdmin(LayeredAdmin):
    list_display = ("year", "province", "agency", "citation", "unverified")
