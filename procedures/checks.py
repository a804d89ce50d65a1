"""Is there a catalogue, what in it is still to be checked, which procedures are about to drop out of it, which own
processes of provinces a new version ends, and which of their promises and fees it leaves out."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef

from accounts.models import Agency, Province
from foundation.local_time import today_local
from foundation.self_check import Finding, self_check
from procedures.lapsing import lapses
from procedures.models import OwnProcess
from procedures.models.own_process import STANDING
from procedures.omissions import omissions
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


@self_check
def own_processes() -> Iterator[Finding]:
    """The own processes of provinces that do not carry on under a version that was imported."""
    with_own = OwnProcess.objects.filter(STANDING).values("province")
    for province in Province.objects.filter(id__in=with_own).order_by("code"):
        for lapse in lapses(province.id, today_local()):
            version = lapse.version
            until = f" đến ngày {lapse.until:%d/%m/%Y}, trước khi quy trình mới bắt đầu" if lapse.until else ""
            what = f"không áp dụng cho phiên bản {version.version} từ ngày {lapse.begins:%d/%m/%Y}{until}" if lapse.ends else (
                f"dựa vào phiên bản đã được phiên bản {version.version} sửa"
            )  # fmt: skip
            yield Finding(
                "own processes", "warning",
                f"{province.code}: quy trình riêng của thủ tục {version.procedure.code} {what}",
                "Cán bộ kiểm soát thủ tục hành chính soạn lại và công bố: "
                f"/can-bo/thu-tuc/{version.procedure.code}/quy-trinh/?phien-ban={version.version}",
            )  # fmt: skip


@self_check
def promises_and_fees() -> Iterator[Finding]:
    """The promises and fees of the provinces at work here that a version lacks and the one before had."""
    at_work = Province.objects.filter(Exists(Agency.objects.filter(province=OuterRef("pk"))), valid_to=None)
    names = {"commitment": "cam kết thời hạn", "fee": "mức phí"}
    for version, what, where in omissions(at_work, today_local()):
        former = "" if where.is_current else " (cũ)"
        yield Finding(
            "promises and fees", "warning",
            f"phiên bản {version.version} của thủ tục {version.procedure.code} từ ngày {version.effective_from:%d/%m/%Y} "
            f"không có {names[what]} của {where.get_kind_display().lower()} {where.name}{former} như phiên bản trước",
            "Nếu không phải do tỉnh đã bãi bỏ: thêm dòng đó (có căn cứ) vào mục của phiên bản này trong tệp danh mục rồi chạy: "
            "manage.py import_procedures TỆP",
        )  # fmt: skip
