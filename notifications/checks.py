"""Do messages leave in time."""

from collections.abc import Iterator
from datetime import timedelta

from foundation.local_time import now
from foundation.self_check import Finding, self_check
from notifications.models import Message

PATIENCE = timedelta(minutes=10)


@self_check
def ledger() -> Iterator[Finding]:
    """A message whose time came ten minutes ago and that nobody took. Index ``message_due``."""
    late = Message.objects.filter(state="queued", next_attempt_at__lt=now() - PATIENCE)[:100].count()
    if late:
        told = "hơn 99" if late == 100 else str(late)
        yield Finding(
            "delivery", "error", f"{told} tin đã đến giờ quá 10 phút mà chưa gửi",
            "Kiểm tra worker của hàng đợi delivery và kết nối Zalo.",
        )  # fmt: skip
    else:
        yield Finding("delivery", "ok", "không có tin nào quá giờ")
