"""Reading our own files of provinces and communes into the tables; running it again changes nothing."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from accounts.models import Commune, OldTerritory, Province
from foundation import scoping

DATA = Path(__file__).parent / "data"
MERGED_ON = date(2025, 7, 1)
_OPEN = {"code": "Mã cấp 1 {code}: cần kiểm tra.", "numeric_code": "Mã số {numeric_code}: cần kiểm tra."}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def level_1_codes(*, former: bool) -> frozenset[str]:
    """The level-1 codes (H05) of the present provinces, or of those that were merged on 1/7/2025."""
    return frozenset(row["code"] for row in _rows("provinces.csv") if bool(row["valid_to"]) is former)


@cache
def _level_1_names(*, former: bool) -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("provinces.csv") if bool(row["valid_to"]) is former}


def level_1_name(code: str, *, former: bool) -> str:
    """What the province, or the former province, of a level-1 code is called; the code itself where it is none of ours."""
    return _level_1_names(former=former).get(code, code)


def load() -> tuple[int, int]:
    """Load provinces (present, then historical) and communes; how many of each there are."""
    with scoping.system("load territory"):
        rows = _rows("provinces.csv")
        present = {row["code"]: _present(row, rows) for row in rows if not row["valid_to"]}
        former = {row["code"]: _former(row, present[row["merged_into"]]) for row in rows if row["valid_to"]}
        return len(present) + len(former), _communes(present, former)


def _note(row: dict[str, str], origin: str) -> str:
    unsure = (_OPEN[name].format(**row) for name in row["unverified"].split())
    return " ".join(filter(None, [origin, *unsure]))


def _present(row: dict[str, str], rows: list[dict[str, str]]) -> Province:
    merged = ", ".join(other["name"] for other in rows if other["merged_into"] == row["code"])
    province, _made = Province.objects.update_or_create(
        code=row["code"], valid_to=None,
        defaults={
            "numeric_code": row["numeric_code"], "name": row["name"], "kind": row["kind"],
            "valid_from": row["valid_from"] or None, "unverified": "code" in row["unverified"].split(),
            "note": _note(row, f"Hợp nhất từ {merged} (Nghị quyết 202/2025/QH15)." if merged else ""),
        },
    )  # fmt: skip
    return province


def _former(row: dict[str, str], successor: Province) -> Province:
    province, _made = Province.objects.update_or_create(
        code=row["code"], valid_to=date.fromisoformat(row["valid_to"]),
        defaults={
            "numeric_code": row["numeric_code"], "name": row["name"], "kind": row["kind"],
            "merged_into": successor,
            "unverified": "code" in row["unverified"].split(),
            "note": _note(row, f"Thuộc {successor.name} từ 1/7/2025 (Nghị quyết 202/2025/QH15)."),
        },
    )  # fmt: skip
    return province


def _communes(present: dict[str, Province], former: dict[str, Province]) -> int:
    rows = _rows("communes.csv")
    by_number = {province.numeric_code: province for province in present.values()}
    Commune.objects.bulk_create(
        [
            Commune(
                code=row["code"], name=row["name"], kind=row["kind"],
                province=by_number[row["province"]], valid_from=MERGED_ON,
            )
            for row in rows
        ],
        update_conflicts=True, unique_fields=["code"], update_fields=["name", "kind", "province"], batch_size=1000,
    )  # fmt: skip
    _old_territories(rows, {**present, **former})
    return len(rows)


def _old_territories(rows: list[dict[str, str]], provinces: dict[str, Province]) -> None:
    """In which former province each commune lies (a province that was not merged is its own)."""
    wanted = {row["code"]: (provinces[row["old_province"]].id, bool(row["unverified"])) for row in rows}
    known = OldTerritory.objects.values_list("pk", "commune_id", "old_province_id", "unverified")
    # A corrected file moves a commune; it must not end up in two former provinces at once.
    stale = [pk for pk, code, old, unsure in known if wanted.get(code, (old, unsure)) != (old, unsure)]
    OldTerritory.objects.filter(pk__in=stale).delete()
    OldTerritory.objects.bulk_create(
        [
            OldTerritory(commune_id=code, old_province_id=old, unverified=unsure)
            for code, (old, unsure) in wanted.items()
        ],
        ignore_conflicts=True, batch_size=1000,
    )  # fmt: skip
