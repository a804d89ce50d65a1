"""``X-ZEvent-Signature``: plain SHA-256, and the ways in which tests want it wrong or odd."""

import hashlib

from zalo_emulator.model import App, OfficialAccount

MODES = ("normal", "spaced", "upper", "app_secret", "oa_id_first", "none")


def signature(app_id: str, raw: bytes, timestamp: str, secret: str) -> str:
    """Hex of SHA-256 over app id, the exact body, its timestamp and the account's own secret.

    CONVENTION: ``app_id`` stands first (official page and a live receiver); some write ``oa_id``: mode ``oa_id_first``.
    """
    return hashlib.sha256(app_id.encode() + raw + timestamp.encode() + secret.encode()).hexdigest()


def header(mode: str, app: App, oa: OfficialAccount, raw: bytes, timestamp: str) -> str | None:
    """The header's value in this mode; None: no header."""
    if mode == "none":
        return None
    secret = app.app_secret if mode == "app_secret" else oa.oa_secret
    first = oa.oa_id if mode == "oa_id_first" else app.app_id
    mac = signature(first, raw, timestamp, secret)
    if mode == "spaced":
        return f"mac = {mac}"
    return f"mac={mac.upper() if mode == 'upper' else mac}"
