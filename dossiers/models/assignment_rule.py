from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province, User
from foundation.models import UUIDModel
from procedures.models import Procedure


class AssignmentRule(UUIDModel):
    """How an agency gives new dossiers to its officers by itself (quy tắc phân công): in turn, or to who has least.

    Without a rule heads assign by hand. A rule for one procedure goes before the agency's own. ``last`` is the rule's
    memory of whose turn it was.
    """

    class Method(models.TextChoices):
        IN_TURN = "in_turn", _("Lần lượt")
        LEAST_LOADED = "least_loaded", _("Người đang có ít hồ sơ nhất")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thủ tục"),
        help_text=_("bỏ trống: mọi thủ tục"),
    )  # fmt: skip
    method = models.CharField(_("cách phân công"), max_length=15, choices=Method.choices)
    last = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("quy tắc phân công")
        verbose_name_plural = _("quy tắc phân công")
        constraints = [
            models.UniqueConstraint(fields=["agency", "procedure"], name="assignment_rule_once", nulls_distinct=False)
        ]

    def clean(self) -> None:
        """The agency is one of the province."""
        if self.agency_id and self.province_id and self.agency.province_id != self.province_id:
            raise ValidationError({"agency": _("Đơn vị phải thuộc tỉnh này.")})

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_method_display()}"
