"""What has changed in the calendar, and for whose dossiers that shall count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

LONGEST = 366  # days


@dataclass(frozen=True)
class Change:
    """The days (both included) on which today's calendar shall count instead of the one kept with each date; every other
    day stays as it was. ``agency_id``: only dossiers that this unit settles. ``earlier``: also where the date comes
    nearer, never into the past."""

    first: date
    last: date
    agency_id: UUID | None = None
    earlier: bool = False

    def days(self) -> Iterator[date]:
        """Each of them."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def as_data(self) -> dict[str, Any]:
        """For the parameters of a job."""
        agency = str(self.agency_id) if self.agency_id else None
        return {
            "first": self.first.isoformat(), "last": self.last.isoformat(), "agency": agency, "earlier": self.earlier,
        }  # fmt: skip

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Change":
        """From them."""
        agency = data.get("agency")
        return cls(
            date.fromisoformat(data["first"]), date.fromisoformat(data["last"]), UUID(agency) if agency else None,
            bool(data.get("earlier")),
        )  # fmt: skip
