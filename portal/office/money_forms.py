"""Reading the forms about money: amounts as people type them, one case for each fee that is ticked."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from dossiers.actions.assess_charges import Case
from dossiers.models import Charge
from foundation.errors import InvalidInput
from foundation.vietnamese_text import squeeze
from portal.office.waiver_form import chosen_of, waiver_of
from procedures.models import FeeRow

_AMOUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?P<group>[., ])[0-9]{3}(?:(?P=group)[0-9]{3}){0,3}")


def dong(text: str, field: str) -> int:
    """``1.500.000 đ`` is 1500000; InvalidInput on ``field`` for what is no whole number of đồng."""
    plain = re.sub(r" ?(đ|đồng|VND)\.?$", "", squeeze(text), flags=re.IGNORECASE)
    if not _AMOUNT.fullmatch(plain):
        raise InvalidInput.on(field, "amount", _("Hãy ghi số tiền bằng đồng, ví dụ 150.000."))
    return int(re.sub(r"[., ]", "", plain))


def cases_of(data: QueryDict, fees: list[FeeRow]) -> dict[UUID, Case]:
    """What was said of each fee that is ticked; InvalidInput on ``fee-<id>``."""
    return {fee.id: _case(data, fee) for fee in fees if data.get(f"fee-{fee.id}")}


def filled(charges: Iterable[Charge]) -> dict[str, str]:
    """The form as it would be typed for what is determined now, so that a change begins with it."""
    found: dict[str, str] = {}
    for charge in charges:
        name, why = f"fee-{charge.fee_id}", charge.explanation
        parts = {
            "copies": why.get("copies"), "base": why.get("base"), "stated": why.get("each") if why.get("stated") else None,
            **chosen_of(why.get("waived")),
        }  # fmt: skip
        found |= {name: "1", **{f"{name}-{part}": str(value) for part, value in parts.items() if value is not None}}
    return found


def _case(data: QueryDict, fee: FeeRow) -> Case:
    name = f"fee-{fee.id}"
    copies = data.get(f"{name}-copies", "").strip() or "1"
    base, stated = data.get(f"{name}-base", "").strip(), data.get(f"{name}-stated", "").strip()
    if not re.fullmatch(r"[0-9]{1,4}", copies):
        raise InvalidInput.on(name, "number", _("Số bản và tỷ lệ miễn, giảm là số nguyên."))
    owed = dong(stated, name) if stated else None
    return Case(int(copies), dong(base, name) if base else None, owed, waiver_of(data, name))
