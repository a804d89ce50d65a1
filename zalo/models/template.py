from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel
from foundation.vietnamese_text import shorten, squeeze
from zalo.models.account import OfficialAccount

DEFAULT = "default"
NOTHING = "—"


class TemplateMapping(UUIDModel):
    """Which approved template of an account says a kind of message, and what it calls our data.

    ``kind`` ``default`` covers the kinds not named. ``fields``: the platform's parameters (name → greatest
    length, 0 = unknown). ``trusted``: the platform did not show the template, we take the operator's word.
    """

    class By(models.TextChoices):
        PHONE = "phone", _("Theo số điện thoại")
        UID = "uid", _("Theo người dùng Zalo")

    class State(models.TextChoices):
        ENABLED = "enabled", _("Dùng được")
        PAUSED = "paused", _("Tạm dừng")

    oa = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="templates")
    kind = models.CharField(_("loại tin"), max_length=60)
    by = models.CharField(_("gửi"), max_length=5, choices=By.choices)
    template_id = models.CharField(_("mã mẫu"), max_length=40)
    params = models.JSONField(_("tham số: của ta → của mẫu"), default=dict, blank=True)
    fields = models.JSONField(_("tham số của mẫu"), default=dict, blank=True)
    trusted = models.BooleanField(_("chưa đối chiếu được"), default=False)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.ENABLED)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("đối chiếu lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mẫu tin Zalo")
        verbose_name_plural = _("mẫu tin Zalo")
        constraints = [models.UniqueConstraint(fields=["oa", "kind", "by"], name="zalo_template_once")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.template_id}"

    def names(self, ours: str) -> list[str]:
        """What the template calls our value ``ours`` (possibly nothing)."""
        if ours in self.params:
            theirs = self.params[ours]
            return list(theirs) if isinstance(theirs, list) else [theirs]
        if ours in self.fields and ours not in self.params.values():
            return [ours]
        return [] if self.params or self.fields else [ours]

    def unfilled(self, ours: Iterable[str]) -> list[str]:
        """Parameters of the template, as far as they are known, that none of our values ``ours`` goes into."""
        filled = {name for value in ours for name in self.names(value)}
        named = {name for names in self.params.values() for name in ([names] if isinstance(names, str) else names)}
        return sorted((set(self.fields) | named) - filled)

    def fill(self, data: Mapping[str, str]) -> dict[str, str]:
        """The template's parameters from our data: composed, cut at a word to the allowed length.

        What we do not have (the code of a dossier that was never taken in) is a dash: the platform refuses a template
        with an empty parameter (-1122).
        """
        filled: dict[str, str] = {}
        for ours, value in data.items():
            for name in self.names(ours):
                text, limit = squeeze(str(value)), int(self.fields.get(name) or 0)
                filled[name] = (shorten(text, limit) if limit else text) or NOTHING
        return filled
