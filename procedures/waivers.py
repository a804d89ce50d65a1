"""Which rules of waiving a fee may be chosen from in one case: the law of place, way, procedure and day.

The day is that of filing. A text applies to what is done while it is in force, and who files on its last day has a right that
a queue at the counter does not take away; the fee itself goes by the version under which the dossier was accepted.
"""

from collections.abc import Iterable
from datetime import date

from procedures.fees import Place, in_force
from procedures.models import FeeRow, WaiverRule


def general_rules(day: date) -> list[WaiverRule]:
    """The rules in force on ``day`` that are of no single row of fees. One query; some score rows in all."""
    return in_force(WaiverRule.objects.filter(fee=None, corrected_by=None), day)


def waivers_at(
    fee: FeeRow, general: Iterable[WaiverRule], *, procedure: str, place: Place, channel: str, day: date
) -> list[WaiverRule]:
    """The rules by which ``fee`` may be waived where and how something was filed on ``day``, in the order of the catalogue.

    Of those of one code the nearest counts: of the former territory before the province's before the national one, and at the
    same place that of the fee itself before one of many procedures.
    """
    own = [r for r in in_force(fee.waivers.all(), day) if _here(r, place, channel)]
    found = own + [r for r in in_force(general, day) if covers(r, fee, procedure) and _here(r, place, channel)]
    nearest: dict[str, tuple[int, bool]] = {}
    for rule in found:
        nearest[rule.code] = max(nearest.get(rule.code, (0, False)), _nearness(rule))
    return [rule for rule in found if _nearness(rule) == nearest[rule.code]]


def covers(rule: WaiverRule, fee: FeeRow, procedure: str) -> bool:
    """Whether a rule of many procedures is for this fee of this one."""
    return (not rule.procedures or procedure in rule.procedures) and (not rule.kinds or fee.kind in rule.kinds)


def _here(rule: WaiverRule, place: Place, channel: str) -> bool:
    if rule.territory and (rule.territory, rule.former_territory) not in place.territories:
        return False
    return not rule.channel or rule.channel == channel


def _nearness(rule: WaiverRule) -> tuple[int, bool]:
    return 0 if not rule.territory else 2 if rule.former_territory else 1, rule.fee_id is not None
