"""Every look at a sensitive record is written down, in the transaction that showed it (design promise 9)."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from foundation import correlation, prepared
from foundation.ids import uuid7
from foundation.local_time import now

_NOTE = """
INSERT INTO foundation_readrecord (id, at, reader_kind, reader_user_id, reader_client_id, province_id, subject_kind, subject_ids,
  way, correlation_id)
VALUES (%(id)s, %(at)s, %(kind)s, %(user)s, %(client)s, %(province)s, %(subject)s, %(ids)s, %(way)s, %(correlation)s)
"""


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
        values = {
            "id": uuid7(), "at": now(), "kind": reader.kind, "user": reader.user_id, "client": reader.client_id,
            "province": province_id, "subject": kind, "ids": seen, "way": way, "correlation": correlation.current(),
        }  # fmt: skip
        prepared.rows(_NOTE, values)
