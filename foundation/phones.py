"""Phone numbers as people write them, and the one form that we store."""

from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext_lazy as _

from foundation.vietnamese_text import squeeze


@dataclass(frozen=True)
class Phone:
    """A number as understood: E.164 (``+84…``) or the reason why it cannot be used."""

    e164: str
    reason: str = ""

    @property
    def valid(self) -> bool:
        return bool(self.e164)

    @property
    def zalo(self) -> str:
        """The form that Zalo takes: ``84…`` without a plus."""
        return self.e164.lstrip("+")


def parse_phone(raw: str) -> Phone:
    """Understand a number typed by a person; spaces, dots, ``0…``, ``84…`` and ``+84…`` are all fine."""
    text = squeeze(raw)
    if not text:
        return Phone("", str(_("Chưa có số điện thoại")))
    if text.startswith("84") and len(text) >= 11:
        text = "+" + text
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return Phone("", str(_("Số điện thoại không đọc được")))
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(number):
        return Phone(e164)
    return Phone("", str(_("Số điện thoại không đúng định dạng")))


def mask_phone(e164: str) -> str:
    """``+84 ••• ••• 001``: enough for an official to recognise, too little to call."""
    return f"•••{e164[-3:]}" if len(e164) >= 6 else "•••"
