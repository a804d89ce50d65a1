"""From a catalogue file to versions in the database, all or nothing."""

from procedures.importing.errors import CatalogueError, Fault
from procedures.importing.run import Imported, import_catalogue

__all__ = ["CatalogueError", "Fault", "Imported", "import_catalogue"]
