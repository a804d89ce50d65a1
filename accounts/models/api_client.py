from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from accounts.models.agency import Agency
from accounts.models.territory import Province
from foundation.models import UUIDModel


class ApiClient(AbstractApplication):
    """A system of the province that drives dossiers through the API (hệ thống kết nối).

    Its scope is its province and, where any are named, only these agencies.
    """

    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="api_clients",
        verbose_name=_("tỉnh"),
    )
    agencies = models.ManyToManyField(Agency, blank=True, verbose_name=_("các đơn vị"))
    allowed_scopes = models.TextField(_("phạm vi được cấp"), blank=True)

    class Meta(AbstractApplication.Meta):
        verbose_name = _("hệ thống kết nối")
        verbose_name_plural = _("hệ thống kết nối")

    def scopes(self) -> list[str]:
        """The scopes that this client may ask for."""
        return self.allowed_scopes.split()


class IdempotentCall(UUIDModel):
    """What was answered to a call with an ``Idempotency-Key``: the same key and body get the same answer."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    response = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="idempotent_call_once")]
