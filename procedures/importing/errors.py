from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a catalogue file: the line, the path of the field, what is wrong."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"dòng {self.line}, {self.field}: {self.message}"


class CatalogueError(ValueError):
    """The file was not imported, and nothing of it; ``faults`` says where to mend it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = sorted(faults)
