from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel
from foundation.source_dates import SourceDates
from procedures.models.fee import FeeRow


class WaiverRule(SourceDates, UUIDModel):
    """A rule by which a fee is not asked for, or not in full (miễn, giảm): for whom, how much, from a day to a day, by what text.

    Either of one row of fees, and then it stays and ends with its version; or (``fee`` empty) of every fee that ``procedures``,
    ``kinds`` and ``channel`` let in, and then it goes by its own days whatever version a procedure has. A resolution of a province
    is a rule of the same ``code`` with its ``territory``: there it stands in the place of the national one.
    Neither ``percent`` nor ``amount``: how much was not compared with the text, and a person says it.
    """

    fee = models.ForeignKey(
        FeeRow, on_delete=models.CASCADE, null=True, blank=True, related_name="waivers", verbose_name=_("phí, lệ phí")
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    code = models.SlugField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=200)
    condition = models.CharField(_("đối tượng, điều kiện"), max_length=500, blank=True)
    percent = models.PositiveSmallIntegerField(_("miễn, giảm bao nhiêu phần trăm"), null=True, blank=True)
    amount = models.BigIntegerField(_("giảm bao nhiêu đồng"), null=True, blank=True)
    territory = models.CharField(_("địa bàn (mã tỉnh, kể cả tỉnh cũ)"), max_length=8, blank=True)
    former_territory = models.BooleanField(_("địa bàn của tỉnh cũ"), default=False)
    procedures = models.JSONField(_("mã thủ tục (trống: mọi thủ tục)"), default=list, blank=True)
    kinds = models.JSONField(_("loại khoản thu (trống: mọi loại)"), default=list, blank=True)
    channel = models.CharField(_("cách nộp"), max_length=20, blank=True)
    effective_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    effective_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    citation = models.CharField(_("căn cứ"), max_length=300)
    unverified = models.BooleanField(_("cần kiểm tra"), default=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    corrected_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("được sửa bởi")
    )

    class Meta:
        verbose_name = _("miễn, giảm")
        verbose_name_plural = _("miễn, giảm")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "territory", "former_territory", "effective_from"], nulls_distinct=False,
                condition=models.Q(fee__isnull=True, corrected_by__isnull=True), name="waiver_begins_once",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(amount__isnull=True), name="waiver_measured_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def measured(self) -> bool:
        """Whether the catalogue knows how much it is."""
        return self.percent is not None or self.amount is not None
