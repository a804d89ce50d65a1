"""The sessions of a day as people enter them: pairs of clock times."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from calendars.calendar import Sessions


class SessionFault(ValueError):
    """These are not the sessions of a day; the message says why, for the person who typed them."""


def read_sessions(raw: Any) -> Sessions:
    """``[["07:30", "11:30"], ["13:30", "17:30"]]`` as times, in order; SessionFault for anything else."""
    if not isinstance(raw, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in raw):
        raise SessionFault(_('Viết dạng [["07:30","11:30"],["13:30","17:30"]].'))
    return in_order((_time(start), _time(end)) for start, end in raw)


def in_order(sessions: Iterable[tuple[time, time]]) -> Sessions:
    """The sessions sorted; SessionFault where one ends before it begins or two overlap."""
    found = tuple(sorted(sessions))
    end_before: time | None = None
    for start, end in found:
        if start >= end:
            raise SessionFault(_("Buổi %(start)s phải kết thúc sau khi bắt đầu.") % {"start": f"{start:%H:%M}"})
        if end_before is not None and start < end_before:
            raise SessionFault(_("Buổi %(start)s chồng lên buổi trước.") % {"start": f"{start:%H:%M}"})
        end_before = end
    return found


def _time(text: Any) -> time:
    try:
        found = time.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise SessionFault(_("«%(text)s» không phải giờ dạng 07:30.") % {"text": text}) from error
    if found.tzinfo is not None or found.microsecond:
        raise SessionFault(_("«%(text)s» không phải giờ dạng 07:30.") % {"text": text})
    return found
