from uuid import UUID

from accounts.models import Business, Citizen, Consent
from foundation import scoping
from foundation.local_time import now


def record_consent(
    whose: Citizen | Business,
    *,
    purpose: str,
    channel: str,
    granted: bool,
    source: str,
    text_version: str = "2026-11",
    recorded_by: UUID | None = None,
) -> Consent:
    """Write down one choice (Luật 91/2025/QH15 Đ9). Choices are never overwritten; the latest counts."""
    with scoping.system("record consent"):
        return Consent.objects.create(
            citizen=whose if isinstance(whose, Citizen) else None,
            business=whose if isinstance(whose, Business) else None,
            purpose=purpose, channel=channel, granted=granted, source=source, text_version=text_version,
            at=now(), recorded_by_id=recorded_by,
        )  # fmt: skip
