"""The tables that are split by month."""

from collections.abc import Iterator

from django.db import connection

from foundation.local_time import now
from foundation.partitions.months import month_after, parents, partitions_of, spilt
from foundation.self_check import Finding, self_check

_CURE = "Chạy: manage.py ensure_partitions; rồi kiểm tra Celery beat và hàng đợi housekeeping (việc này chạy mỗi giờ)."


@self_check
def partitions() -> Iterator[Finding]:
    """Each month's rows need a place of their own before it begins."""
    name, this = "partitions", now().date().replace(day=1)
    coming = month_after(this)
    lacking: dict[object, list[str]] = {this: [], coming: []}
    outside = []
    with connection.cursor() as cursor:
        for table in parents(cursor):
            known = partitions_of(cursor, table)
            for month, tables in lacking.items():
                if month not in known:
                    tables.append(table)
            if spilt(cursor, table):
                outside.append(table)
    if lacking[this]:
        yield Finding(name, "error", f"chưa có phần của tháng này: {', '.join(lacking[this])}", _CURE)
    if lacking[coming]:
        yield Finding(name, "warning", f"chưa có phần của tháng {coming:%m/%Y}: {', '.join(lacking[coming])}", _CURE)
    if outside:
        yield Finding(
            name, "warning", f"có dòng ngoài mọi tháng: {', '.join(outside)}",
            f"{_CURE} Còn báo là dòng của nhiều tháng lẫn nhau: không mất, nhưng phải tách bằng tay.",
        )  # fmt: skip
    if not any(lacking.values()) and not outside:
        yield Finding(name, "ok", f"có phần của tháng {coming:%m/%Y}")
