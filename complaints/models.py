from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province
from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel


class Feedback(UUIDModel):
    """A feedback or proposal (phản ánh, kiến nghị; NĐ 20/2008) as it came in. Its code tells nothing about its kind."""

    class Kind(models.TextChoices):
        RULES = "rules", _("Quy định, chính sách, thủ tục")
        CONDUCT = "conduct", _("Hành vi của cán bộ, công chức")
        HELP = "help", _("Cần hướng dẫn, hỗ trợ")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    code = models.CharField(_("mã"), max_length=20, unique=True)
    kind = models.CharField(_("về việc"), max_length=10, choices=Kind.choices)
    text = EncryptedTextField(_("nội dung"))
    name = EncryptedTextField(_("họ tên"))
    phone = EncryptedTextField(_("điện thoại"))
    dossier_code = models.CharField(_("mã hồ sơ"), max_length=60, blank=True)
    zalo_consent = models.BooleanField(_("đồng ý nhận trả lời qua Zalo"), default=False)
    answer_by = models.DateTimeField(_("trả lời chậm nhất"))
    received_at = models.DateTimeField(_("nhận lúc"))

    class Meta:
        verbose_name = _("phản ánh, kiến nghị")
        verbose_name_plural = _("phản ánh, kiến nghị")
        indexes = [models.Index(fields=["province", "received_at", "id"], name="feedback_list")]
