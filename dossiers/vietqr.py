"""VietQR: a transfer as a QR code that any Vietnamese banking app reads (EMVCo merchant-presented mode, NAPAS 247).

Pure: values in, the text of the code out. What is drawn is said elsewhere.
"""

import binascii
import re
import unicodedata

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
LONGEST_MESSAGE = 25
_BIN, _ACCOUNT = re.compile(r"[0-9]{6}"), re.compile(r"[A-Za-z0-9]{1,19}")
MOST = 9_999_999_999  # đồng; what the field of thirteen characters and every bank's screen hold


class QrFault(ValueError):
    """No code can be written of these; what is wrong is the message: ``bank``, ``account``, ``amount`` or ``message``."""


def message_of(code: str) -> str:
    """What stands in the transfer for a dossier's code: letters and digits alone, since banks drop or change the rest."""
    plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", plain).upper()


def payload(bank: str, account: str, amount: int, message: str) -> str:
    """The text of the QR code for a transfer of ``amount`` đồng to an account (``bank``: the six digits of the NAPAS BIN).

    QrFault where a part cannot stand in it.
    """
    if not _BIN.fullmatch(bank):
        raise QrFault("bank")
    if not _ACCOUNT.fullmatch(account):
        raise QrFault("account")
    if not 0 < amount <= MOST:
        raise QrFault("amount")
    if not re.fullmatch(rf"[A-Z0-9 ]{{1,{LONGEST_MESSAGE}}}", message):
        raise QrFault("message")
    beneficiary = _field("00", bank) + _field("01", account)
    merchant = _field("00", NAPAS) + _field("01", beneficiary) + _field("02", TO_ACCOUNT)
    body = (
        _field("00", "01") + _field("01", "12") + _field("38", merchant) + _field("53", "704")
        + _field("54", str(amount)) + _field("58", "VN") + _field("62", _field("08", message)) + "6304"
    )  # fmt: skip
    return body + checksum(body)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE in four capital hexadecimal digits (ISO/IEC 13239), over all before it and its own head."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"
