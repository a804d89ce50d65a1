"""Biên lai thu phí, lệ phí (NĐ 123/2020/NĐ-CP Đ32). Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from documents.forms.words import NOTHING, clock_and_day
from dossiers.forms.facts import Person
from foundation.spoken_numbers import dong_in_words


class Line(NamedTuple):
    """One fee: before and after what is waived, and by which rule that is."""

    name: str
    full: int
    due: int
    waived: str = ""


class Money(NamedTuple):
    """What was paid, of what: the fees, all that was owed, what had been paid before, and what was left or too much after it."""

    amount: int
    fees: Sequence[Line]
    owed: int
    before: int
    left: int
    over: int
    method: str
    reference: str
    paid_at: datetime


class Issuer(NamedTuple):
    """Who collected it; empty what is not known."""

    name: str
    address: str
    tax_code: str
    form_symbol: str
    symbol: str


def fields(code: str, payer: Person, money: Money, issuer: Issuer) -> dict[str, Any]:
    """The fields of the receipt."""
    way = f"{money.method}, mã giao dịch {money.reference}" if money.reference else money.method
    return {
        "ky_hieu_mau": issuer.form_symbol, "ky_hieu": issuer.symbol, "don_vi_thu": issuer.name,
        "ma_so_thue": issuer.tax_code, "dia_chi_thu": issuer.address, "nguoi_nop": payer.name,
        "so_dinh_danh": payer.identity, "dia_chi": payer.address or NOTHING, "ma_ho_so": code,
        "khoan": [
            {
                "ten": f.name, "muc_thu": _dots(f.full), "so_tien": _dots(f.due), "mien_giam": f.waived,
                "so_giam": _dots(f.full - f.due) if f.waived else "",
            }
            for f in money.fees
        ],
        "tong": f"{_dots(money.owed)} đồng" if len(money.fees) > 1 or money.before else "",
        "da_nop": f"{_dots(money.before)} đồng" if money.before else "",
        "so_tien": f"{_dots(money.amount)} đồng" + (" (thu một phần)" if money.left else ""),
        "bang_chu": f"{dong_in_words(money.amount)}.",
        "nop_thua": f"{_dots(money.over)} đồng" if money.over else "",
        "con_lai": f"{_dots(money.left)} đồng" if money.left else "", "cach_nop": way,
        "nop_luc": clock_and_day(money.paid_at),
    }  # fmt: skip


def _dots(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
