"""Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả. Pure."""

from collections.abc import Mapping
from typing import Any

from documents.forms.words import NOTHING, clock_and_day
from dossiers.forms.facts import Facts, Person, lines


def fields(facts: Facts, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form; ``typed``: the papers handed in, the number of sets, where the result is wanted, and the
    paper by which the representative acts."""
    return {
        "ma_ho_so": facts.code, "noi_tiep_nhan": facts.receiving.name, "chu_ho_so": facts.applicant.name,
        "so_dinh_danh": facts.applicant.identity, **facts.contact, "uy_quyen": _representative(facts.representative, typed),
        "noi_dung": facts.subject, "thanh_phan": lines(typed["papers"]), "so_bo": typed["copies"],
        "thoi_han_quy_dinh": facts.term, "nhan_luc": clock_and_day(facts.accepted_at),
        "hen_tra_luc": clock_and_day(facts.due_at, _no_date(facts)), "noi_nhan_kq": typed["collect"],
        "so_quyen": facts.volume, "so_thu_tu": NOTHING if facts.line is None else f"{facts.line:04}",
        "ma_tra_cuu": facts.receipt_code,
    }  # fmt: skip


def _no_date(facts: Facts) -> str:
    """What stands where no date is promised: the procedure has none, or its term begins with the payment."""
    if not facts.term:
        return NOTHING
    return "tính từ khi hoàn thành nghĩa vụ tài chính; cơ quan sẽ thông báo"


def _representative(who: Person | None, typed: Mapping[str, str]) -> dict[str, str] | None:
    if who is None:
        return None
    return {
        "ho_ten": who.name, "so_dinh_danh": who.identity, "dia_chi": who.address, "sdt": who.phone, "email": who.email,
        "giay_to": typed.get("authority") or NOTHING,
    }  # fmt: skip
