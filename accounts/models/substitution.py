from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.position import Position
from accounts.models.territory import Province
from accounts.models.user import User
from accounts.models.validity import in_order
from foundation.models import UUIDModel


class Substitution(UUIDModel):
    """Somebody does the work of a post while its holder is away (thay thế khi nghỉ phép, đi vắng), from a day to a day.

    The substitute has the rights of the post for that time; the record names the substitute, in that post.
    """

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="substitutions", verbose_name=_("vị trí được thay")
    )
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người thay"))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"))
    note = models.CharField(_("căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thay thế khi vắng")
        verbose_name_plural = _("thay thế khi vắng")
        constraints = [
            models.UniqueConstraint(fields=["position", "substitute", "valid_from"], name="substitution_once"),
            in_order("substitution_dates"),
        ]

    def clean(self) -> None:
        """The substitute works in the province of the post and is not its holder."""
        wrong: dict[str, ValidationError] = {}
        if self.position_id and self.province_id and self.position.agency.province_id != self.province_id:
            wrong["position"] = ValidationError(_("Vị trí phải thuộc tỉnh này."))
        if self.substitute_id and self.substitute.province_id != self.province_id:
            wrong["substitute"] = ValidationError(_("Người thay phải là cán bộ của tỉnh này."))
        if self.position_id and self.substitute_id and self.position.user_id == self.substitute_id:
            wrong["substitute"] = ValidationError(_("Người thay phải là người khác."))
        if wrong:
            raise ValidationError(wrong)

    def __str__(self) -> str:
        return f"{self.substitute}: {self.position}"
