"""Mẫu 04, Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết (NĐ 61/2018 Đ19(9)). Pure."""

from collections.abc import Mapping
from typing import Any

from documents.forms.words import NOTHING, clock_and_day, long_day
from dossiers.forms.facts import Facts
from foundation.local_time import to_local


def fields(facts: Facts, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form: the date that was promised, why it is not kept, the new one."""
    at = facts.accepted_at
    return {
        "kinh_gui": facts.applicant.name, "ngay_tiep_nhan": capital(long_day(to_local(at).date())) if at else NOTHING,
        "co_quan": facts.receiving.name, "ten_tthc": facts.procedure, "so_dinh_danh": facts.applicant.identity,
        "ma_ho_so": facts.code, "hen_tra_luc": clock_and_day(facts.original_due_at), "ly_do": facts.reason,
        "tra_moi_luc": clock_and_day(facts.due_at),
    }  # fmt: skip


def capital(text: str) -> str:
    """With its first letter in capitals and the rest as it was."""
    return text[:1].upper() + text[1:]
