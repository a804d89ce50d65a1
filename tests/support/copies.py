"""Many dossiers that are alike: copies of one that the acts made, with its people, its clock and its dates."""

from uuid import UUID

from django.db.models import Model

from dossiers.models import ClockEntry, Dossier, DueRecord, Party
from foundation import scoping
from foundation.ids import uuid7


def copies(dossier: Dossier, count: int) -> list[UUID]:
    """So many more; the keys of all of them, the first included. An accepted one's code gets a tail."""
    with scoping.system("test"):
        original = Dossier.objects.get(id=dossier.id)
        people, entries, records = original.parties.all(), original.clock.all(), original.due_records.all()
        ids = [original.id, *(uuid7() for _ in range(count))]
        dossiers, parts = [], {Party: [], ClockEntry: [], DueRecord: []}
        for number, key in enumerate(ids[1:], start=1):
            tail = (
                {"code": f"{original.code}.{number}", "code_key": f"{original.code}.{number}"} if original.code else {}
            )
            dossiers.append(_copy(original, id=key, **tail))
            parts[Party] += [_copy(one, dossier_id=key) for one in people]
            mine = {str(one.id): _copy(one, dossier_id=key) for one in entries}
            parts[ClockEntry] += mine.values()
            parts[DueRecord] += [
                _copy(one, dossier_id=key, inputs={**one.inputs, "entry": str(mine[one.inputs["entry"]].id)})
                for one in records
            ]
        Dossier.objects.bulk_create(dossiers, 1000)
        for model, rows in parts.items():
            model.objects.bulk_create(rows, 1000)
    return ids


def _copy(row: Model, **own: object) -> Model:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != "id"}
    return type(row)(**{**values, **own})
