"""Mẫu 07, Sổ theo dõi hồ sơ: of one counter, one field and one year; a stretch of days of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents.forms.words import NOTHING, short_clock


@dataclass(frozen=True)
class Entry:
    """One line of the book. ``line``: its place in the book of the year."""

    line: int
    code: str
    procedure: str
    applicant: str
    address: str
    phone: str
    agency: str
    accepted_at: datetime | None
    due_at: datetime | None
    returned_at: datetime | None
    way: str = ""

    def printed(self) -> dict[str, str]:
        """As the form writes it; signing for the result is left to the hand."""
        return {
            "stt": str(self.line), "ma_ho_so": self.code, "ten_tthc": self.procedure, "chu_ho_so": self.applicant,
            "dia_chi_sdt": "; ".join(part for part in (self.address, self.phone) if part and part != NOTHING) or NOTHING,
            "co_quan": self.agency, "nhan_luc": short_clock(self.accepted_at), "hen_tra_luc": short_clock(self.due_at),
            "tra_luc": short_clock(self.returned_at), "phuong_thuc": self.way or NOTHING,
        }  # fmt: skip


def volume(field: str, year: int) -> str:
    """The name of a book: opened for each field and year (TT 01/2018/TT-VPCP Đ10): ``Du lịch – 2026``."""
    return f"{field} – {year}"


def fields(field: str, first: date, last: date, entries: Sequence[Entry]) -> dict[str, Any]:
    """The fields of the form for the days from ``first`` to ``last`` of one year."""
    return {
        "linh_vuc": field, "quyen_so": volume(field, first.year), "tu_ngay": f"{first:%d/%m/%Y}",
        "den_ngay": f"{last:%d/%m/%Y}", "ho_so": [entry.printed() for entry in entries],
    }  # fmt: skip
