from foundation.yaml_lines import Fault, FileError

__all__ = ["CatalogueError", "Fault"]


class CatalogueError(FileError):
    """The catalogue file was not imported, and nothing of it; ``faults`` says where to mend it."""
