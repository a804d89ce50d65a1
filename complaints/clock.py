"""When a feedback must be answered, by the working calendar of whoever answers it."""

import uuid
from datetime import datetime
from decimal import Decimal

from calendars.due import due
from calendars.queries import calendar_for
from calendars.terms import ClockRules, EndPolicy, Term, TermUnit
from foundation.local_time import to_local

ANSWER_TERM = Term(Decimal(15), TermUnit.WORKING_DAYS)
_RULES = ClockRules(end_policy=EndPolicy.END_OF_DAY)


def answer_by(agency_id: uuid.UUID, received: datetime) -> datetime:
    """The close of business of the 15th working day after it came in (NĐ 20/2008/NĐ-CP; QĐ 766/QĐ-TTg, chỉ số 5.2)."""
    return due(calendar_for(agency_id), received, ANSWER_TERM, _RULES)


def is_provisional(agency_id: uuid.UUID, until: datetime) -> bool:
    """Whether the day lies in a year whose official days off are not known yet, so that it may move."""
    return to_local(until).year in calendar_for(agency_id).missing_years
