"""Lists for the back office."""

from django.db.models import QuerySet

from zalo.models import Alarm, OfficialAccount


def open_alarms() -> QuerySet[Alarm]:
    """What a person has to mend, the oldest first, as far as the scope sees. Index zalo_alarm_open."""
    return Alarm.objects.filter(cleared_at=None).select_related("oa").order_by("first_at", "id")[:100]


def accounts_of_scope() -> QuerySet[OfficialAccount]:
    """The accounts that the scope sees, the current one first."""
    return OfficialAccount.objects.select_related("province").order_by("-is_current", "oa_id")
