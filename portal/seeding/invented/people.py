"""The people of the demonstration: forty with a phone in the emulator, their families, and a crowd without.

Numbers: phones of the range of docs/decisions/0008; identity numbers begin with 000 and tax codes with 00, which nobody has.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import Commune
from portal.seeding.invented.addresses import home, somewhere
from portal.seeding.invented.names import full_name

_FIRST_OF_CROWD, _PHONES = 41, 900  # from 900 on: officials
# who of the forty files for others by trade: draughtsmen, notaries' clerks, agents; by province
PROFESSIONALS = {
    "H05": ("p03", "p05", "p07", "p09", "p11"),
    "H19": ("p13", "p16", "p20", "p22", "p27"),
    "H36": ("p23", "p26", "p28", "p29", "p30"),
}
NEIGHBOURS = {
    "H05": ("p01", "p02", "p04", "p06", "p08", "p10", "p12", "p31", "p32", "p37", "p40"),
    "H19": ("p14", "p15", "p17", "p18", "p19", "p21", "p25", "p33", "p34", "p38"),
    "H36": ("p24", "p35", "p36", "p39"),
}
_COMPANIES = (
    "Công ty TNHH Khách sạn {}", "Công ty TNHH Du lịch {}", "Công ty Cổ phần Du lịch – Khách sạn {}",
    "Doanh nghiệp tư nhân Nhà nghỉ {}", "Công ty TNHH Thương mại và Dịch vụ {}",
)  # fmt: skip
_HOTELS = {
    "H05": ("Sông Cầu", "Kinh Bắc", "Luy Lâu", "Phượng Hoàng", "Quan Họ", "Suối Mỡ", "Đồng Kỵ", "Tây Yên Tử", "Lạng Giang"),
    "H19": ("Bửu Long", "Trấn Biên", "Sông Phố", "Thác Mai", "Bà Rá", "Cát Tiên", "Núi Chứa Chan", "Suối Cam", "Tân Mai"),
    "H36": (
        "Mũi Né Xanh", "Đồi Dương", "Hòn Rơm", "Biển Gió", "Phú Hài", "Đồi Thông", "Hồ Mây", "Hoa Dã Quỳ", "Tà Cú", "Bàu Trắng",
        "Thung Lũng Sương", "Cát Vàng", "Hàm Tiến", "Langbiang Nắng", "Gió Biển", "Suối Tiên",
    ),
}  # fmt: skip


@dataclass(eq=False)
class Person:
    """A citizen who does not exist. ``zalo``: the id of their phone in the emulator; ``note``: why it gets nothing."""

    name: str
    female: bool
    phone: str  # E.164; empty: none given
    number: str
    address: str
    province: str
    zalo: str = ""
    trouble: str = ""  # no_zalo, refused, unable
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(eq=False)
class Company:
    """A business with the person who answers its phone."""

    name: str
    tax_code: str
    contact: Person
    address: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)


class Population:
    """Everybody of one province; people come again."""

    def __init__(
        self, chance: random.Random, province: str, name: str, communes: Sequence[Commune], phones: dict[str, dict[str, object]],
        numbers: "Numbers",
    ) -> None:  # fmt: skip
        self.chance, self.province, self.name, self.communes, self.numbers = chance, province, name, communes, numbers
        self.crowd: list[Person] = []
        self.companies: list[Company] = []
        self.professionals = [self._known(phones[p]) for p in PROFESSIONALS[province] if p in phones]
        self.neighbours = [self._known(phones[p]) for p in NEIGHBOURS[province] if p in phones]

    def _known(self, entry: dict[str, object]) -> Person:
        """Somebody of the emulator, as their phone knows them."""
        name = str(entry["name"])
        trouble = "" if entry.get("has_zalo", True) else "no_zalo"
        if entry.get("refused_oas"):
            trouble = "refused"
        elif not entry.get("can_receive", True):
            trouble = "unable"
        female = any(w in {"Thị", "Dung", "Hương", "Hà", "Lan", "Oanh", "Vy"} for w in name.split())
        return Person(
            name, female, f"+{entry['phone']}", self.numbers.identity(), home(self.chance, self.chance.choice(self.communes), self.name),
            self.province, str(entry["id"]), trouble,
        )  # fmt: skip

    def neighbour(self) -> Person:
        """One of those with a phone; seldom one whom no message reaches."""
        weights = [0.25 if p.trouble else 1.0 for p in self.neighbours]
        return self.chance.choices(self.neighbours, weights)[0]

    def stranger(self, near: Commune | None, *, female: bool | None = None) -> Person:
        """Somebody of the crowd: one who was here before, or new."""
        chance = self.chance
        sex = chance.random() < 0.48 if female is None else female
        if self.crowd and chance.random() < 0.18:
            again = chance.choice(self.crowd)
            if again.female == sex:
                return again
        person = self.newcomer(near, female=sex)
        self.crowd.append(person)
        return person

    def newcomer(self, near: Commune | None, *, female: bool, family: str = "") -> Person:
        """Somebody who was never here before."""
        chance = self.chance
        return Person(
            full_name(chance, self.province, female=female, family=family), female, self.numbers.phone(),
            self.numbers.identity(), home(chance, somewhere(chance, self.communes, near), self.name), self.province,
        )  # fmt: skip

    def relative(self, of: Person, near: Commune | None) -> Person:
        """Somebody of the family who gives this person's phone: a parent, a grandparent."""
        person = self.newcomer(near, female=self.chance.random() < 0.48, family=of.name.split()[0])
        person.phone, person.zalo, person.trouble = of.phone, of.zalo, of.trouble
        return person

    def beside(self, of: Person, near: Commune | None, *, female: bool, kin: bool) -> Person:
        """Husband, wife or co-heir: where ``of`` gave a phone that is answered, they give none of their own."""
        if not of.zalo and not kin:
            return self.stranger(near, female=female)
        person = self.newcomer(near, female=female, family=of.name.split()[0] if kin else "")
        if of.zalo:
            person.phone = ""
        return person

    def company(self) -> Company:
        """A business of the trade; some come again."""
        chance = self.chance
        if self.companies and chance.random() < 0.45:
            return chance.choice(self.companies)
        name = f"{chance.choice(_HOTELS[self.province])}"
        taken = sum(c.name.endswith(name) for c in self.companies)
        contact = chance.choice(self.professionals) if chance.random() < 0.4 else self.neighbour()
        made = Company(
            chance.choice(_COMPANIES).format(f"{name} {taken + 1}" if taken else name), self.numbers.tax_code(), contact,
            home(chance, chance.choice(self.communes), self.name),
        )  # fmt: skip
        self.companies.append(made)
        return made


class Numbers:
    """Numbers that nobody has, each once as long as they last."""

    def __init__(self) -> None:
        self.people = self.firms = 0
        self.phones = _FIRST_OF_CROWD - 1

    def identity(self) -> str:
        self.people += 1
        return f"000{self.people:09}"

    def tax_code(self) -> str:
        self.firms += 1
        return f"00{self.firms:08}"

    def phone(self) -> str:
        """The next of the range after the forty; a household shares one when they run out."""
        self.phones = _FIRST_OF_CROWD if self.phones + 1 >= _PHONES else self.phones + 1
        return f"+84900000{self.phones:03}"
