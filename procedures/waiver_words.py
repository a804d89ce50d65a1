"""How much is waived, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from foundation.spoken_time import money, number
from procedures.models import WaiverRule


def waived_words(waived: WaiverRule | Mapping[str, Any]) -> str:
    """``miễn``, ``giảm 50%``, ``giảm 20.000 đ``, of a rule or of what a charge keeps of one; what is not known is said to be."""
    if isinstance(waived, WaiverRule):
        percent, amount = waived.percent, waived.amount
    else:
        percent, amount = waived["percent"], waived["amount"]
    if percent == 100:
        return _("miễn")
    if percent is not None:
        return _("giảm %(percent)s%%") % {"percent": number(percent)}
    return _("giảm %(amount)s") % {"amount": money(amount)} if amount is not None else _("chưa rõ mức")
