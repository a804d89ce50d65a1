from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossier import Dossier
from foundation.models import UUIDModel


class ClockEntry(UUIDModel):
    """One thing that happened to a dossier's clock. The due date is a pure function of these and the calendar."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="clock")
    kind = models.CharField(_("loại"), max_length=10)
    at = models.DateTimeField(_("lúc"))
    reason = models.CharField(_("lý do"), max_length=30, blank=True)
    due_at = models.DateTimeField(_("hẹn mới"), null=True, blank=True)

    class Meta:
        verbose_name = _("diễn biến thời hạn")
        verbose_name_plural = _("diễn biến thời hạn")
        ordering = ["at", "id"]


class DueRecord(UUIDModel):
    """A computed due date with what it was computed from (ngày hẹn trả và căn cứ tính)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="due_records")
    computed_at = models.DateTimeField(_("tính lúc"))
    due_at = models.DateTimeField(_("hẹn trả"))
    previous_due_at = models.DateTimeField(_("hẹn trả trước"), null=True, blank=True)
    inputs = models.JSONField(_("căn cứ"))

    class Meta:
        verbose_name = _("lần tính hạn")
        verbose_name_plural = _("lần tính hạn")
        ordering = ["computed_at", "id"]
