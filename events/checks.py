"""Does everybody who must be told of events keep up."""

from collections.abc import Iterator
from datetime import timedelta

from events.models import FollowerCursor, Unplanned, Unsequenced
from foundation.ids import uuid7_floor
from foundation.local_time import now
from foundation.self_check import Finding, self_check

PATIENCE = timedelta(minutes=10)


@self_check
def listeners() -> Iterator[Finding]:
    waiting = Unplanned.objects.filter(since__lt=now() - PATIENCE)[:100].count()
    failing = list(FollowerCursor.objects.filter(failing_since__lt=now() - PATIENCE).values_list("name", "error"))
    if waiting:
        yield Finding(
            "events", "error", f"{waiting} sự kiện chưa báo được cho nơi cần biết sau 10 phút",
            "Xem «subscriber_failed» trong nhật ký; việc replan thử lại mỗi vài phút.",
        )  # fmt: skip
    unnumbered = Unsequenced.objects.filter(event_id__lt=uuid7_floor(now() - PATIENCE)).exists()
    if unnumbered:
        yield Finding(
            "events", "error", "sự kiện chưa được đánh số sau 10 phút",
            "Kiểm tra beat, hàng đợi housekeeping và giao dịch kéo dài trong pg_stat_activity.",
        )  # fmt: skip
    for name, error in failing:
        yield Finding("events", "error", f"{name} dừng đọc ({error})", "Xem «follower_failed» trong nhật ký.")
    if not waiting and not failing and not unnumbered:
        yield Finding("events", "ok", "mọi nơi theo kịp")
