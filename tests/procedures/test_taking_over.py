"""Which process follows which: one published for a correction takes the place of what was published for the version that it
corrects, and days between a version and its new process are told."""

from datetime import date, timedelta

import pytest

from foundation import scoping
from foundation.errors import Conflict, InvalidInput
from procedures.actions.draft_process import draft_process
from procedures.actions.publish_process import publish_process
from procedures.checks import own_processes as check
from procedures.lapsing import lapses, left_behind
from procedures.processes import followed_by, is_replaced, own_process_on
from tests.procedures.lapsing import DECISION, LAW, by, fitting, imported, published, quicker, staffed
from tests.support import world as worlds
from tests.support.administration import signed_in, text
from tests.support.unchanged import nothing_changes
from tests.support.world import MARRIAGE

pytestmark = pytest.mark.django_db
TODAY, TENTH, TWENTIETH = date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 20)
PAGE = f"/can-bo/thu-tuc/{MARRIAGE}/quy-trinh/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    rooms = ("procedures.actions.draft_process", "procedures.actions.publish_process", "procedures.drafting", "procedures.actions.withdraw_process",
             "procedures.checks", "procedures.queries", "portal.office.processes", "portal.office.desk")  # fmt: skip
    for room in rooms:
        monkeypatch.setattr(f"{room}.today_local", lambda: TODAY)


@pytest.fixture
def world(redis_url):
    return staffed(worlds.build())


@pytest.fixture
def faulty(world):
    """The version of today's law, which will be corrected."""
    return imported(date(2026, 1, 1))


def correction(**changes):
    return imported(date(2026, 1, 1), law=lambda e: e.update(legal_basis=["Luật đã sửa"]), **changes)


def own_on(world, version, day):
    with scoping.system("test"):
        return own_process_on(version, world.province.id, day)


def told(world, day=TODAY):
    with world.scope("controller"):
        return [(lapse.begins, lapse.until, lapse.ends) for lapse in lapses(world.province.id, day)]


class TestACorrection:
    def test_what_was_published_ahead_for_the_faulty_version_never_begins(self, world, faulty):
        """Given A from 20/12 for a version and its correction, when B is published for that from 10/12, then B goes on."""
        a = published(world, faulty, TWENTIETH)
        corrected = correction()
        b = published(world, corrected, TENTH)
        assert b.effective_to is None
        assert [own_on(world, corrected, day) for day in (TENTH - DAY, TENTH, TWENTIETH, LAW - DAY)] == [None, b, b, b]
        with scoping.system("test"):
            assert is_replaced(a, [a, b]) and not is_replaced(b, [a, b]) and followed_by(b) is None
            assert left_behind(imported(LAW, change=quicker), world.province.id) == b

    def test_nor_does_it_come_back_under_a_version_like_the_faulty_one(self, world, faulty):
        published(world, faulty, TWENTIETH)
        published(world, correction(change=quicker), TENTH, change=fitting)
        assert own_on(world, imported(LAW), LAW) is None

    def test_one_under_way_goes_on_until_the_new_one_begins(self, world, faulty):
        a = published(world, faulty, TODAY)
        corrected = correction()
        b = published(world, corrected, TENTH)
        assert [own_on(world, corrected, day) for day in (TODAY, TENTH - DAY, TENTH)] == [a, a, b]
        shown = text(signed_in(world, "controller").get(PAGE))
        assert "từ 01/12/2026 đến 09/12/2026" in shown and "Từ 10/12/2026 đi theo quy trình kế tiếp" in shown

    def test_the_page_shows_what_was_published_for_the_faulty_version(self, world, faulty):
        published(world, faulty, TWENTIETH)
        published(world, correction(), TENTH)
        shown = text(signed_in(world, "controller").get(PAGE))
        assert "từ 20/12/2026 (không áp dụng: đã có quy trình cho phiên bản mới hơn)" in shown

    def test_a_draft_for_the_faulty_version_is_published_no_more(self, world, faulty):
        with world.scope("controller"):
            draft = draft_process(faulty, **by(world))
            correction()
            with nothing_changes(), pytest.raises(InvalidInput) as refused:
                publish_process(draft.id, **by(world), begins=TENTH, citation=DECISION, seen=draft.row_version)
        assert [error.field for error in refused.value.errors] == ["begins"]


class TestALaterVersion:
    """A2 was published ahead for the old version, from 10/3; the new law from 1/3 has B."""

    def test_what_was_published_ahead_for_the_old_one_takes_nothing_from_it(self, world, faulty):
        published(world, faulty, TODAY)
        a2 = published(world, faulty, LAW + 9 * DAY)
        version = imported(LAW, change=quicker)
        b = published(world, version, LAW, change=fitting, renewing=True)
        assert b.effective_to is None
        assert [own_on(world, version, day) for day in (LAW, LAW + 9 * DAY, LAW + 400 * DAY)] == [b, b, b]
        assert told(world) == []
        with scoping.system("test"):
            assert is_replaced(a2, [a2, b])
        shown = text(signed_in(world, "controller").get(PAGE))
        assert "từ 10/03/2027 (không áp dụng: đã có quy trình cho phiên bản mới hơn)" in " ".join(shown.split())

    def test_nor_where_both_have_the_same_ground(self, world, faulty):
        published(world, faulty, TODAY)
        published(world, faulty, LAW + 9 * DAY)
        version = imported(LAW)
        b = published(world, version, LAW)
        assert [own_on(world, version, day) for day in (LAW, LAW + 9 * DAY, LAW + 400 * DAY)] == [b, b, b]


class TestADraft:
    def test_is_begun_for_no_version_that_is_over(self, world, faulty):
        correction()
        with nothing_changes(), pytest.raises(Conflict), world.scope("controller"):
            draft_process(faulty, **by(world))
        shown = text(signed_in(world, "controller").get(f"{PAGE}?phien-ban={faulty.version}"))
        assert "Soạn từ các bước quốc gia" not in shown and "không soạn quy trình cho nó nữa" in shown

    def test_at_hand_is_not_taken_for_one_from_the_old_process(self, world, faulty):
        published(world, faulty, TODAY, change=fitting)
        version = imported(LAW, change=quicker)
        with world.scope("controller"):
            draft_process(version, **by(world))
            with nothing_changes(), pytest.raises(Conflict):
                draft_process(version, renewing=True, **by(world))
        shown = text(signed_in(world, "controller").get(PAGE))
        assert "từ quy trình cũ" not in shown and "Đã có bản nháp cho phiên bản" in shown


class TestAGap:
    """The new law from 1/3/2027 ends A; B is published for it from 10/3 only."""

    @pytest.fixture
    def version(self, world, faulty):
        published(world, faulty, TODAY)
        return imported(LAW, change=quicker)

    def test_it_is_told_on_every_page_until_it_is_over(self, world, version):
        assert told(world) == [(LAW, None, True)]
        b = published(world, version, LAW + 9 * DAY, change=fitting)
        last = LAW + 8 * DAY
        assert [own_on(world, version, day) for day in (LAW, last, LAW + 9 * DAY)] == [None, None, b]
        assert told(world) == told(world, last) == [(LAW, last, True)] and told(world, LAW + 9 * DAY) == []
        with scoping.system("test"):
            [finding] = check()
        assert "từ ngày 01/03/2027 đến ngày 09/03/2027, trước khi quy trình mới bắt đầu" in finding.message
        for page in ("/can-bo/", PAGE):
            shown = text(signed_in(world, "controller").get(page))
            assert "từ 01/03/2027 đến 09/03/2027 đi theo các bước của danh mục quốc gia" in shown
        assert "(từ 01/12/2026 đến 28/02/2027)" in " ".join(shown.split()), "not until the day before the new one"
        assert "Sau ngày đó đi theo các bước của danh mục quốc gia." in shown
        assert "Từ 10/03/2027 đi theo quy trình kế tiếp" in shown and "đến 09/03/2027 (" not in shown

    def test_the_form_says_it_before_it_comes_to_that(self, world, version):
        client = signed_in(world, "controller")
        draft = client.post(f"{PAGE}?phien-ban={version.version}", {"tu": "cu"})["Location"]
        assert "Phiên bản này có hiệu lực từ 01/03/2027. Nếu chọn ngày muộn hơn" in text(client.get(draft))

    def test_a_process_for_the_days_between_closes_it(self, world, version):
        b = published(world, version, LAW + 9 * DAY, change=fitting)
        c = published(world, version, LAW, change=fitting, renewing=True)
        assert c.effective_to == LAW + 8 * DAY and told(world) == []
        assert [own_on(world, version, day) for day in (LAW, LAW + 8 * DAY, LAW + 9 * DAY)] == [c, c, b]

    def test_where_the_old_one_carries_on_there_is_none(self, world, faulty):
        published(world, faulty, TODAY)
        published(world, imported(LAW), LAW + 9 * DAY)
        assert told(world) == []
