"""The provinces' accounts, and the people whose Zalo an official has linked to them at the counter."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from calendars.queries import calendar_for
from portal.seeding.houses import House
from portal.seeding.invented.people import Person, Population
from portal.seeding.rows.ledger import Account
from portal.seeding.rows.people import People
from portal.seeding.rows.writer import Writer
from portal.seeding.story import Doer
from zalo.models import OfficialAccount, ZaloUser

LINKED = frozenset({"p31", "p32", "p33", "p35"})
_SINCE = 60.0  # days ago at most


def accounts(world: dict[str, Any] | None, houses: list[House]) -> dict[uuid.UUID, Account]:
    """One account for each province, by the province's key; its tokens come when it is connected."""
    told = {entry["province"]: entry for entry in world["oas"]} if world else {}
    found = {}
    for house in houses:
        entry = told.get(house.province.code)
        if entry is None:
            found[house.province.id] = Account(uuid.uuid4(), "", {"phone": "", "uid": ""})
            continue
        row = OfficialAccount.objects.create(
            oa_id=entry["oa_id"],
            province=house.province,
            name=entry.get("name", ""),
            app_id=world["app_id"] if world else "",
        )
        found[house.province.id] = Account(row.pk, entry["oa_id"], entry["templates"])
    return found


def link(
    chance: random.Random, writer: Writer, people: People, house: House, population: Population, account: Account,
    phones: dict[str, dict[str, Any]], now: datetime,
) -> None:  # fmt: skip
    """Those who follow the account are known by it; some of them are verified to be who they are."""
    for person in population.neighbours + population.professionals:
        tie = phones[person.zalo].get("ties", {}).get(account.oa_id)
        if tie:
            _one(chance, writer, people, house, account, person, tie, now)


def _one(
    chance: random.Random, writer: Writer, people: People, house: House, account: Account, person: Person,
    tie: dict[str, Any], now: datetime,
) -> None:  # fmt: skip
    calendar = calendar_for(house.agencies["centre"].id)
    at = calendar.add(now - timedelta(days=chance.uniform(25, _SINCE)), chance.randrange(60, 8 * 3600))
    verified = person.zalo in LINKED
    citizen = people.citizen(person, at)
    row = ZaloUser(
        id=writer.keys.at(at), oa_id=account.pk, province=house.province, user_id=tie["user_id"],
        user_id_by_app=tie["user_id_by_app"], display_name=person.name, follower=bool(tie["follower"]),
        last_interaction_at=at, created_at=at, citizen=citizen if verified else None,
        linked_by=ZaloUser.LinkedBy.STAFF if verified else "", verified_at=at if verified else None,
    )  # fmt: skip
    writer.sheets.add(row)
    if not verified:
        return
    account.linked[citizen.id] = (row.id, at)
    post = house.posts["tiepnhan"]
    writer.event(
        "zalo.linked", at, Doer("staff", post.user_id, post.id), {"oa_id": account.oa_id, "kind": "staff"},
        subject=("zalo_user", row.id), province=house.province.id, agencies=[],
    )  # fmt: skip
