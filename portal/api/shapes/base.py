"""What the shapes share: members that nobody knows are refused, moments are sane."""

import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.local_time import LOCAL, is_plausible, iso_day
from foundation.vietnamese_text import typed

TEXT: dict[str, Any] = {"allow_blank": True, "required": False, "default": ""}
_STAMP = re.compile(r"[0-9]{14}")
_DAY = re.compile(r"[0-9]{8}")


class TextShape(serializers.CharField):
    """Text as it was typed, composed before it is measured: a name typed on a Mac is not longer than the same name typed
    here, nor a line of a form than one of a program."""

    def to_internal_value(self, data: Any) -> str:
        return typed(super().to_internal_value(data))


class MomentShape(serializers.DateTimeField):
    """An instant between 1900 and 2199: nearer to the ends of the calendar time zones overflow."""

    default_error_messages = {"implausible": _("Thời điểm phải trong khoảng năm 1900–2199.")}

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment: datetime = super().to_internal_value(value)
        except OverflowError:
            self.fail("implausible")
        if not is_plausible(moment):
            self.fail("implausible")
        return moment


@extend_schema_field(
    {
        "type": "string",
        "description": "ISO 8601; không có múi giờ thì hiểu là giờ Việt Nam; cũng nhận yyyyMMddHHmmss, hoặc chỉ ngày.",
        "examples": ["2026-11-26T09:00:00+07:00", "20261126090000", "2026-11-26"],
    }
)
class LooseMomentShape(MomentShape):
    """A moment as older systems tell it: with or without offset, as digits only, or as a mere day (a ``date``)."""

    def to_internal_value(self, value: Any) -> datetime | date:  # type: ignore[override]
        text = value.strip() if isinstance(value, str) else ""
        try:
            if _STAMP.fullmatch(text):
                return super().to_internal_value(datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=LOCAL))
            if _DAY.fullmatch(text):
                text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
            if len(text) == 10:
                return iso_day(text)
        except ValueError:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+07:00")
        return super().to_internal_value(value)


class Strict(serializers.Serializer):
    """Refuses members that it does not know: a misspelt one must not be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                raise serializers.ValidationError({name: [_("Trường này không có.")] for name in sorted(unknown)})
        return super().to_internal_value(data)
