from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.models import StoredFile
from dossiers.models.dossier import Dossier
from foundation.models import UUIDModel
from procedures.models import Requirement


class Attachment(UUIDModel):
    """A paper handed in for a dossier (giấy tờ nộp), with or without its file."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="attachments")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("tên giấy tờ"), max_length=400)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    added_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("giấy tờ nộp")
        verbose_name_plural = _("giấy tờ nộp")
        ordering = ["added_at", "id"]


class Result(UUIDModel):
    """A result of a dossier (kết quả giải quyết): number, date, signer, file."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="results")
    name = models.CharField(_("tên kết quả"), max_length=400)
    number = models.CharField(_("số"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày"), null=True, blank=True)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField(_("có hạn đến"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="results")
    added_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("kết quả")
        verbose_name_plural = _("kết quả")
        ordering = ["added_at", "id"]
