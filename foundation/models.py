from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.ids import uuid7


class UUIDModel(models.Model):
    """A row with a time-ordered key that never changes and never repeats."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class ReadRecord(UUIDModel):
    """Who has seen which sensitive records, when and how (nhật ký xem). Added to, never changed; names nobody."""

    at = models.DateTimeField(_("lúc"))
    reader_kind = models.CharField(_("ai xem"), max_length=10)
    reader_user_id = models.UUIDField(_("tài khoản"), null=True)
    reader_client_id = models.BigIntegerField(_("hệ thống"), null=True)
    province_id = models.UUIDField(null=True)
    subject_kind = models.CharField(_("loại hồ sơ"), max_length=20)
    subject_ids = ArrayField(models.UUIDField(), verbose_name=_("đã xem"))
    way = models.CharField(_("xem bằng"), max_length=20)
    correlation_id = models.UUIDField()

    class Meta:
        verbose_name = _("lượt xem hồ sơ nhạy cảm")
        verbose_name_plural = _("nhật ký xem hồ sơ nhạy cảm")
        indexes = [
            models.Index(fields=["province_id", "id"], name="read_record_province"),
            GinIndex(fields=["subject_ids"], name="read_record_subjects"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} · {self.way}"
