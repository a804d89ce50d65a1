from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel
from foundation.source_dates import SourceDates
from procedures.models.version import UNITS, ProcedureVersion


class Commitment(SourceDates, UUIDModel):
    """A shorter term that one province promised by its own decision (thời hạn cam kết của một tỉnh).

    It has its own days of force and its own decision, but it is a row of one version and ends with it: the entry of the
    next version must say it again, and where it does not, ``procedures/omissions.py`` says so beforehand. A dossier runs
    by the one in force on the day of its acceptance. One that could not be checked is shown with «cần kiểm tra» and no
    clock goes by it.
    """

    version = models.ForeignKey(
        ProcedureVersion, on_delete=models.CASCADE, related_name="commitments", verbose_name=_("phiên bản")
    )
    territory = models.CharField(_("địa bàn (mã tỉnh, kể cả tỉnh cũ)"), max_length=8)
    former_territory = models.BooleanField(_("địa bàn của tỉnh cũ"), default=False)
    variant = models.SlugField(_("trường hợp"), max_length=40, blank=True)
    amount = models.DecimalField(_("thời hạn"), max_digits=7, decimal_places=2)
    unit = models.CharField(_("đơn vị"), max_length=15, choices=UNITS)
    effective_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    effective_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    citation = models.CharField(_("căn cứ"), max_length=300)
    unverified = models.BooleanField(_("cần kiểm tra"), default=False)

    class Meta:
        verbose_name = _("thời hạn cam kết của tỉnh")
        verbose_name_plural = _("thời hạn cam kết của tỉnh")
        ordering = ["territory", "former_territory", "variant", "effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "territory", "former_territory", "variant", "effective_from"], name="commitment_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=models.F("effective_from")),
                name="commitment_dates",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.territory}: {self.amount} {self.get_unit_display()}"
