from uuid import UUID

from accounts.models import Business, Citizen, Consent
from accounts.queries import standing_consent
from foundation import scoping
from foundation.local_time import now


def withdraw_consent(
    whose: Citizen | Business,
    *,
    purpose: str,
    channel: str,
    source: str,
    recorded_by: UUID | None = None,
    recorded_by_client: int | None = None,
) -> Consent | None:
    """Take a consent back (rút lại sự đồng ý; Luật 91/2025/QH15 Đ4, Đ9): as easy as giving it, needs no reason, counts at
    once. None where there was none to take back; then nothing is written.
    """
    with scoping.system("withdraw consent"):
        standing = standing_consent(whose, purpose, channel)
        if standing is None or not standing.granted:
            return None
        return Consent.objects.create(
            citizen_id=standing.citizen_id, business_id=standing.business_id, purpose=purpose, channel=channel,
            granted=False, source=source, text_version=standing.text_version, at=max(now(), standing.at),
            recorded_by_id=recorded_by, recorded_by_client_id=recorded_by_client,
        )  # fmt: skip
