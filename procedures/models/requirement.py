from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel
from procedures.models.version import ProcedureVersion


class Requirement(UUIDModel):
    """A paper of the dossier (thành phần hồ sơ), with how many originals and copies."""

    version = models.ForeignKey(
        ProcedureVersion, on_delete=models.CASCADE, related_name="requirements", verbose_name=_("phiên bản")
    )
    code = models.SlugField(_("mã"), max_length=40)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.TextField(_("tên giấy tờ"))
    originals = models.PositiveSmallIntegerField(_("bản chính"), default=0)
    copies = models.PositiveSmallIntegerField(_("bản sao"), default=0)
    shown_only = models.BooleanField(_("chỉ xuất trình"), default=False)
    form_number = models.CharField(_("mẫu số"), max_length=100, blank=True)
    condition = models.CharField(_("khi nào cần"), max_length=300, blank=True)
    source_database = models.CharField(_("có thể lấy từ cơ sở dữ liệu"), max_length=150, blank=True)
    note = models.CharField(_("ghi chú"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("thành phần hồ sơ")
        verbose_name_plural = _("thành phần hồ sơ")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="requirement_once")]

    def __str__(self) -> str:
        return self.name
