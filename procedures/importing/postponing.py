"""A prepared version that never begins, because its law was moved to another day (``instead_of``)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from foundation.local_time import today_local
from procedures.models import OwnProcess, ProcedureVersion
from procedures.models.own_process import STANDING


def kept_back(entry: dict[str, Any]) -> str:
    """Why the version that was prepared for the day of ``instead_of`` cannot be taken back; empty where it can, or was."""
    day = date.fromisoformat(entry["instead_of"])
    known = ProcedureVersion.objects.filter(procedure__code=entry["code"], effective_from=day)
    prepared = known.filter(corrected_by=None).first()
    if prepared is None:
        return "" if known.exists() else f"không có phiên bản nào chuẩn bị từ ngày {day:%d/%m/%Y}"
    if day <= today_local():
        return "phiên bản đó đã có hiệu lực; hãy nạp một phiên bản mới thay cho nó"
    used = OwnProcess.objects.filter(STANDING, version__in=known).values_list("province__code", flat=True)
    if provinces := sorted(set(used)):
        return f"đã có quy trình riêng công bố cho phiên bản đó ({', '.join(provinces)}); hãy rút trước"
    return ""


def take_back(standing: QuerySet[ProcedureVersion], entry: dict[str, Any], version: ProcedureVersion) -> None:
    """Let ``version`` stand instead of the one that was prepared for another day; the one before that goes on until the
    next begins."""
    day = date.fromisoformat(entry["instead_of"])
    if not standing.filter(effective_from=day).update(corrected_by=version.pk):
        return
    before = standing.filter(effective_from__lt=day, effective_to=day - timedelta(days=1)).first()
    if before is not None:
        after = standing.filter(effective_from__gt=before.effective_from).values_list("effective_from", flat=True)
        next_day = min([version.effective_from, *after])
        standing.filter(pk=before.pk).update(effective_to=next_day - timedelta(days=1))
