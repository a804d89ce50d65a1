"""Who signs which form, with the capacity of the post. Pure but for the post that it reads."""

from accounts.models import Position
from documents.forms.catalogue import PaperKind
from documents.forms.signatures import Signature, capacity_lines
from dossiers.forms.facts import Facts

_OFFICIAL = {
    PaperKind.RECEIPT: "Người tiếp nhận hồ sơ", PaperKind.SUPPLEMENT: "Người hướng dẫn",
    PaperKind.REFUSAL: "Người tiếp nhận hồ sơ", PaperKind.APOLOGY: "Thủ trưởng cơ quan giải quyết",
    PaperKind.STOP: "Người thông báo", PaperKind.CONTROL: "Người lập phiếu", PaperKind.REGISTER: "Người lập sổ",
    PaperKind.FEE_RECEIPT: "Người thu tiền",
}  # fmt: skip
_WITH_SUBMITTER = frozenset({PaperKind.RECEIPT, PaperKind.REFUSAL, PaperKind.STOP})


def blocks(kind: PaperKind, facts: Facts | None, post: Position, name: str) -> list[Signature]:
    """The signature blocks of a form, from left to right. An official who signs in somebody's stead (KT., TL., TUQ., TM.)
    has it printed above their title."""
    capacity: tuple[str, ...] = ()
    if post.can_sign:
        agency = post.agency
        capacity = capacity_lines(post.capacity, post.title, agency.kind, agency.name)
    official = Signature("" if capacity and kind is PaperKind.APOLOGY else _OFFICIAL[kind], capacity, name)
    if kind not in _WITH_SUBMITTER or facts is None:
        return [official]
    submitter = facts.representative or facts.applicant
    return [Signature("Người nộp hồ sơ", (), submitter.name if facts.representative else ""), official]
