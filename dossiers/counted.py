"""What the national index counts of a dossier (QĐ 766/QĐ-TTg, nhóm 3.6, 4.2–4.5), from what reception wrote down. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

VNEID, DATABASE = "vneid", "database"
NATIONAL_PORTAL, VIETQR = "national_portal", "vietqr"
ONLINE = frozenset({NATIONAL_PORTAL, VIETQR})


class PaidOnline(IntEnum):
    """``DuocThanhToanTrucTuyen``: where money was paid without a counter."""

    NO = 0
    NATIONAL_PORTAL = 1
    PROVINCE = 2


@dataclass(frozen=True)
class PaperFlags:
    """Of a paper: ``DuocSoHoa``, ``DuocTaiSuDung``, ``DuocLayTuKhoDMQG``, ``MaKetQuaThayThe``."""

    digitised: bool
    reused: bool
    from_store: bool
    replaced_by: str = ""


@dataclass(frozen=True)
class Counted:
    """Of a dossier. ``digitised``: it has a paper in electronic form (``HoSoCoThanhPhanSoHoa``); ``vneid``: the applicant
    came by an account that VNeID vouches for; ``population``: the national database of the population was used."""

    papers: tuple[PaperFlags, ...]
    paid_online: PaidOnline
    vneid: bool
    population: bool

    @property
    def digitised(self) -> bool:
        return any(p.digitised for p in self.papers)


def paper_flags(*, has_file: bool, reused: bool, from_store: bool, code: str) -> PaperFlags:
    """Of one paper. What lies in the person's store is in electronic form without a file here; an earlier result of ours
    only where its file is here. ``code``: of the paper in the store, or the number of the result."""
    return PaperFlags(has_file or from_store, reused, from_store, code if reused or from_store else "")


def together(papers: Iterable[tuple[str, PaperFlags]]) -> tuple[PaperFlags, ...]:
    """What was written down, paper by paper: all that stands under one requirement (its code) is one paper, named at filing and
    scanned or found in the store afterwards; what stands under none is one each."""
    found: list[PaperFlags] = []
    places: dict[str, int] = {}
    for requirement, flags in papers:
        if requirement and requirement in places:
            found[places[requirement]] = _both(found[places[requirement]], flags)
            continue
        places[requirement] = len(found)
        found.append(flags)
    return tuple(found)


def _both(one: PaperFlags, other: PaperFlags) -> PaperFlags:
    return PaperFlags(
        one.digitised or other.digitised, one.reused or other.reused, one.from_store or other.from_store,
        one.replaced_by or other.replaced_by,
    )  # fmt: skip


def paid_online(methods: Sequence[str]) -> PaidOnline:
    """By the ways in which what is owed was settled; the National Portal goes before a transfer."""
    if NATIONAL_PORTAL in methods:
        return PaidOnline.NATIONAL_PORTAL
    return PaidOnline.PROVINCE if VIETQR in methods else PaidOnline.NO


def counted(papers: Sequence[PaperFlags], methods: Sequence[str], confirmed: str, *, person: bool) -> Counted:
    """Of a dossier, by its papers, the ways of its payments, and how its applicant's identity was confirmed; ``person``:
    the applicant is one, not an organisation."""
    population = person and confirmed in (VNEID, DATABASE)
    return Counted(tuple(papers), paid_online(methods), confirmed == VNEID, population)
