"""Reading our own files of provinces and communes into the tables; running it again changes nothing."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from accounts.models import Commune, OldTerritory, Province

DATA = Path(__file__).parent / "data"
MERGED_ON = date(2025, 7, 1)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load() -> tuple[int, int]:
    """Load provinces (present, then historical) and communes; how many of each there are."""
    present: dict[str, Province] = {}
    by_number: dict[str, Province] = {}
    rows = _rows("provinces.csv")
    for row in rows:
        if row["valid_to"]:
            continue
        province, _made = Province.objects.update_or_create(
            code=row["code"], valid_to=None,
            defaults={
                "numeric_code": row["numeric_code"], "name": row["name"], "kind": row["kind"],
                "valid_from": row["valid_from"] or None, "unverified": row["unverified"] == "1",
                "note": "Mã cần kiểm tra với danh mục gốc" if row["unverified"] == "1" else "",
            },
        )  # fmt: skip
        present[row["code"]], by_number[row["numeric_code"]] = province, province
    former: dict[str, Province] = {}
    for row in rows:
        if row["valid_to"]:
            former[row["code"]], _made = Province.objects.update_or_create(
                code=row["code"], valid_to=date.fromisoformat(row["valid_to"]),
                defaults={
                    "name": row["name"], "merged_into": present[row["merged_into"]],
                    "unverified": row["unverified"] == "1",
                },
            )  # fmt: skip
    return len(present) + len(former), _communes(by_number, present, former)


def _communes(
    by_number: dict[str, Province], present: dict[str, Province], former: dict[str, Province]
) -> int:
    rows = _rows("communes.csv")
    Commune.objects.bulk_create(
        [
            Commune(
                code=row["code"], name=row["name"], kind=row["kind"], province=by_number[row["province"]],
                valid_from=MERGED_ON,
            )
            for row in rows
        ],
        update_conflicts=True, unique_fields=["code"], update_fields=["name", "kind", "province"], batch_size=1000,
    )  # fmt: skip
    OldTerritory.objects.bulk_create(
        [
            OldTerritory(commune_id=row["code"], old_province=former.get(row["old_province"]) or present[row["old_province"]])
            for row in rows
        ],
        ignore_conflicts=True, batch_size=1000,
    )  # fmt: skip
    return len(rows)
