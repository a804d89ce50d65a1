"""JSON as it comes from other systems: read whole, shallow, and of text that can be stored."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser

from foundation.errors import FieldError, InvalidInput
from foundation.vietnamese_text import is_storable

DEEPEST = 20


class PlainJSONParser(JSONParser):
    """Refuses (400) what does not read, what is nested deeper than ``DEEPEST``, and text with NUL or half a surrogate
    pair, which PostgreSQL cannot keep and UTF-8 cannot carry; the faults are named by their place."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_too_deep()) from error
        except ParseError as error:
            raise ParseError(_("Nội dung gửi không phải JSON đúng (UTF-8).")) from error
        if data is None:
            raise ParseError(_("Nội dung gửi trống; hãy gửi một đối tượng JSON."))
        wrong = [FieldError(place, "invalid_character", _unreadable()) for place in _unstorable(data)]
        if wrong:
            raise InvalidInput("invalid_character", _unreadable(), wrong)
        return data


class PlainMultiPartParser(MultiPartParser):
    """Forms with files: the same rule for their text, and a sentence of ours where they do not read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            form = super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise ParseError(_("Nội dung gửi không phải multipart/form-data đúng.")) from error
        texts = [(name, value) for name in form.data for value in (name, *form.data.getlist(name))]
        wrong = sorted({name.replace("\0", "\\x00") for name, value in texts if not is_storable(value)})
        if wrong:
            raise InvalidInput(
                "invalid_character", _unreadable(), [FieldError(n, "invalid_character", _unreadable()) for n in wrong]
            )
        return form


def _unstorable(data: Any) -> Iterator[str]:
    """Where text lies that cannot be stored; ParseError where the nesting has no end in sight."""
    waiting: list[tuple[str, Any, int]] = [("", data, 0)]
    while waiting:
        place, value, depth = waiting.pop()
        if depth > DEEPEST:
            raise ParseError(_too_deep())
        if isinstance(value, str) and not is_storable(value):
            yield place
        elif isinstance(value, dict):
            for name, inner in value.items():
                inside = ".".join(filter(None, (place, name.encode("ascii", "backslashreplace").decode())))
                if not is_storable(name):
                    yield inside.replace("\0", "\\x00")
                waiting.append((inside, inner, depth + 1))
        elif isinstance(value, list):
            waiting.extend((f"{place}.{index}".lstrip("."), inner, depth + 1) for index, inner in enumerate(value))


def _too_deep() -> str:
    return _("Nội dung JSON lồng quá sâu (tối đa %(limit)s tầng).") % {"limit": DEEPEST}


def _unreadable() -> str:
    return _("Có ký tự không lưu được (ký tự NUL hoặc nửa cặp surrogate).")
