"""Whose turn it is, when a dossier is given to an officer by rule (NĐ 61/2018 Đ19(1)). Pure."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

P = TypeVar("P")


def in_turn(people: Sequence[P], last: P | None) -> P | None:
    """Who comes after ``last`` in the order given; the first where ``last`` is not among them; None without anybody."""
    if not people:
        return None
    if last not in people:
        return people[0]
    return people[(people.index(last) + 1) % len(people)]


def least_loaded(people: Sequence[P], loads: Mapping[P, int]) -> P | None:
    """Who has the fewest dossiers in hand; of several, the first in the order given."""
    return min(people, key=lambda person: loads.get(person, 0), default=None)
