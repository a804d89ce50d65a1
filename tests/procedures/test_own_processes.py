"""A province's own internal process: drafted from what holds, checked, published from a day on; dossiers keep theirs."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.policies import Grants
from dossiers.actions.forward import forward
from dossiers.models import DossierStep
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.local_time import today_local
from procedures.actions.draft_process import draft_process, drop_draft, save_draft
from procedures.actions.publish_process import publish_process
from procedures.actions.withdraw_process import withdraw_process
from procedures.drafting import faults_in, written
from procedures.models import OwnProcess
from procedures.processes import own_process_on, steps_on
from procedures.queries import current_version
from tests.procedures.catalogues import ENTRY
from tests.procedures.layers import version_of
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes
from tests.support.world import HOTEL, MOTORBIKE, filed

pytestmark = pytest.mark.django_db
DECISION = "Quyết định 12/QĐ-UBND ngày 01/12/2026 của Chủ tịch Ủy ban nhân dân tỉnh"


@pytest.fixture
def world(db):
    return worlds.build()


def by(world, role="controller"):
    with scoping.system("test"):
        return {"actor": world.actor(role), "grants": Grants.of(world.people[role])}


def drafted(world, code=HOTEL, role="controller"):
    with world.scope(role):
        return draft_process(current_version(code), **by(world, role))


def saved(world, draft, steps):
    with world.scope("controller"):
        return save_draft(draft.id, steps, seen=draft.row_version, **by(world))


def published(world, draft, begins=None, citation=DECISION, role="controller", decided=None):
    begins = begins or today_local()
    with world.scope(role):
        return publish_process(
            draft.id, **by(world, role), begins=begins, citation=citation, seen=draft.row_version, decided=decided
        )  # fmt: skip


def shorter(draft):
    """The same without the head's look before signing."""
    steps = [dict(step) for step in draft.draft if step["code"] != "xem_xet"]
    next(s for s in steps if s["code"] == "tham_dinh")["next"] = ["ky"]
    return steps


def test_a_draft_begins_as_what_holds_and_says_the_same(world):
    draft = drafted(world)
    with scoping.system("test"):
        version = current_version(HOTEL)
        assert draft.draft == written(version.steps.all())
        assert faults_in(draft.draft, version, world.province.id) == []
    assert drafted(world).id == draft.id, "one draft at a time"


def test_published_it_leads_new_dossiers_and_not_the_running_ones(world):
    """Given a dossier on its way, when the province publishes its own process, then new dossiers go by it and the old one
    goes on as it began."""
    running = filed(world, 1, accept=True)
    draft = drafted(world)
    published(world, saved(world, draft, shorter(draft)))
    new = filed(world, 2, accept=True)
    for row in (running, new):
        for role in ("receptionist", "unit_head", "case_officer"):
            with world.scope(role):
                forward(row.id, actor=world.actor(role))
    with scoping.system("test"):
        here = {s.dossier_id: s.step.code for s in DossierStep.objects.filter(state="open").select_related("step")}
    assert here == {running.id: "xem_xet", new.id: "ky"}


def test_it_takes_over_by_date_and_ends_the_one_before(world):
    first = published(world, drafted(world))
    later = today_local() + timedelta(days=30)
    second = drafted(world)
    published(world, saved(world, second, shorter(second)), begins=later)
    with scoping.system("test"):
        version = current_version(HOTEL)
        first.refresh_from_db()
        assert first.effective_to == later - timedelta(days=1)
        assert own_process_on(version, world.province.id, later).id == second.id
        assert len(steps_on(version, world.province.id, today_local())) == 7
        assert len(steps_on(version, world.province.id, later)) == 6


def test_another_province_keeps_the_national_steps(world):
    there = worlds.build("H19", "Đồng Nai", catalogue=False)
    draft = drafted(world)
    published(world, saved(world, draft, shorter(draft)))
    with scoping.system("test"):
        assert len(steps_on(current_version(HOTEL), there.province.id, today_local())) == 7
    with there.scope("controller"):
        assert not OwnProcess.objects.exists()
        with pytest.raises(NotFound):
            save_draft(draft.id, [], seen=1, **by(there))


@pytest.mark.parametrize("role", ["admin", "unit_head", "centre_director", "case_officer"])
def test_only_procedure_control_drafts_and_publishes(world, role):
    draft = drafted(world)
    with nothing_changes():
        with pytest.raises(NotPermitted):
            drafted(world, role=role)
        with pytest.raises(NotPermitted):
            published(world, draft, role=role)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda s: s[2].update(term={"amount": 40, "unit": "working_days"}), "hơn thời hạn"),
        (lambda s: s[4].update(next=["khong_co"]), "không có bước khong_co"),
        (lambda s: s[-2].update(next=["tham_dinh"]), "bước"),
        (lambda s: s[3].update(staff_role="guide"), "chưa ai trong tỉnh"),
        (lambda s: s[0].update(name=""), "quá ngắn"),
        (lambda s: s[1].update(agency_role="ai_do"), "phải là một trong"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_kept_as_a_draft_and_never_published(world, change, says):
    draft = drafted(world)
    steps = [dict(step) for step in draft.draft]
    change(steps)
    draft = saved(world, draft, steps)
    with nothing_changes(), pytest.raises(InvalidInput) as refused:
        published(world, draft)
    assert any(says in str(error.message) for error in refused.value.errors), refused.value.errors


def test_not_for_a_day_gone_by_nor_without_a_decision_nor_over_a_later_one(world):
    draft = drafted(world)
    with nothing_changes():
        tomorrow = today_local() + timedelta(days=1)
        for wrong in ({"begins": today_local() - timedelta(days=1)}, {"citation": " "}, {"decided": tomorrow}):
            with pytest.raises(InvalidInput):
                published(world, draft, **wrong)
    published(world, drafted(world))
    published(world, drafted(world), begins=today_local() + timedelta(days=9))
    with nothing_changes("procedures_ownprocess"), pytest.raises(InvalidInput):
        published(world, drafted(world), begins=today_local() + timedelta(days=3))


def test_a_first_process_gets_an_earlier_one(world):
    """Given nothing but one published from the ninth day on, one from the third ends the day before it."""
    later = published(world, drafted(world), begins=today_local() + timedelta(days=9))
    sooner = published(world, drafted(world), begins=today_local() + timedelta(days=3))
    assert sooner.effective_to == later.effective_from - timedelta(days=1) and later.effective_to is None


class TestWithdrawing:
    """Published ahead by mistake."""

    def withdrawn(self, world, own, role="controller"):
        with world.scope(role):
            return withdraw_process(own.id, **by(world, role))

    def on(self, world, day):
        with scoping.system("test"):
            return own_process_on(current_version(HOTEL), world.province.id, day)

    def test_the_one_before_goes_on_and_another_may_be_published_for_the_day(self, world):
        later = today_local() + timedelta(days=9)
        first = published(world, drafted(world))
        wrong = published(world, drafted(world), begins=later)
        self.withdrawn(world, wrong)
        with scoping.system("test"):
            first.refresh_from_db()
        assert first.effective_to is None and self.on(world, later) == first
        right = published(world, drafted(world), begins=later)
        assert self.on(world, later) == right
        with scoping.system("test"):
            event = Event.objects.get(kind="process.withdrawn")
        assert event.data == {"procedure": HOTEL, "version": 1, "number": wrong.number, "begins": later.isoformat()}

    def test_the_one_before_goes_on_until_the_next_after_it(self, world):
        days = [today_local() + timedelta(days=n) for n in (0, 9, 20)]
        first, wrong, last = (published(world, drafted(world), begins=day) for day in days)
        self.withdrawn(world, wrong)
        with scoping.system("test"):
            first.refresh_from_db()
        assert first.effective_to == last.effective_from - timedelta(days=1)

    def test_never_once_it_has_begun_nor_by_others_nor_twice(self, world):
        there = worlds.build("H19", "Đồng Nai", catalogue=False)
        begun = published(world, drafted(world))
        ahead = published(world, drafted(world), begins=today_local() + timedelta(days=9))
        draft = drafted(world)
        with nothing_changes():
            with pytest.raises(Conflict):
                self.withdrawn(world, begun)
            with pytest.raises(NotFound):
                self.withdrawn(world, draft)
            for role in ("admin", "unit_head", "centre_director", "case_officer"):
                with pytest.raises(NotPermitted):
                    self.withdrawn(world, ahead, role)
            with pytest.raises(NotFound), there.scope("controller"):
                withdraw_process(ahead.id, **by(there))
        self.withdrawn(world, ahead)
        with nothing_changes(), pytest.raises(Conflict):
            self.withdrawn(world, ahead)
        with pytest.raises(DatabaseError), transaction.atomic(), world.scope("controller"):
            OwnProcess.objects.filter(id=ahead.id).update(withdrawn_at=None, withdrawn_by=None)


def test_what_was_published_says_for_which_version_and_from_when(world):
    published(world, drafted(world))
    own = published(world, drafted(world), begins=today_local() + timedelta(days=9))
    with scoping.system("test"):
        event = Event.objects.filter(kind="process.published").latest("seq")
    assert event.data == {
        "procedure": HOTEL, "version": 1, "number": 2, "begins": own.effective_from.isoformat(),
    }  # fmt: skip


def test_nobody_of_the_right_field_is_nobody(world):
    """Given an entry that the department of agriculture decides, when only the one of tourism has officers, then its steps
    are nobody's."""
    elsewhere = {"receives": [{"kind": "centre"}], "decides": [{"kind": "department", "field": "nong_nghiep"}]}
    here = {**elsewhere, "decides": [{"kind": "department", "field": "du_lich"}]}
    for authority, wrong in ((here, []), (elsewhere, ["chưa ai trong tỉnh giữ vai trò này ở loại cơ quan đó"])):
        version = version_of("2026-01-01", authority=authority)
        with scoping.system("test"):
            found = faults_in(ENTRY["steps"], version, world.province.id)
        assert [message for _place, message in found] == wrong


class TestOneAtATime:
    """Publishing holds a lock on the procedure and the province."""

    def locks(self, act) -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            act()
        return [q["sql"] for q in caught if "advisory" in q["sql"]]

    def test_against_another_draft_and_against_an_import(self, world):
        draft = drafted(world)
        procedure, province = draft.version.procedure_id, world.province.id
        taken = self.locks(lambda: published(world, draft))
        assert any("lock_shared" in sql and f"procedure {procedure}" in sql for sql in taken)
        assert any(f"processes {procedure} {province}" in sql for sql in taken)

    def test_an_import_waits_for_who_publishes(self, world):
        version = version_of("2026-01-01")
        taken = self.locks(lambda: version_of("2026-01-01", legal_basis=["Luật đã sửa"]))
        assert any("lock_shared" not in sql and f"procedure {version.procedure_id}" in sql for sql in taken)


def test_two_at_once_and_what_is_published_stays(world):
    draft = drafted(world)
    saved(world, draft, shorter(draft))
    with pytest.raises(Stale), world.scope("controller"):
        save_draft(draft.id, [], seen=draft.row_version, **by(world))
    with scoping.system("test"):
        draft = OwnProcess.objects.get(id=draft.id)
    published(world, draft)
    with world.scope("controller"):
        with pytest.raises(Conflict):
            drop_draft(draft.id, seen=draft.row_version, **by(world))
        with pytest.raises(DatabaseError), transaction.atomic():
            OwnProcess.objects.filter(id=draft.id).update(citation="khác")


def test_what_others_settle_has_no_process_of_ours(world):
    with nothing_changes(), pytest.raises(Conflict):
        drafted(world, MOTORBIKE)
