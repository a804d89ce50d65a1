"""A procedure of the catalogue as a test wants it: imported as a correction, since versions cannot be edited."""

from typing import Any

import yaml

from procedures.importing import import_catalogue
from procedures.models import ProcedureVersion
from procedures.queries import current_version
from tests.support.world import CATALOGUE


def correct(code: str, **changes: Any) -> ProcedureVersion:
    """Import the procedure anew with some fields changed; a key with dots reaches inside (``term.start``).

    The version that stood before keeps the dossiers it has.
    """
    entries = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["procedures"]
    entry = next(e for e in entries if e["code"] == code)
    for path, value in changes.items():
        *way, last = path.split(".")
        place = entry
        for part in way:
            place = place[part]
        place[last] = value
    import_catalogue(yaml.safe_dump({"procedures": [_plain(entry)]}, allow_unicode=True, sort_keys=False))
    return current_version(code)


def _plain(value: Any) -> Any:
    """Dates as the text that a catalogue file has, and no two places that share an object."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
