"""What a query may ask for: names that exist, a day that reads."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from rest_framework.request import Request

from foundation.errors import FieldError, InvalidInput
from foundation.local_time import iso_day


def only(request: Request, names: Iterable[str]) -> None:
    """InvalidInput where the query has a parameter that does not exist: a misspelt one must not be lost in silence."""
    unknown = sorted(set(request.query_params) - set(names))
    if unknown:
        raise InvalidInput(
            "unknown_filter", _("Có bộ lọc không tồn tại."),
            [FieldError(name, "unknown", _("Không có bộ lọc này.")) for name in unknown],
        )  # fmt: skip


def day(request: Request) -> date | None:
    """The day of ``?on=YYYY-MM-DD``, None where it is not asked; InvalidInput for what is no such day."""
    raw = request.query_params.get("on")
    if raw is None:
        return None
    try:
        return iso_day(raw)
    except ValueError as error:
        raise InvalidInput.on("on", "invalid", _("on là ngày dạng YYYY-MM-DD.")) from error
