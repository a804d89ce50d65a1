"""Whose an invented dossier is, and who of them is told."""

import random

from accounts.models import Commune
from portal.seeding.invented.people import Company, Person, Population
from portal.seeding.services import Service
from portal.seeding.story import Member

_BAD_PHONES = ("0900 000", "09000000", "không có")


def members(
    chance: random.Random, people: Population, service: Service, near: Commune | None
) -> tuple[list[Member], bool]:
    """The members of one dossier, and whether they wish to be told on Zalo."""
    if service.applicants == "company":
        return _company(chance, people, service)
    trade = chance.random() < service.trade
    reachable = not trade and chance.random() < service.told
    owner = _owner(chance, people, near, reachable=reachable)
    found = [Member("applicant", owner, notify=True)]
    found += _beside(chance, people, service, owner, near)
    if trade:
        agent = chance.choice(people.professionals)
        found.append(Member("representative", agent, notify=True))
        found[0].notify = bool(owner.zalo)
        for member in found[1:-1]:
            member.notify = found[0].notify
        return found, chance.random() < 0.97
    if chance.random() < 0.008:
        found[0].typed = chance.choice(_BAD_PHONES)
        return found, True
    return found, chance.random() < (0.95 if reachable else 0.025)


def _owner(chance: random.Random, people: Population, near: Commune | None, *, reachable: bool) -> Person:
    if not reachable:
        return people.stranger(near)
    neighbour = people.neighbour()
    return neighbour if chance.random() < 0.35 else people.relative(neighbour, near)


def _beside(
    chance: random.Random, people: Population, service: Service, owner: Person, near: Commune | None
) -> list[Member]:
    """Husband or wife, or co-heirs; owners are told alike."""
    found: list[Person] = []
    if service.applicants == "couple" or (service.applicants == "family" and chance.random() < 0.45):
        found = [people.beside(owner, near, female=not owner.female, kin=False)]
    elif service.applicants == "family" and chance.random() < 0.06:
        found = [people.beside(owner, near, female=female, kin=True) for female in (True, False)]
    return [Member("co_applicant", person, notify=True) for person in found]


def _company(chance: random.Random, people: Population, service: Service) -> tuple[list[Member], bool]:
    company: Company = people.company()
    found = [Member("applicant", company, notify=True)]
    if chance.random() < service.trade:
        found.append(Member("representative", chance.choice(people.professionals), notify=True))
    return found, chance.random() < 0.93
