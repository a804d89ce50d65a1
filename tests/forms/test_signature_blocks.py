"""In whose stead somebody signs stands above their title, in every block (NĐ 30/2020 Đ13)."""

import pytest

from accounts.models import Position
from documents.forms.signatures import capacity_lines
from foundation import scoping
from tests.forms.conftest import bytes_of, text_of
from tests.forms.lives import WHO, issued, lived


@pytest.mark.parametrize(
    ("capacity", "title", "kind", "name", "lines"),
    [
        ("", "Giám đốc", "department", "Sở Tư pháp", ("GIÁM ĐỐC",)),
        ("", "", "centre", "Trung tâm", ("GIÁM ĐỐC",)),
        ("KT", "Phó Giám đốc", "department", "Sở Tư pháp", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("KT", "Phó Chủ tịch", "commune_pc", "UBND phường", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("TL", "Chánh Văn phòng", "provincial_pc", "UBND tỉnh", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("TUQ", "Trưởng phòng", "department", "Sở Xây dựng", ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")),
        ("TM", "Chủ tịch", "commune_pc", "Ủy ban nhân dân phường Thử", ("TM. ỦY BAN NHÂN DÂN PHƯỜNG THỬ", "CHỦ TỊCH")),
        ("KT", "", "ministry", "Bộ", ("KT. BỘ TRƯỞNG",)),
    ],
)  # fmt: skip
def test_lines(capacity, title, kind, name, lines):
    assert capacity_lines(capacity, title, kind, name) == lines


@pytest.mark.django_db
@pytest.mark.parametrize("capacity", ["KT", "TL", "TUQ"])
@pytest.mark.parametrize("kind", WHO)
def test_on_every_form(world, kind, capacity):
    with scoping.system("test"):
        Position.objects.filter(user=world.people[WHO[kind]]).update(
            can_sign=True, capacity=capacity, title="Phó Giám đốc"
        )
    text = text_of(bytes_of(issued(world, kind, lived(world, kind))))
    assert f"{capacity}. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in text
