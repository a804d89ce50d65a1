"""Is there a catalogue, what in it is still to be checked, and which procedures are about to drop out of it."""

from collections.abc import Iterator
from datetime import timedelta

from foundation.local_time import today_local
from foundation.self_check import Finding, self_check
from procedures.queries import effective, ending

WARNED_BEFORE = timedelta(days=180)


@self_check
def catalogue() -> Iterator[Finding]:
    """The versions in force, and those that end soon with nothing prepared to follow."""
    versions = list(effective())
    if not versions:
        yield Finding(
            "catalogue",
            "error",
            "chưa có thủ tục nào",
            "Chạy: manage.py import_procedures procedures/data/catalogue.yaml",
        )
        return
    open_points = sum(len(v.unverified) for v in versions)
    yield Finding("catalogue", "ok", f"{len(versions)} thủ tục đang hiệu lực, {open_points} điểm cần kiểm tra")
    for version in ending(today_local() + WARNED_BEFORE):
        yield Finding(
            "catalogue", "warning",
            f"{version.procedure.code} {version.short_name} hết hiệu lực ngày {version.effective_to:%d/%m/%Y}, chưa có "
            "phiên bản tiếp theo",
            "Nạp phiên bản mới (effective_from từ ngày hôm sau) trước ngày đó: manage.py import_procedures TỆP",
        )  # fmt: skip
