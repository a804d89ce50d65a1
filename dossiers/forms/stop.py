"""Mẫu 05, Thông báo dừng giải quyết hồ sơ (NĐ 118/2025 Đ21; TT 03/2025 Đ7). Its fields are derived from form 03: the
circular's own could not be read. Pure."""

from collections.abc import Mapping
from typing import Any

from documents.forms.words import NOTHING, clock_and_day
from dossiers.forms.facts import Facts, lines


def fields(facts: Facts, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form; ``typed``: who asked for it, and the papers that are given back."""
    return {
        "chu_ho_so": facts.applicant.name, "so_dinh_danh": facts.applicant.identity, **facts.contact,
        "ma_ho_so": facts.code or NOTHING, "noi_dung": facts.subject, "ngay_yeu_cau": clock_and_day(facts.occasion_at) if facts.withdrawn else NOTHING,
        "nguoi_yeu_cau": typed["asked_by"] or NOTHING, "ly_do": facts.reason, "giay_to_tra_lai": lines(typed["returned"]),
    }  # fmt: skip
