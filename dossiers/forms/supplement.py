"""Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ. Pure."""

from collections.abc import Mapping
from typing import Any

from documents.forms.words import NOTHING, clock_and_day
from dossiers.forms.facts import Facts, lines


def fields(facts: Facts, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form; ``typed``: what is to be supplemented, line by line, and why."""
    until = facts.supplement_until
    return {
        "ma_ho_so": facts.code or NOTHING, "chu_ho_so": facts.applicant.name, "noi_dung": facts.subject, **facts.contact,
        "noi_dung_bo_sung": lines(typed["items"]), "ly_do": typed["reason"],
        "han_bo_sung": f"đến {clock_and_day(until)}" if until else "", "lien_he": facts.post.name,
        "lien_he_sdt": facts.post.phone or NOTHING,
    }  # fmt: skip
