from foundation.lined_yaml import Fault, FaultyFile

__all__ = ["CatalogueError", "Fault"]


class CatalogueError(FaultyFile):
    """The catalogue file was not imported, and nothing of it; ``faults`` says where to mend it."""
