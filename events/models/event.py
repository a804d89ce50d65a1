from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel


class Event(UUIDModel):
    """Something that happened (sự kiện): append-only, without personal data, in the transaction of the act.

    ``seq`` grows in the order of the acts on one subject (it is drawn while the subject's row is locked) but is
    given before commit; who reads "everything after" reads by :class:`EventPosition`.
    Partitioned by month over ``id``.
    """

    seq = models.BigIntegerField(editable=False)
    kind = models.CharField(_("loại"), max_length=60)
    subject_kind = models.CharField(_("đối tượng"), max_length=30)
    subject_id = models.UUIDField(_("mã đối tượng"))
    province_id = models.UUIDField(null=True)
    agency_ids = ArrayField(models.UUIDField(), default=list)
    actor_kind = models.CharField(max_length=10)
    actor_user_id = models.UUIDField(null=True)
    actor_position_id = models.UUIDField(null=True)
    actor_client_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(_("xảy ra lúc"))
    recorded_at = models.DateTimeField(_("ghi lúc"))
    correlation_id = models.UUIDField()

    class Meta:
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "seq"], name="event_subject"),
            models.Index(fields=["correlation_id"], name="event_correlation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind}:{self.subject_id}"
