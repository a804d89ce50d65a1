"""From bytes at the door to a stored event. Nothing that does not verify is kept."""

import uuid
from enum import StrEnum
from typing import Any

import structlog
from django.db import connection

from foundation import scoping
from foundation.encryption import encrypt
from foundation.ids import uuid7
from foundation.local_time import now
from zalo.actions.raise_alarm import raise_alarm
from zalo.inbox import accounts
from zalo.inbox.accounts import Secrets
from zalo.inbox.reading import Envelope, envelope
from zalo.metrics import webhook_forms
from zalo.models import Alarm, InboundEvent, OfficialAccount
from zalo.signature import Form, header_mac, matching_form

log = structlog.get_logger(__name__)

_INSERT = f"""
INSERT INTO {InboundEvent._meta.db_table}
  (id, oa_id, name, template, dedupe_key, body, form, received_at, due_at, tries, error)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '')
ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
"""  # noqa: S608 - the table's own name


class Taken(StrEnum):
    """What became of a request to the webhook. Only STORED leaves a row."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    UNKNOWN_ACCOUNT = "unknown_account"
    BAD_SIGNATURE = "bad_signature"
    WRONG_SECRET = "wrong_secret"  # noqa: S105 - a name
    TEST = "test"


def take(raw: bytes, signature: str, server: str) -> Taken:
    """Verify one event and store it once. ``signature`` and ``server`` are the headers as they came."""
    mac = header_mac(signature)
    if mac is None:
        return Taken.UNSIGNED
    event = envelope(raw)
    if event is None:
        return Taken.UNREADABLE
    known = accounts.candidates(event)
    if not known:
        return Taken.UNKNOWN_ACCOUNT
    owner, form = _verified(event, mac, known)
    if form in (None, Form.APP_SECRET) and accounts.renew(event):  # the secret may have been changed a moment ago
        owner, form = _verified(event, mac, accounts.candidates(event))
    if owner is None or form is None:
        return Taken.BAD_SIGNATURE
    webhook_forms.labels(form=str(form)).inc()
    if form is Form.APP_SECRET:
        _tell_wrong_secret(owner)
        return Taken.WRONG_SECRET
    if event.is_console_test:
        return Taken.TEST
    if form is not Form.APP_ID:
        log.warning("zalo_signature_form", form=str(form), oa_id=owner.oa_id)
    return Taken.STORED if _store(event, owner, form, server) else Taken.DUPLICATE


def _verified(event: Envelope, mac: str, known: list[Secrets]) -> tuple[Secrets | None, Form | None]:
    for owner in known:
        form = matching_form(
            event.raw, mac, event.timestamp, app_id=owner.app_id, oa_id=owner.oa_id,
            oa_secret=owner.oa_secret, app_secret=owner.app_secret,
        )  # fmt: skip
        if form is not None:
            return owner, form
    return None, None


def _store(event: Envelope, owner: Secrets, form: Form, server: str) -> uuid.UUID | None:
    moment = now()
    values: list[Any] = [
        uuid7(), owner.oa_pk, event.name, event.is_template(server), event.dedupe_key(owner.oa_id),
        encrypt(event.raw.decode("utf-8")), str(form), moment, moment,
    ]  # fmt: skip
    with scoping.system("zalo webhook"), connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _tell_wrong_secret(owner: Secrets) -> None:
    with scoping.system("zalo webhook"):
        raise_alarm(OfficialAccount.objects.get(pk=owner.oa_pk), Alarm.Kind.WEBHOOK_SECRET)
