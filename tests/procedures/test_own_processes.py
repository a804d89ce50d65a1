"""A province's own internal process: drafted from what holds, checked, published from a day on; dossiers keep theirs."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.policies import Grants
from dossiers.actions.forward import forward
from dossiers.models import DossierStep
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.local_time import today_local
from procedures.actions.draft_process import draft_process, drop_draft, save_draft
from procedures.actions.publish_process import publish_process
from procedures.drafting import faults_in, written
from procedures.models import OwnProcess
from procedures.processes import own_process_on, steps_on
from procedures.queries import current_version
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
    published(world, draft, begins=today_local() + timedelta(days=9))
    with pytest.raises(InvalidInput):
        published(world, drafted(world), begins=today_local() + timedelta(days=3))


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
            drop_draft(draft.id, **by(world))
        with pytest.raises(DatabaseError), transaction.atomic():
            OwnProcess.objects.filter(id=draft.id).update(citation="khác")


def test_what_others_settle_has_no_process_of_ours(world):
    with nothing_changes(), pytest.raises(Conflict):
        drafted(world, MOTORBIKE)
