"""Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ. Pure."""

from collections.abc import Mapping
from typing import Any

from documents.forms.words import NOTHING
from dossiers.forms.facts import Facts


def fields(facts: Facts, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form: the reason is the one that was given with the refusal."""
    return {
        "chu_ho_so": facts.applicant.name, "so_dinh_danh": facts.applicant.identity, **facts.contact,
        "ma_ho_so": facts.code or NOTHING, "noi_dung": facts.subject, "ly_do": facts.reason,
    }  # fmt: skip
