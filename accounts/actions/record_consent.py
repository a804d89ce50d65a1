from uuid import UUID

from accounts.consent_texts import CURRENT, text_of
from accounts.models import Business, Citizen, Consent
from foundation import scoping
from foundation.local_time import now


def record_consent(
    whose: Citizen | Business,
    *,
    purpose: str,
    channel: str,
    source: str,
    text_version: str = CURRENT,
    recorded_by: UUID | None = None,
    recorded_by_client: int | None = None,
) -> Consent:
    """Write down that a person agreed (Luật 91/2025/QH15 Đ9): to which text, when, before whom and how.

    Only what was said is written: a box that was left alone makes no row. LookupError for a text that never was.
    """
    text_of(purpose, text_version)
    with scoping.system("record consent"):
        return whose.consents.create(
            purpose=purpose, channel=channel, granted=True, source=source, text_version=text_version, at=now(),
            recorded_by_id=recorded_by, recorded_by_client_id=recorded_by_client,
        )  # fmt: skip
