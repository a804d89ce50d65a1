from collections.abc import Iterator

from foundation.self_check import Finding, self_check
from procedures.queries import effective


@self_check
def catalogue() -> Iterator[Finding]:
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
