"""Signature blocks: in whose stead somebody signs, above their title and name (NĐ 30/2020/NĐ-CP Đ13, Phụ lục I). Pure."""

from dataclasses import asdict, dataclass

# by kind of agency: what its head is called; in a «TM.» the body is named
_HEADS = {
    "centre": "Giám đốc", "commune_centre": "Giám đốc", "department": "Giám đốc", "land_office": "Giám đốc",
    "provincial_pc": "Chủ tịch", "commune_pc": "Chủ tịch", "office": "Trưởng phòng", "tax": "Trưởng Thuế",
    "police": "Trưởng Công an", "ministry": "Bộ trưởng",
}  # fmt: skip


@dataclass(frozen=True)
class Signature:
    """One block: what it is for, the lines of the capacity (capitals), the name under the space."""

    role: str
    capacity: tuple[str, ...] = ()
    name: str = ""

    def printed(self) -> dict[str, object]:
        return asdict(self)


def capacity_lines(capacity: str, title: str, agency_kind: str, agency_name: str) -> tuple[str, ...]:
    """``("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")``: the lines above a signature, for a post's capacity and title.

    Who signs in their own right has their title alone; TM. names the body for which its head signs.
    """
    head = _HEADS.get(agency_kind, "Thủ trưởng")
    own = (title or (head if not capacity else "")).upper()
    if capacity == "TM":
        return tuple(line for line in (f"TM. {agency_name.upper()}", own) if line)
    first = f"{capacity}. {head.upper()}" if capacity else ""
    return tuple(line for line in (first, own) if line)
