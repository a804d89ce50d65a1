"""Is next year's calendar there, can every calendar be laid out, and what in it still has to be checked."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Agency
from calendars.models import CalendarDay, WorkPattern
from calendars.queries import calendar_for, missing_years
from foundation.local_time import today_local
from foundation.self_check import Finding, self_check

NAME = "calendar"


@self_check
def calendars_known() -> Iterator[Finding]:
    """Are this year's and next year's days off entered for the country."""
    year = today_local().year
    if not WorkPattern.objects.exists():
        yield Finding(NAME, "error", "chưa có giờ làm việc nào", "Chạy: manage.py load_calendars")
        return
    missing = missing_years(date(year, 1, 1), date(year + 1, 1, 1))
    if year in missing:
        yield Finding(NAME, "error", f"thiếu ngày nghỉ năm {year}", "Nhập ngày nghỉ của năm nay trong trang quản trị.")
    if year + 1 in missing:
        yield Finding(
            NAME,
            "warning",
            f"chưa có ngày nghỉ chính thức năm {year + 1}",
            "Khi có thông báo nghỉ Tết và hoán đổi ngày làm việc: nhập các ngày và «năm đã đủ ngày nghỉ» trong trang "
            "quản trị, hoặc manage.py load_calendars TỆP; ngày hẹn trả rơi vào năm đó chưa chắc.",
        )
    else:
        yield Finding(NAME, "ok", f"đủ ngày nghỉ đến hết năm {year + 1}")
    for row in CalendarDay.objects.filter(unverified=True, date__year__gte=year).order_by("date")[:5]:
        yield Finding(NAME, "warning", f"{row}: cần kiểm tra", row.note or "Đối chiếu văn bản gốc.")


@self_check
def calendars_laid_out() -> Iterator[Finding]:
    """Can the calendar of every agency with rules of its own be laid out: rows written past the forms may overlap."""
    own = set(WorkPattern.objects.exclude(agency=None).values_list("agency_id", flat=True))
    own |= set(CalendarDay.objects.exclude(agency=None).values_list("agency_id", flat=True))
    for agency in Agency.objects.filter(id__in=own).order_by("code"):
        try:
            calendar_for(agency.id)
        except ValueError:
            yield Finding(
                NAME, "error", f"lịch của {agency.code} có buổi làm việc chồng nhau hoặc sai giờ",
                "Sửa giờ làm việc của đơn vị này trong trang quản trị.",
            )  # fmt: skip
