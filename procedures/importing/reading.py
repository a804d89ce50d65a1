"""A catalogue file with the line of every value, so that a fault can name its place."""

from typing import Any

from foundation import yaml_lines
from foundation.yaml_lines import FileError, Path, field
from procedures.importing.errors import CatalogueError

__all__ = ["Path", "field", "read"]


def read(text: str) -> tuple[Any, dict[Path, int]]:
    """The data and the line (from 1) of each path; CatalogueError for what is not YAML or has a key twice."""
    try:
        return yaml_lines.read(text)
    except FileError as error:
        raise CatalogueError(error.faults) from error
