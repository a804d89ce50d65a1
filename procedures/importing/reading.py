"""A catalogue file as data, with the line of every value."""

from typing import Any

from foundation import lined_yaml
from foundation.lined_yaml import Path
from procedures.importing.errors import CatalogueError

__all__ = ["Path", "read"]


def read(text: str) -> tuple[Any, dict[Path, int]]:
    """The data and the line (from 1) of each path; CatalogueError for what is not YAML or has a key twice."""
    try:
        return lined_yaml.read(text)
    except lined_yaml.FaultyFile as error:
        raise CatalogueError(error.faults) from error
