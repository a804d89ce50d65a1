from django.db.models import QuerySet

from complaints.clock import is_provisional
from complaints.models import Feedback
from complaints.policies import centres, visible
from foundation import scoping


def received() -> QuerySet[Feedback]:
    """What the present scope may read, newest first. Index ``feedback_list``."""
    return visible(scoping.current()).select_related("agency").order_by("-received_at", "-id")


def provisional(row: Feedback) -> bool:
    """Whether the day of the answer may still move, since that year's days off are not announced."""
    agency_id = row.agency_id or centres(row.province_id).first()
    return agency_id is not None and is_provisional(agency_id, row.answer_by)
