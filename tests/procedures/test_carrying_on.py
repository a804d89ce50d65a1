"""A province's own process layers over the national entry: it carries on where the next version has the same steps and
terms, and where it has not, those who see to it are told from the day the version is imported.

The case is Luật Hộ tịch 03/2026/QH16, in force from 1/3/2027, over the marriage entry of the real catalogue.
"""

from datetime import date, timedelta

import pytest

from foundation import scoping
from procedures.checks import own_processes as check
from procedures.drafting import faults_in
from procedures.lapsing import REMEMBERED, lapses
from procedures.models import OwnProcess
from procedures.processes import own_process_on, steps_on
from procedures.queries import current_version
from tests.procedures.lapsing import DECISION, LAW, imported, published, quicker, renamed, staffed
from tests.support import world as worlds
from tests.support.administration import signed_in, text
from tests.support.unchanged import nothing_changes
from tests.support.world import MARRIAGE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
LAST = LAW - timedelta(days=1)
PAGE = f"/can-bo/thu-tuc/{MARRIAGE}/quy-trinh/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The first of December 2026, wherever the rules ask."""
    rooms = ("procedures.actions.draft_process", "procedures.actions.publish_process", "procedures.drafting",
             "procedures.checks", "procedures.queries", "portal.office.processes", "portal.office.desk")  # fmt: skip
    for room in rooms:
        monkeypatch.setattr(f"{room}.today_local", lambda: TODAY)


@pytest.fixture
def world(redis_url):
    return staffed(worlds.build())


@pytest.fixture
def own(world):
    """The province's own process for the entry of today's law."""
    with scoping.system("test"):
        version = current_version(MARRIAGE, TODAY)
    return published(world, version, TODAY, change=renamed)


def told(world, day=TODAY):
    with world.scope("controller"):
        return lapses(world.province.id, day)


def names_on(version, world, day):
    with scoping.system("test"):
        return [step.name for step in steps_on(version, world.province.id, day)]


class TestTheSameStepsAndTerms:
    def test_it_carries_on_under_the_new_law(self, world, own):
        """Given a law that changes papers and citations only, when it takes over, then the province's steps go on."""
        version = imported(
            papers=lambda e: e.update(requirements=e["requirements"][:1], name="Đăng ký kết hôn (luật mới)")
        )
        assert own.effective_to is None
        assert "Kiểm tra tại phường" in names_on(version, world, LAW)
        assert told(world) == [] and list(check()) == []
        shown = text(signed_in(world, "controller").get(f"{PAGE}?phien-ban={version.version}"))
        assert "Áp dụng từ 01/03/2027" in shown and "vẫn áp dụng cho phiên bản này" in shown
        assert "Kiểm tra tại phường" in shown and "Nếu tỉnh chưa công bố" not in shown

    def test_through_versions_that_all_have_them_and_no_further(self, world, own):
        later = LAW + timedelta(days=300)
        again = LAW + timedelta(days=600)
        imported()
        other = imported(day=lambda e: e.update(effective_from=later.isoformat()), change=quicker)
        back = imported(day=lambda e: e.update(effective_from=again.isoformat()))
        assert "Kiểm tra tại phường" not in names_on(other, world, later)
        assert "Kiểm tra tại phường" not in names_on(back, world, again), "what had ended does not come back by itself"
        assert [lapse.version.version for lapse in told(world)] == [other.version]

    def test_a_new_one_published_for_the_new_version_takes_its_place(self, world, own):
        version = imported()
        new = published(world, version, begins=LAW + timedelta(days=9))
        with scoping.system("test"):
            own.refresh_from_db()
            days = [LAST, LAW, LAW + timedelta(days=8), LAW + timedelta(days=9)]
            assert own.effective_to == days[2] and new.effective_to is None
            versions = [current_version(MARRIAGE, day) for day in days]
            found = [own_process_on(v, world.province.id, d).id for v, d in zip(versions, days, strict=True)]
        assert found == [own.id, own.id, own.id, new.id]

    def test_one_published_now_ends_before_one_that_was_published_ahead(self, world, own):
        version = imported()
        ahead = published(world, version, begins=LAW)
        with scoping.system("test"):
            now = current_version(MARRIAGE, TODAY)
        between = published(world, now, begins=TODAY + timedelta(days=5))
        with scoping.system("test"):
            own.refresh_from_db()
            assert (own.effective_to, between.effective_to) == (TODAY + timedelta(days=4), LAST)
            assert own_process_on(version, world.province.id, LAW).id == ahead.id


class TestOtherStepsOrTerms:
    def test_it_is_said_from_the_day_the_version_is_imported(self, world, own):
        """Given a law that leaves less time, when its version is imported in December, then the first page, the page of
        the process and the self-check say which procedure and from which day, and another province is told nothing."""
        there = worlds.build("H19", "Đồng Nai", catalogue=False)
        assert told(world) == []
        version = imported(change=quicker)
        [lapse] = told(world)
        assert (lapse.own.id, lapse.version.id, lapse.begins, lapse.ends) == (own.id, version.id, LAW, True)
        assert "Kiểm tra tại phường" in names_on(current_version(MARRIAGE, LAST), world, LAST)
        assert "Kiểm tra tại phường" not in names_on(version, world, LAW)
        for role in ("controller", "centre_director"):
            desk = text(signed_in(world, role).get("/can-bo/"))
            assert "Đăng ký kết hôn : Từ ngày 01/03/2027, phiên bản 2" in desk, desk[:1500]
        assert "Từ ngày 01/03/2027" not in text(signed_in(world, "receptionist").get("/can-bo/"))
        assert "Từ ngày 01/03/2027" not in text(signed_in(there, "controller").get("/can-bo/"))
        shown = text(signed_in(world, "controller").get(PAGE))
        assert "Từ ngày 01/03/2027, phiên bản 2" in shown and DECISION in shown
        with scoping.system("test"):
            [finding] = list(check())
        assert finding.level == "warning" and "H05" in finding.message and MARRIAGE in finding.message
        assert "01/03/2027" in finding.message and "phien-ban=2" in finding.cure

    def test_one_button_drafts_the_new_process_from_the_old_one(self, world, own):
        """Given the warning, when procedure control presses the button, then the draft for the new version has the old
        steps, what no longer fits its term is said, and once it is mended and published the warning is gone."""
        version = imported(change=quicker)
        client = signed_in(world, "controller")
        answer = client.post(f"{PAGE}?phien-ban=2", {"tu": "cu"})
        assert answer.status_code == 302
        with scoping.system("test"):
            draft = OwnProcess.objects.get(version=version)
            assert "Kiểm tra tại phường" in [s["name"] for s in draft.draft]
            wrong = [message for _place, message in faults_in(draft.draft, version, world.province.id)]
        assert any("hơn thời hạn của «Cần xác minh» (3)" in message for message in wrong), wrong
        assert "hơn thời hạn của «Cần xác minh»" in text(client.get(answer["Location"]))

        def mended(steps):
            return [
                {**s, "term": {"amount": 2, "unit": "working_days"}} if s["code"] == "xac_minh" else s for s in steps
            ]

        published(world, version, begins=LAW, change=mended)
        assert told(world) == [] and "Kiểm tra tại phường" in names_on(version, world, LAW)

    def test_the_other_button_drafts_from_the_national_steps(self, world, own):
        version = imported(change=quicker)
        signed_in(world, "controller").post(f"{PAGE}?phien-ban=2")
        with scoping.system("test"):
            draft = OwnProcess.objects.get(version=version)
        assert "Kiểm tra điều kiện kết hôn" in [s["name"] for s in draft.draft]

    def test_who_may_not_draft_is_shown_no_button(self, world, own):
        imported(change=quicker)
        client = signed_in(world, "centre_director")
        assert "từ quy trình cũ" not in text(client.get(PAGE))
        with nothing_changes():
            assert client.post(f"{PAGE}?phien-ban=2", {"tu": "cu"}).status_code == 403

    def test_a_shorter_promise_of_the_province_is_another_term(self, world, own):
        """A promise of this province counts, one of another province does not."""
        promise = {"territory": "H05", "amount": 0, "unit": "same_day", "citation": "Quyết định thử"}
        imported(theirs=lambda e: e["term"].update(commitments=[{**promise, "territory": "H19"}]))
        assert told(world) == []
        imported(ours=lambda e: e["term"].update(commitments=[promise]))
        assert [lapse.ends for lapse in told(world)] == [True]

    def test_a_promise_that_goes_on_is_the_same_term_on_every_day(self, world, own):
        """Given promises that follow one another over both versions, the ground does not change with the calendar."""
        promise = {"territory": "H05", "amount": 0, "unit": "same_day", "citation": "Quyết định thử"}

        def first(entry):
            entry["effective_from"] = "2026-01-01"
            entry["term"]["commitments"] = [{**promise, "to": "2027-02-28"}]

        corrected = imported(day=first)
        new = published(world, corrected, TODAY + timedelta(days=1), change=renamed)
        version = imported(ours=lambda e: e["term"].update(commitments=[{**promise, "from": "2027-03-01"}]))
        with scoping.system("test"):
            for day in (LAW, LAW + timedelta(days=400)):
                assert own_process_on(version, world.province.id, day).id == new.id
        assert told(world) == [] and told(world, LAW + timedelta(days=30)) == []

    def test_it_is_told_for_a_while_after_the_day_and_not_for_ever(self, world, own):
        imported(change=quicker)
        assert [
            len(told(world, LAW + days)) for days in (timedelta(0), REMEMBERED, REMEMBERED + timedelta(days=1))
        ] == [1, 1, 0]

    def test_a_correction_of_the_same_day_leaves_it_in_force_and_asks_to_look_again(self, world, own):
        def same_day(entry):
            entry["effective_from"] = "2026-01-01"

        version = imported(day=same_day, change=quicker)
        assert "Kiểm tra tại phường" in names_on(version, world, TODAY)
        [lapse] = told(world)
        assert (lapse.version.id, lapse.ends) == (version.id, False)
        assert "Quy trình vẫn áp dụng; hãy xem lại." in text(signed_in(world, "controller").get(PAGE))


def test_a_province_without_a_process_of_its_own_is_told_nothing(world):
    imported(change=quicker)
    assert told(world) == [] and list(check()) == []
