from uuid import UUID

from accounts.consent_texts import CURRENT
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
) -> Consent:
    """Take a consent back (rút lại sự đồng ý; Luật 91/2025/QH15 Đ4, Đ9): as easy as giving it, needs no reason, counts at
    once. The choice that stands from now on, which is a withdrawal even where no consent was written down: a dossier may
    have been told to send all the same. Said twice, it is written once.
    """
    with scoping.system("withdraw consent"):
        standing = standing_consent(whose, purpose, channel)
        if standing is not None and not standing.granted:
            return standing
        return whose.consents.create(
            purpose=purpose, channel=channel, granted=False, source=source,
            text_version=standing.text_version if standing else CURRENT,
            at=max(now(), standing.at) if standing else now(),
            recorded_by_id=recorded_by, recorded_by_client_id=recorded_by_client,
        )  # fmt: skip
