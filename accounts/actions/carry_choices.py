from uuid import UUID

from accounts.models import Business, Citizen
from foundation import scoping


def carry_choices(
    before: Citizen | Business,
    after: Citizen | Business,
    *,
    recorded_by: UUID | None = None,
    recorded_by_client: int | None = None,
) -> int:
    """What a person has said under one row counts under the row by which they are known from now on, as said then: a
    correction of somebody's number or name neither revives a consent that was taken back nor loses one that was given
    (Luật 91/2025/QH15 Đ4, Đ9). How many choices were written.

    Only the latest choice of each purpose and channel, and only where the other row says nothing of its own yet.
    """
    with scoping.system("carry choices"):
        said = {(row.purpose, row.channel) for row in after.consents.only("purpose", "channel")}
        standing = before.consents.order_by("purpose", "channel", "-at", "-id").distinct("purpose", "channel")
        rows = [
            after.consents.create(
                purpose=row.purpose, channel=row.channel, granted=row.granted, source=row.source,
                text_version=row.text_version, at=row.at, recorded_by_id=recorded_by or row.recorded_by_id,
                recorded_by_client_id=recorded_by_client or row.recorded_by_client_id,
            )
            for row in standing if (row.purpose, row.channel) not in said
        ]  # fmt: skip
    return len(rows)
