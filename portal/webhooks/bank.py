"""The address at which an agency's bank tells of transfers: signed, soon, and as often as it likes.

``X-Timestamp``: seconds since 1970; ``X-Signature``: hexadecimal HMAC-SHA256 of timestamp, a dot and the raw body, by the key of
the account. The body: ``{"reference", "amount", "content", "at"}``.
"""

import hmac
import json
import time
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dossiers.actions.collect_payment import MOST
from dossiers.actions.receive_transfer import Transfer, receive_transfer
from dossiers.bank_references import kept
from dossiers.models import BankAccount
from foundation import scoping
from foundation.local_time import is_plausible
from foundation.vietnamese_text import storable

log = structlog.get_logger(__name__)
_LARGEST, _WINDOW = 16 * 1024, 300
_DECOY = "không có tài khoản này"


@csrf_exempt
@require_POST
def bank(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """200 for what is recorded, also for what was recorded before; 401 for whatever is not signed by this account's bank
    within five minutes, and for an account that there is not; 400 for a body that says no transfer."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:18]) > _LARGEST:
        return JsonResponse({"status": "too_large"}, status=413)
    try:
        raw = request.body
    except UnreadablePostError:
        return JsonResponse({"status": "unreadable"}, status=400)
    with scoping.system("bank callback"):
        account = BankAccount.objects.filter(id=account_id, is_active=True).first()
        key = account.secret if account and account.secret else _DECOY
        signed = _signed(raw, request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", ""), key)
        if account is None or not account.secret or not signed:
            log.warning("bank_callback_refused", account=str(account_id))
            return JsonResponse({"status": "unauthorized"}, status=401)
        told = _transfer(raw)
        if told is None:
            return JsonResponse({"status": "invalid"}, status=400)
        payment, new = receive_transfer(account, told)
    status = "known" if not new else "recorded" if payment.dossier_id else "unmatched"
    return JsonResponse({"status": status})


def signature(key: str, timestamp: str, raw: bytes) -> str:
    """What has to stand in ``X-Signature``."""
    return hmac.new(key.encode(), f"{timestamp}.".encode() + raw, "sha256").hexdigest()


def _signed(raw: bytes, timestamp: str, given: str, key: str) -> bool:
    expected = signature(key, timestamp, raw)
    right = hmac.compare_digest(expected.encode(), given.strip().lower().encode())
    fresh = timestamp.isascii() and timestamp.isdigit() and abs(time.time() - int(timestamp[:12])) <= _WINDOW
    return right and fresh


def _transfer(raw: bytes) -> Transfer | None:
    try:
        data: Any = json.loads(raw)
        reference, amount, content, at = (data[name] for name in ("reference", "amount", "content", "at"))
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    known_as = kept(reference) if isinstance(reference, str) else None
    if known_as is None or known_as != reference.upper():
        return None
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= MOST:
        return None
    if not isinstance(content, str) or moment.tzinfo is None or not is_plausible(moment):
        return None
    return Transfer(known_as, amount, storable(content), moment)
