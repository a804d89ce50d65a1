"""The calendar of the published vectors: 2026 without the swap of 2/1, sessions 7:30–11:30 and 13:30–17:30."""

from datetime import date, datetime, time, timedelta

from calendars.calendar import ICT, WorkCalendar

MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))
OFF = {
    date(2026, 1, 1), *(date(2026, 2, d) for d in range(16, 21)), date(2026, 4, 27), date(2026, 4, 30),
    date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24),
}  # fmt: skip
WORKED = {date(2026, 8, 22)}


def sessions_on(day: date) -> list[tuple[time, time]]:
    working = (day.weekday() < 5 and day not in OFF) or day in WORKED
    return [MORNING, AFTERNOON] if working else []


NOTES = {date(2026, 11, 24): "Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16)"}
CALENDAR = WorkCalendar.of(date(2025, 12, 1), date(2027, 3, 31), sessions_on, notes=NOTES)


def at(text: str) -> datetime:
    """``"16/11 09:00"`` of 2026, or with a year, in Viet Nam."""
    day, clock = text.split()
    parts = [int(p) for p in day.split("/")] + ([2026] if day.count("/") == 1 else [])
    hour, minute = (int(p) for p in clock.split(":"))
    return datetime(parts[2], parts[1], parts[0], hour, minute, tzinfo=ICT)


def minute_by_minute(start: datetime, minutes: int) -> datetime:
    """The slow, obvious reckoning: walk a minute at a time and count those inside a session."""
    moment = start.astimezone(ICT).replace(second=0)

    def inside(t: datetime) -> bool:
        return any(s <= t.time() < e for s, e in sessions_on(t.date()))

    while not inside(moment):
        moment += timedelta(minutes=1)
    while minutes:
        if inside(moment):
            minutes -= 1
        moment += timedelta(minutes=1)
    return moment
