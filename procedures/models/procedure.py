"""What there is a procedure for. The catalogue is public to read; only importing writes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel


class Field(UUIDModel):
    """A field of administration (lĩnh vực)."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=150)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")

    def __str__(self) -> str:
        return self.name


class Procedure(UUIDModel):
    """A national administrative procedure (thủ tục hành chính), known by its bare national code."""

    code = models.CharField(_("mã quốc gia"), max_length=30, unique=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="procedures", verbose_name=_("lĩnh vực"))
    service = models.SlugField(_("dịch vụ"), max_length=60, db_index=True)
    code_unverified = models.CharField(_("mã cần kiểm tra"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thủ tục")
        verbose_name_plural = _("thủ tục")

    def __str__(self) -> str:
        return self.code


class Alias(UUIDModel):
    """What people call it, among it names of papers that no longer exist (tên gọi quen)."""

    procedure = models.ForeignKey(
        Procedure, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("thủ tục")
    )
    name = models.CharField(_("tên"), max_length=255)
    retired = models.BooleanField(_("giấy tờ không còn"), default=False)

    class Meta:
        verbose_name = _("tên gọi")
        verbose_name_plural = _("tên gọi")

    def __str__(self) -> str:
        return self.name
