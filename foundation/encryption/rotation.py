"""Writing again under the present key what lies under an older one, so that the older one can be taken away.

Order of a rotation: put the new key first and keep the old one (everything still reads and is found), restart,
rotate, and only then take the old key out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F, Func, Q

from foundation import scoping
from foundation.encryption import keys
from foundation.encryption.fields import BlindIndexField, EncryptedTextField
from foundation.encryption.index import blind_index

BATCH = 500


@dataclass
class Rotated:
    """What was done to one table: rows written again, rows that had to be forgotten, rows that are still to be done."""

    table: str
    written: int = 0
    forgotten: int = 0
    left: int = 0


class _KeyId(Func):
    """The first byte of a stored value: the id of its key (empty for an empty value)."""

    template = "substring(%(expressions)s from 1 for 1)"
    output_field = models.BinaryField()


def rotate(batch: int = BATCH) -> Iterator[Rotated]:
    """Write every value under an older key again, table by table, in short transactions; may be broken off and resumed.

    A digest that cannot be made anew, because the value is not kept beside it, is forgotten with its row.
    """
    for model in protected():
        done = Rotated(model._meta.db_table)
        last = None
        while rows := _take(model, batch, last):
            with scoping.system("rotate keys"):
                for pk in rows:
                    _again(model, pk, done)
            last = rows[-1]
        done.left = stale(model)
        yield done


def remaining() -> Iterator[Rotated]:
    """How much lies under older keys, table by table; nothing is changed."""
    for model in protected():
        yield Rotated(model._meta.db_table, left=stale(model))


def protected() -> list[type[models.Model]]:
    """The models with an encrypted value or a digest."""
    return [
        m for m in apps.get_models() if any(isinstance(f, (EncryptedTextField, BlindIndexField)) for f in _fields(m))
    ]


def stale(model: type[models.Model]) -> int:
    """The rows of a model in which something lies under an older key."""
    with scoping.system("rotate keys"):
        return model._base_manager.filter(_older(model)).count()


def _fields(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.concrete_fields)


def _older(model: type[models.Model]) -> Q:
    present = bytes([keys.all_keys()[0].id])
    found = Q(pk__in=[])
    for field in _fields(model):
        if isinstance(field, (EncryptedTextField, BlindIndexField)):
            empty = Q(**{f"{field.attname}": "" if isinstance(field, EncryptedTextField) else b""})
            older = models.ExpressionWrapper(
                Q(models.lookups.Exact(_KeyId(F(field.attname)), models.Value(present, models.BinaryField()))),
                output_field=models.BooleanField(),
            )
            found |= ~empty & ~Q(older)
    return found


def _take(model: type[models.Model], batch: int, last: object) -> list[object]:
    with scoping.system("rotate keys"):
        rows = model._base_manager.filter(_older(model)).order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        return list(rows.values_list("pk", flat=True)[:batch])


def _again(model: type[models.Model], pk: object, done: Rotated) -> None:
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        return
    values: dict[str, object] = {}
    for field in _fields(model):
        if isinstance(field, EncryptedTextField):
            values[field.attname] = getattr(row, field.attname)
        elif isinstance(field, BlindIndexField) and getattr(row, field.attname):
            if field.of is None:
                model._base_manager.filter(pk=pk).delete()
                done.forgotten += 1
                return
            values[field.attname] = blind_index(field.prefix + getattr(row, field.of), field.purpose)
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**values)
    except IntegrityError:
        return  # the same person was written down under both keys meanwhile; told as left
    done.written += 1
