"""Does every agency say in time that it received its part of a joint filing."""

from collections.abc import Iterator

from dossiers.joint_queries import unacknowledged
from foundation import scoping
from foundation.self_check import Finding, self_check


@self_check
def joint_filings() -> Iterator[Finding]:
    with scoping.system("unacknowledged joint filings"):
        late = list(unacknowledged())
    if late:
        agencies = ", ".join(sorted({row.agency.code for row in late}))
        yield Finding(
            "dossiers", "warning", f"{len(late)} hồ sơ liên thông chưa được xác nhận đã nhận trong thời hạn ({agencies})",
            "Báo đơn vị tiếp nhận hồ sơ thành phần; kiểm tra kết nối với hệ thống của họ.",
        )  # fmt: skip
    else:
        yield Finding("dossiers", "ok", "hồ sơ liên thông được xác nhận kịp thời")
