"""From when until when a row holds (hiệu lực)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


def in_order(name: str, *, begins_null: bool = False) -> models.CheckConstraint:
    """``valid_to`` is empty or not before ``valid_from`` (which may be empty where the beginning is older than our data)."""
    condition = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from"))
    if begins_null:
        condition |= models.Q(valid_from__isnull=True)
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu.")
    )
