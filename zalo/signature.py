"""The webhook's signature: plain SHA-256 over the exact bytes received, not an HMAC.

``mac = hex(sha256(app_id + raw body + timestamp + OA secret key))``; the OA secret key is not the app's
secret.
"""

import hashlib
import hmac
import re
from enum import StrEnum

_HEADER = re.compile(r"\s*mac\s*=\s*([0-9a-f]{64})\s*", re.IGNORECASE)


class Form(StrEnum):
    """By which first term and secret a signature matched."""

    APP_ID = "app_id"  # the official form
    OA_ID = "oa_id"  # what some integrations see; accepted, logged
    APP_SECRET = "app_secret"  # noqa: S105 - a wrong configuration: named to the operator, not accepted


def mac_of(first: str, raw: bytes, timestamp: str, secret: str) -> str:
    """64 lower-case hexadecimal digits."""
    digest = hashlib.sha256(first.encode())
    digest.update(raw)
    digest.update(timestamp.encode())
    digest.update(secret.encode())
    return digest.hexdigest()


def header_mac(header: str) -> str | None:
    """The digits in ``X-ZEvent-Signature``, lower case; None if it does not look like one."""
    match = _HEADER.fullmatch(header or "")
    return match[1].lower() if match else None


def matching_form(
    raw: bytes, mac: str, timestamp: str, *, app_id: str, oa_id: str, oa_secret: str, app_secret: str
) -> Form | None:
    """Which form the signature has, or None. Each comparison takes constant time."""
    if oa_secret and hmac.compare_digest(mac, mac_of(app_id, raw, timestamp, oa_secret)):
        return Form.APP_ID
    if oa_secret and hmac.compare_digest(mac, mac_of(oa_id, raw, timestamp, oa_secret)):
        return Form.OA_ID
    if app_secret and hmac.compare_digest(mac, mac_of(app_id, raw, timestamp, app_secret)):
        return Form.APP_SECRET
    return None
