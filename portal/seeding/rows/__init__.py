"""The rows that the acts of an invented dossier would have written, in bulk."""

from portal.seeding.rows.sheets import Sheets
from portal.seeding.rows.writer import Writer

__all__ = ["Sheets", "Writer"]
