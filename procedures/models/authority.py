from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from foundation.models import UUIDModel
from procedures.models.version import ProcedureVersion


class Authority(UUIDModel):
    """Which kind of agency receives or decides (cơ quan thực hiện)."""

    class Task(models.TextChoices):
        RECEIVES = "receives", _("Tiếp nhận")
        DECIDES = "decides", _("Giải quyết")

    class Territory(models.TextChoices):
        PROVINCE = "province", _("Mọi nơi trong tỉnh")
        RESIDENCE = "residence", _("Nơi cư trú")
        SITE = "site", _("Nơi có đất, công trình, cơ sở")

    version = models.ForeignKey(
        ProcedureVersion, on_delete=models.CASCADE, related_name="authorities", verbose_name=_("phiên bản")
    )
    task = models.CharField(_("việc"), max_length=10, choices=Task.choices)
    agency_kind = models.CharField(_("loại cơ quan"), max_length=20, choices=Agency.Kind.choices)
    agency_field = models.CharField(_("ngành"), max_length=40, blank=True)
    territory = models.CharField(_("theo địa bàn"), max_length=10, choices=Territory.choices, default="province")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cơ quan thực hiện")
        verbose_name_plural = _("cơ quan thực hiện")

    def __str__(self) -> str:
        return f"{self.get_task_display()}: {self.get_agency_kind_display()}"
