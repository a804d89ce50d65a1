import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from foundation.encryption import encrypt
from foundation.ids import uuid7
from foundation.local_time import now
from zalo.models import Reply
from zalo.requests import Button

_INSERT = f"""
INSERT INTO {Reply._meta.db_table}
  (id, inbound_id, zalo_user_id, text, buttons, state, reason, tries, codes, due_at, message_id, created_at)
VALUES (%s, %s, %s, %s, %s, 'queued', '', 0, '{{}}', %s, '', %s)
ON CONFLICT (inbound_id) DO NOTHING RETURNING id
"""  # noqa: S608 - the table's own name


def queue_reply(
    inbound_id: uuid.UUID, zalo_user_id: uuid.UUID, text: str, buttons: Sequence[Button] = ()
) -> uuid.UUID | None:
    """Answer one message of a person, once; None if it has been answered. Sent after the transaction commits.

    Needs the system scope.
    """
    moment = now()
    wired = json.dumps([[b.title, b.type, b.payload] for b in buttons], ensure_ascii=False)
    values: list[Any] = [uuid7(), inbound_id, zalo_user_id, encrypt(text), encrypt(wired), moment, moment]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    if row is None:
        return None
    transaction.on_commit(_hint, robust=True)
    return row[0]  # type: ignore[no-any-return]


def _hint() -> None:
    from zalo.tasks import send_replies

    send_replies.apply_async(retry=False)
