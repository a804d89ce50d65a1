"""Is next year's calendar there, and what in this year's still has to be checked."""

from collections.abc import Iterator
from datetime import date

from calendars.loading import missing_years
from calendars.models import CalendarDay, WorkPattern
from foundation.local_time import today_local
from foundation.self_check import Finding, self_check


@self_check
def calendars_known() -> Iterator[Finding]:
    name, year = "calendar", today_local().year
    if not WorkPattern.objects.exists():
        yield Finding(name, "error", "chưa có giờ làm việc nào", "Chạy: manage.py load_calendars")
        return
    if missing_years(date(year, 1, 1), date(year, 1, 1)):
        yield Finding(name, "error", f"thiếu ngày nghỉ năm {year}", "Nhập ngày nghỉ của năm nay trong trang quản trị.")
    if missing_years(date(year + 1, 1, 1), date(year + 1, 1, 1)):
        yield Finding(
            name,
            "warning",
            f"chưa có ngày nghỉ chính thức năm {year + 1}",
            "Nhập ngay khi có thông báo nghỉ Tết và hoán đổi ngày làm việc; ngày hẹn trả rơi vào năm đó chưa chắc.",
        )
    else:
        yield Finding(name, "ok", f"đủ ngày nghỉ đến hết năm {year + 1}")
    for row in CalendarDay.objects.filter(unverified=True, date__year__gte=year).order_by("date")[:5]:
        yield Finding(name, "warning", f"{row}: cần kiểm tra", row.note or "Đối chiếu văn bản gốc.")
