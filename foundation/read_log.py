"""Every look at a sensitive record is written down, in the transaction that showed it (design promise 9)."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from foundation import correlation
from foundation.local_time import now
from foundation.models import ReadRecord


class Reader(Protocol):
    """Whoever looks: an official, a citizen, a system of a province."""

    @property
    def kind(self) -> str: ...
    @property
    def user_id(self) -> UUID | None: ...
    @property
    def client_id(self) -> int | None: ...


def note(kind: str, ids: Iterable[UUID], *, reader: Reader, province_id: UUID | None, way: str) -> None:
    """Write down that ``reader`` was shown these records of one province; nothing for none.

    ``way``: page, list, file, api, look-up. One row, whatever the number of records.
    """
    seen = list(dict.fromkeys(ids))
    if seen:
        ReadRecord.objects.create(
            at=now(), reader_kind=reader.kind, reader_user_id=reader.user_id, reader_client_id=reader.client_id,
            province_id=province_id, subject_kind=kind, subject_ids=seen, way=way, correlation_id=correlation.current(),
        )  # fmt: skip
