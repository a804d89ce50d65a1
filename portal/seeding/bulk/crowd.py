"""Invented citizens: as many as a load needs, with numbers of ranges that nobody has."""

import random
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Citizen
from dossiers.wording import masked_name
from foundation.encryption import blind_index, encrypt
from foundation.ids import uuid7
from foundation.vietnamese_text import shorten, words
from portal.seeding.bulk.copying import blob, quoted, text


def words_of(line: str) -> tuple[str, ...]:
    return tuple(line.split())


_FAMILY = words_of("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý")
_MIDDLE = words_of("Văn Thị Hữu Đức Ngọc Minh Thanh Quang Thu Xuân Gia Bảo")
_GIVEN = words_of(
    "An Bình Chi Cường Dung Dũng Đạt Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Khánh Lan Linh Long Mai Minh Nam Nga Phong "
    "Phúc Quân Sơn Tâm Thảo Thắng Trang Tuấn Tuyết Vinh Yến"
)
PHONES = 1000  # +84900000000 to +84900000999 (docs/decisions/0008)


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen, and what a party of theirs looks like in COPY text."""

    id: str
    name: str
    shown: str  # as a JSON string
    masked: str
    tail: str
    words: tuple[str, ...]
    # identity number, its index, the phone as typed, the phone, its index
    secrets: str


def gather(count: int, chance: random.Random) -> list[Person]:
    """So many citizens, made where they are missing. Needs the system scope.

    Identity numbers begin with 000: no province has that number.
    """
    wanted = [f"000{n:09}" for n in range(1, count + 1)]
    by_index = {blind_index(number, "identity"): number for number in wanted}
    known = {
        bytes(index): (pk, name)
        for pk, name, index in Citizen.objects.filter(
            identity_kind="cccd", identity_index__in=list(by_index)
        ).values_list("id", "full_name", "identity_index")
    }
    people: list[Person] = []
    fresh: list[Citizen] = []
    for order, (index, number) in enumerate(by_index.items()):
        phone = f"+84900000{order % PHONES:03}"
        pk, name = known.get(index) or (uuid7(), _name(chance))
        if index not in known:
            fresh.append(
                Citizen(
                    id=pk, full_name=name, identity_kind="cccd", identity_number=number, identity_index=index,
                    phone=phone, phone_index=blind_index(phone, "phone"),
                )
            )  # fmt: skip
        people.append(_person(pk, name, number, phone))
    Citizen.objects.bulk_create(fresh, batch_size=2000)
    return people


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"


def _person(pk: UUID, name: str, number: str, phone: str) -> Person:
    local = "0" + phone[3:]
    secrets = (
        blob(encrypt(number)), blob(blind_index(number, "identity")), blob(encrypt(local)), blob(encrypt(phone)),
        blob(blind_index(phone, "phone")),
    )  # fmt: skip
    return Person(
        str(pk), text(name), quoted(shorten(name, 30)), f"{masked_name(name)[:45]} •••{phone[-3:]}", phone[-4:],
        tuple(sorted({w[:60] for w in words(name)})), "\t".join(secrets),
    )  # fmt: skip
