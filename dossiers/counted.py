"""What the national index counts of a dossier (QĐ 766/QĐ-TTg, nhóm 3.6, 4.2–4.5), from what reception wrote down. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

VNEID, DATABASE = "vneid", "database"
NATIONAL_PORTAL, VIETQR = "national_portal", "vietqr"


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


def paper_flags(*, has_file: bool, result_number: str | None, from_store: bool, store_code: str) -> PaperFlags:
    """Of one paper. What is used again or lies in the store is in electronic form without being scanned anew;
    ``result_number`` None where it is no earlier result of ours."""
    reused = result_number is not None
    return PaperFlags(has_file or from_store, reused, from_store, (result_number or "") if reused else store_code)


def paid_online(methods: Sequence[str]) -> PaidOnline:
    """By the ways in which the payments that stand were made; the National Portal goes before a transfer."""
    if NATIONAL_PORTAL in methods:
        return PaidOnline.NATIONAL_PORTAL
    return PaidOnline.PROVINCE if VIETQR in methods else PaidOnline.NO


def counted(papers: Sequence[PaperFlags], methods: Sequence[str], confirmed: str, *, person: bool) -> Counted:
    """Of a dossier, by its papers, the ways of its payments, and how its applicant's identity was confirmed; ``person``:
    the applicant is one, not an organisation."""
    population = person and confirmed in (VNEID, DATABASE)
    return Counted(tuple(papers), paid_online(methods), confirmed == VNEID, population)
