from django.db.models import QuerySet

from complaints.models import Feedback


def received() -> QuerySet[Feedback]:
    """What the present scope may read, newest first. Index ``feedback_list``."""
    return Feedback.objects.select_related("agency").order_by("-received_at", "-id")
