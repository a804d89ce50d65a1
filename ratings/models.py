from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Province
from dossiers.models import Dossier
from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel


class Invitation(UUIDModel):
    """One chance to rate one ended dossier (lời mời đánh giá), good for thirty days."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    agency_ids = ArrayField(models.UUIDField(), default=list)
    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="rating_invitation")
    invited_at = models.DateTimeField(_("mời lúc"))
    expires_at = models.DateTimeField(_("hết hạn"))

    class Meta:
        verbose_name = _("lời mời đánh giá")
        verbose_name_plural = _("lời mời đánh giá")


class Vote(UUIDModel):
    """One answer: five words, and a sentence if one wishes. Who answered is kept secret (NĐ 61/2018 Đ27(3))."""

    class Score(models.IntegerChoices):
        VERY_BAD = 1, _("Rất không hài lòng")
        BAD = 2, _("Không hài lòng")
        MIDDLING = 3, _("Bình thường")
        GOOD = 4, _("Hài lòng")
        VERY_GOOD = 5, _("Rất hài lòng")

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="vote")
    score = models.PositiveSmallIntegerField(_("đánh giá"), choices=Score.choices)
    text = EncryptedTextField(_("ý kiến"), blank=True)
    voted_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá")
