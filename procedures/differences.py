"""What changed between two versions of a procedure. Pure: facts in, differences out."""

from collections.abc import Iterable
from typing import NamedTuple


class Fact(NamedTuple):
    """One thing that a version says: under which heading, by what name it is known in every version, what it is called,
    and the words."""

    section: str
    key: str
    label: str
    text: str


class Difference(NamedTuple):
    """A fact that is not the same in both; empty words where a version does not have it."""

    section: str
    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if not self.before else "removed" if not self.after else "changed"


def differences(before: Iterable[Fact], after: Iterable[Fact]) -> list[Difference]:
    """What differs, in the order of the later version; what it no longer has follows at the end of its section."""
    old = {(f.section, f.key): f for f in before}
    new = {(f.section, f.key): f for f in after}
    sections = list(dict.fromkeys([f.section for f in new.values()] + [f.section for f in old.values()]))
    found = []
    for section in sections:
        for at, fact in new.items():
            was = old[at].text if at in old else ""
            if at[0] == section and was != fact.text:
                found.append(Difference(section, fact.label, was, fact.text))
        gone = [f for at, f in old.items() if at[0] == section and at not in new and f.text]
        found += [Difference(section, f.label, f.text, "") for f in gone]
    return found
