"""Is there a catalogue, what in it is still to be checked, which procedures are about to drop out of it, which own
processes of provinces a new version ends, which of their promises and fees it leaves out, and which promises no steps fit."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Agency, Province
from foundation.local_time import today_local
from foundation.self_check import Finding, self_check
from procedures.drafting import places_of, written
from procedures.importing.warning import too_tight
from procedures.lapsing import lapses
from procedures.models import Commitment, OwnProcess, ProcedureVersion
from procedures.models.own_process import STANDING
from procedures.omissions import omissions
from procedures.processes import own_process_on
from procedures.queries import effective, ending, following, gaps

WARNED_BEFORE = timedelta(days=180)
_DAY = timedelta(days=1)


@self_check
def catalogue() -> Iterator[Finding]:
    """The versions in force, days to come without any, and versions that end soon with nothing prepared to follow."""
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
    for gap in gaps():
        yield Finding(
            "catalogue", "warning",
            f"{gap.code} không có phiên bản nào từ ngày {gap.ends + _DAY:%d/%m/%Y} đến ngày {gap.begins - _DAY:%d/%m/%Y}",
            "Sửa effective_to hoặc effective_from của một trong hai phiên bản trong tệp danh mục rồi chạy: "
            "manage.py import_procedures TỆP",
        )  # fmt: skip
    for version in ending(today_local() + WARNED_BEFORE):
        if following(version) is not None:
            continue
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
def promises_that_fit() -> Iterator[Finding]:
    """The promises of provinces at work here that are shorter than the national steps, where no process of their own holds."""
    places = {place: province for province in _at_work() for place in places_of(province.id)}
    promised = Commitment.objects.filter(territory__in={code for code, _former in places}, unverified=False)
    versions = ProcedureVersion.objects.filter(
        Q(effective_to=None) | Q(effective_to__gte=today_local()), corrected_by=None, settled_by="province",
        id__in=promised.values("version"),
    )  # fmt: skip
    for version in (
        versions.select_related("procedure").prefetch_related("steps", "commitments").order_by("procedure__code")
    ):
        steps, told = written(version.steps.all()), set()
        for row in version.commitments.all():
            province = places.get((row.territory, row.former_territory))
            day = max(today_local(), version.effective_from, row.effective_from or version.effective_from)
            if province is None or row.unverified or (row.effective_to and row.effective_to < day):
                continue
            promise = {
                "territory": row.territory, "former": row.former_territory, "variant": row.variant,
                "amount": row.amount, "unit": row.unit,
            }  # fmt: skip
            said = too_tight(steps, promise) if steps else ""
            if said and said not in told and own_process_on(version, province.id, day) is None:
                told.add(said)
                yield Finding(
                    "promises and steps", "warning",
                    f"phiên bản {version.version} của thủ tục {version.procedure.code}: {said}",
                    "Cán bộ kiểm soát thủ tục hành chính soạn và công bố: "
                    f"/can-bo/thu-tuc/{version.procedure.code}/quy-trinh/?phien-ban={version.version}",
                )  # fmt: skip


def _at_work() -> QuerySet[Province]:
    return Province.objects.filter(Exists(Agency.objects.filter(province=OuterRef("pk"))), valid_to=None)


@self_check
def promises_and_fees() -> Iterator[Finding]:
    """The promises and fees of the provinces at work here that a version lacks and the one before had."""
    at_work = _at_work()
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
