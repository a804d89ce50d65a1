"""The results of settled dossiers, with the numbers that offices give them."""

import random
import uuid
from datetime import datetime

from accounts.models import Position
from calendars.due import add_months
from dossiers.models import Dossier, Result
from foundation.local_time import to_local

_NUMBERS = {
    "1.013225": "{n:03}/GPXD", "1.013831": "CN {n:06}", "1.013980": "CN {n:06}", "1.013978": "CN {n:06}",
    "1.000894": "{n:03}/{y}", "1.004859": "{n:03}/TLCCHT-BS", "1.004594": "{n:03}/QĐ-SVHTTDL",
}  # fmt: skip


def result_of(
    chance: random.Random, dossier: Dossier, key: uuid.UUID, at: datetime, signer: Position | None
) -> Result:  # fmt: skip
    """A result as the officer enters it: name, number, date, signer and, where it has one, its term."""
    version, day = dossier.version_of_procedure, to_local(at).date()
    pattern = _NUMBERS[dossier.procedure.code]
    number = chance.randrange(1, 999_999 if "{n:06}" in pattern else 999)
    months = version.result_validity_months
    return Result(
        id=key, dossier=dossier, name=version.result_name, number=pattern.format(n=number, y=day.year), issued_on=day,
        signer_id=signer.user_id if signer else None, valid_until=add_months(day, months) if months else None, added_at=at,
    )  # fmt: skip
