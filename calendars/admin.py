from django.contrib import admin

from calendars.models import CalendarDay, WorkPattern, WorkSession


class SessionInline(admin.TabularInline):
    model = WorkSession
    extra = 0


@admin.register(WorkPattern)
class WorkPatternAdmin(admin.ModelAdmin):
    list_display = ("valid_from", "valid_to", "province", "agency", "citation", "unverified")
    raw_id_fields = ("agency",)
    inlines = (SessionInline,)


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ("date", "kind", "name", "province", "agency", "unverified")
    list_filter = ("kind", "unverified")
    date_hierarchy = "date"
    raw_id_fields = ("agency",)
