from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.models import StoredFile
from dossiers.models.dossier import Dossier
from foundation.models import UUIDModel
from procedures.models import Requirement


class Attachment(UUIDModel):
    """A paper handed in for a dossier (giấy tờ nộp), with or without its file; or a result of an earlier dossier that is used
    again instead of asking for it once more (tái sử dụng); or what the person's store of electronic papers holds
    (``from_store``; Kho quản lý dữ liệu điện tử, NĐ 45/2020/NĐ-CP Đ16). What the national index counts: ``dossiers/counted.py``."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="attachments")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("tên giấy tờ"), max_length=400)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    source_result = models.ForeignKey(
        "Result",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uses",
        verbose_name=_("kết quả dùng lại"),
    )
    from_store = models.BooleanField(_("lấy từ kho dữ liệu điện tử"), default=False, db_default=False)
    store_code = models.CharField(
        _("mã giấy tờ trong kho, số kết quả dùng lại"), max_length=60, blank=True, default="", db_default=""
    )
    added_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("giấy tờ nộp")
        verbose_name_plural = _("giấy tờ nộp")
        ordering = ["added_at", "id"]


class Result(UUIDModel):
    """A result of a dossier (kết quả giải quyết): number, date, signer, term, file.

    It is never changed: what is wrong is put right by a new one that replaces it (đính chính), and one that should not have
    been given is revoked (thu hồi, hủy bỏ), both with the reason in words.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="results")
    name = models.CharField(_("tên kết quả"), max_length=400)
    number = models.CharField(_("số"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày"), null=True, blank=True)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField(_("có hạn đến"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="results")
    added_at = models.DateTimeField(_("lúc"))
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("đính chính"),
    )
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("kết quả")
        verbose_name_plural = _("kết quả")
        ordering = ["added_at", "id"]
        indexes = [
            models.Index(
                fields=["valid_until", "id"], name="result_expiring",
                condition=models.Q(valid_until__isnull=False, revoked_at__isnull=True),
            )
        ]  # fmt: skip

    def stands(self, day: date) -> bool:
        """Whether it can be relied on that day: not revoked, not replaced, its term not over."""
        replaced = hasattr(self, "replaced_by")
        return self.revoked_at is None and not replaced and (self.valid_until is None or day <= self.valid_until)
