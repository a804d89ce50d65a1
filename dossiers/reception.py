"""Until when the counter answers what was filed from afar: within eight working hours (NĐ 297/2025/NĐ-CP), before any
clock of the dossier runs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from calendars.calendar import WorkCalendar
from calendars.queries import calendar_for
from dossiers.models import Dossier
from dossiers.states import Status
from events.queries import latest_of

HOURS = 8
FROM_AFAR = frozenset({Dossier.Channel.NATIONAL_PORTAL.value, Dossier.Channel.ONLINE.value})


def reply_due(received: datetime, calendar: WorkCalendar) -> datetime:
    """Eight working hours of the counter after a filing came; what comes after hours counts from the next session."""
    return calendar.add(calendar.snap(received), HOURS * 3600)


def replies_due(dossiers: Iterable[Dossier]) -> dict[UUID, datetime]:
    """Until when each of these dossiers is to be answered, for those that wait at a counter and came from afar. What was
    supplemented before intake waits anew from then on. One query, and one for each counter."""
    waiting = [d for d in dossiers if d.state is Status.SUBMITTED and d.channel in FROM_AFAR and not d.is_mirrored]
    if not waiting:
        return {}
    again = latest_of("dossier.supplement_received", "dossier", [d.id for d in waiting])
    calendars = {agency: calendar_for(agency) for agency in {d.receiving_agency_id for d in waiting}}
    return {d.id: reply_due(again.get(d.id, d.submitted_at), calendars[d.receiving_agency_id]) for d in waiting}
