"""Mẫu 06, Phiếu kiểm soát quá trình giải quyết hồ sơ: made from the record alone. Pure."""

from collections.abc import Sequence
from typing import Any

from documents.forms.words import NOTHING, clock_and_day, short_clock
from dossiers.forms.facts import Facts
from dossiers.forms.handovers import HandOver


def fields(facts: Facts, handed: Sequence[HandOver], beside: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of the form; ``beside``: the agencies that took part (cơ quan phối hợp)."""
    return {
        "ma_ho_so": facts.code, "co_quan_giai_quyet": facts.competent.name,
        "co_quan_phoi_hop": ", ".join(beside) or NOTHING, "hen_tra_luc": clock_and_day(facts.due_at),
        "giao_nhan": [_line(one) for one in handed],
    }  # fmt: skip


def _line(one: HandOver) -> dict[str, str]:
    return {
        "giao_don_vi": one.giver_unit, "nguoi_giao": one.giver or NOTHING, "giao_luc": short_clock(one.given_at),
        "nhan_don_vi": one.receiver_unit, "nguoi_nhan": one.receiver or NOTHING, "nhan_luc": short_clock(one.received_at),
        "ket_qua": one.verdict or NOTHING, "ghi_chu": one.note,
    }  # fmt: skip
