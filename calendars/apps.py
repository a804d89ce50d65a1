from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Working sessions, holidays, make-up days; terms and the clock."""

    name = "calendars"
    verbose_name = "Lịch làm việc"
