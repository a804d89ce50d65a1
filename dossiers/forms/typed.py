"""What an official adds to a form by hand: names, limits, what is suggested. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from documents.forms.catalogue import PaperKind
from dossiers.forms.facts import Facts, lines
from foundation.errors import FieldError, InvalidInput
from foundation.vietnamese_text import squeeze, typed

# form -> name of the input -> whether it holds several lines
INPUTS: dict[PaperKind, dict[str, bool]] = {
    PaperKind.RECEIPT: {"papers": True, "copies": False, "collect": False, "authority": False},
    PaperKind.SUPPLEMENT: {"items": True, "reason": True},
    PaperKind.REFUSAL: {},
    PaperKind.APOLOGY: {},
    PaperKind.STOP: {"asked_by": False, "returned": True},
    PaperKind.CONTROL: {},
}
_NEEDED = frozenset({"papers", "copies", "collect", "items", "reason"})
LONGEST, MOST_LINES = 6_000, 60


def suggested(kind: PaperKind, facts: Facts) -> dict[str, str]:
    """What the inputs say before anybody has typed: what the dossier knows."""
    match kind:
        case PaperKind.RECEIPT:
            handed_in = facts.papers or facts.requirements
            return {
                "papers": "\n".join(" ".join(name.split()) for name in handed_in), "copies": f"{facts.copies:02}",
                "collect": facts.receiving.name, "authority": "",
            }  # fmt: skip
        case PaperKind.SUPPLEMENT:
            why = "Hồ sơ chưa đầy đủ, chưa chính xác theo quy định."
            return {"items": facts.reason, "reason": why}
        case PaperKind.STOP:
            returned = "\n".join(facts.papers)
            asked_by = (facts.representative or facts.applicant).name if facts.withdrawn else ""
            return {"asked_by": asked_by, "returned": returned}
    return {}


def checked_typed(kind: PaperKind, given: Mapping[str, str]) -> dict[str, str]:
    """The inputs of a form, composed and bounded; InvalidInput names each that is missing or too long."""
    found: dict[str, str] = {}
    faults: list[FieldError] = []
    for name, several in INPUTS[kind].items():
        text = typed(given.get(name, "")).strip() if several else squeeze(given.get(name, ""))
        if not text and name in _NEEDED:
            faults.append(FieldError(name, "required", _("Hãy ghi mục này.")))
        elif len(text) > (LONGEST if several else 400):
            faults.append(FieldError(name, "too_long", _("Mục này quá dài.")))
        elif several and len(lines(text)) > MOST_LINES:
            faults.append(FieldError(name, "too_long", _("Tối đa 60 dòng.")))
        elif name == "copies" and not (text.isdecimal() and text.isascii() and 0 < int(text) < 100):
            faults.append(FieldError(name, "invalid", _("Số bộ là một số từ 1 đến 99.")))
        found[name] = f"{int(text):02}" if name == "copies" and text.isascii() and text.isdecimal() else text
    if faults:
        raise InvalidInput(faults[0].code, faults[0].message, faults)
    return found
