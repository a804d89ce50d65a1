"""The catalogue in the administration: all of it to look at, nothing of it to change."""

import pytest

from foundation import scoping
from procedures.models import ProcedureVersion
from procedures.queries import current_version
from tests.support import world as worlds
from tests.support.administration import signed_in, text

pytestmark = pytest.mark.django_db
VERSIONS = "/quan-tri/procedures/procedureversion/"


@pytest.fixture
def world(redis_url):
    return worlds.build()


def test_a_version_is_shown_with_its_papers_fees_steps_and_doubts(world):
    version = current_version(worlds.HOTEL)
    admin = signed_in(world)
    assert "điểm cần kiểm tra" in text(admin.get(VERSIONS)).lower()
    shown = text(admin.get(f"{VERSIONS}{version.pk}/change/"))
    for words in ("Bản tự đánh giá chất lượng theo TCVN 4391", "Phí thẩm định hạng 3 sao", "Thẩm định tại cơ sở",
                  "Quyết định 2369/QĐ-UBND tỉnh Bình Định", "Cơ quan chuyên môn về du lịch cấp tỉnh"):  # fmt: skip
        assert words in shown, words


def test_nothing_can_be_added_changed_or_taken_away(world):
    version, admin = current_version(worlds.HOTEL), signed_in(world)
    before = ProcedureVersion.objects.values().get(pk=version.pk)
    assert admin.get(f"{VERSIONS}add/").status_code == 403
    assert admin.post(f"{VERSIONS}{version.pk}/change/", {"name": "Đổi"}).status_code == 403
    assert admin.post(f"{VERSIONS}{version.pk}/delete/", {"post": "yes"}).status_code == 403
    with scoping.system("test"):
        assert ProcedureVersion.objects.values().get(pk=version.pk) == before


@pytest.mark.parametrize(
    "page",
    ["procedures/procedure", "procedures/procedureversion", "calendars/calendarday", "calendars/workpattern",
     "calendars/calendaryear", "accounts/province", "accounts/agency", "accounts/commune", "accounts/user"],
)  # fmt: skip
def test_lists_say_nothing_in_english(world, page):
    shown = text(signed_in(world).get(f"/quan-tri/{page}/"))
    words = (
        "Add ",
        "Select ",
        "Change",
        "Delete",
        " result",
        "Filter",
        "Search",
        "Yes",
        "History",
        "Created",
        "Updated",
    )
    assert [w for w in words if w in shown] == []
