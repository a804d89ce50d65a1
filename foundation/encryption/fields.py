from typing import Any

from django.db import models

from foundation.encryption.cipher import decrypt, encrypt


class EncryptedTextField(models.BinaryField):
    """Text in Python, AES-GCM bytes in the database. Cannot be searched; pair it with a blind index."""

    _pyi_private_set_type: str  # type: ignore[assignment]
    _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def _check_str_default_value(self) -> list[Any]:
        return []  # the default is text: it is encrypted on its way to the database

    def get_default(self) -> Any:
        default = self._get_default()  # type: ignore[attr-defined]
        return default.decode() if isinstance(default, bytes) else default

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        return super().get_db_prep_value(encrypt(str(value)), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """Dumps carry the ciphertext, never the text."""
        return encrypt(str(self.value_from_object(obj) or "")).hex()


class BlindIndexField(models.BinaryField):
    """The digest of :func:`foundation.encryption.blind_index`; indexed where it is searched.

    ``of`` names the encrypted field of the same row whose value (after ``prefix``) it is the digest of, under
    ``purpose``: so a new key can write it again. Without it the row is forgotten when its key goes.
    """

    def __init__(self, *args: Any, of: str | None = None, purpose: str = "", prefix: str = "", **kwargs: Any) -> None:
        self.of, self.purpose, self.prefix = of, purpose, prefix
        kwargs.setdefault("default", b"")
        kwargs.setdefault("max_length", 33)
        super().__init__(*args, **kwargs)
