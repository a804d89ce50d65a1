"""The life of a dossier, act by act: who may, what follows, and what a refused act leaves untouched."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.actors import Actor
from accounts.models import Position
from dossiers.actions.accept import accept
from dossiers.actions.add_result import add_result
from dossiers.actions.assign import assign
from dossiers.actions.complete import complete
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.extend import extend
from dossiers.actions.recall import recall
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.refuse import refuse
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.actions.stop import stop
from dossiers.actions.withdraw import withdraw
from dossiers.models import Dossier, Remark
from dossiers.states import Action, Status, allowed
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.ids import uuid7
from foundation.local_time import now, today_local
from procedures.models import Authority, ProcedureVersion
from tests.support import world as worlds
from tests.support.corrected import correct
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db
ACTS = {
    Action.ACCEPT: accept, Action.REFUSE: refuse, Action.START: start, Action.REQUEST_SUPPLEMENT: request_supplement,
    Action.RECEIVE_SUPPLEMENT: receive_supplement, Action.REQUEST_PAYMENT: request_payment,
    Action.CONFIRM_PAYMENT: confirm_payment, Action.WITHDRAW: withdraw, Action.STOP: stop, Action.COMPLETE: complete,
    Action.RETURN_RESULT: return_result, Action.EXTEND: extend, Action.RECALL: recall,
}  # fmt: skip
WITH_REASON = {"reason": "Lý do thử"}
MORE = {
    Action.REFUSE: WITH_REASON, Action.REQUEST_SUPPLEMENT: WITH_REASON, Action.REQUEST_PAYMENT: WITH_REASON,
    Action.WITHDRAW: WITH_REASON, Action.STOP: WITH_REASON, Action.RECALL: WITH_REASON,
    Action.COMPLETE: {"outcome": "granted"}, Action.EXTEND: {**WITH_REASON, "due_at": None},
}  # fmt: skip
BY = {
    Action.ACCEPT: "receptionist", Action.REFUSE: "receptionist", Action.COMPLETE: "signer",
    Action.RETURN_RESULT: "returner", Action.EXTEND: "signer", Action.RECALL: "unit_head",
}  # fmt: skip


def do(world, dossier, act, role=None, **more):
    role = role or BY.get(act, "case_officer")
    if (
        act in (Action.REQUEST_SUPPLEMENT, Action.RECEIVE_SUPPLEMENT)
        and fresh(dossier).code is None
        and role == "case_officer"
    ):
        role = "receptionist"
    with world.scope(role):
        return ACTS[act](dossier.id, actor=world.actor(role), **{**MORE.get(act, {}), **more})


def started(world, number=1, **changes) -> Dossier:
    """A dossier that an officer has taken up."""
    dossier = filed(world, number, accept=True, **changes)
    do(world, dossier, Action.START)
    return dossier


def fresh(dossier) -> Dossier:
    with scoping.system("test"):
        return Dossier.objects.select_related("version_of_procedure", "procedure", "agency").get(id=dossier.id)


def in_status(world, status) -> Dossier:
    """A dossier that was born in this status: PostgreSQL lets none be pushed into it."""
    dossier = fresh(filed(world))
    with scoping.system("test"):
        dossier.pk, dossier.status, dossier._state.adding = uuid7(), status.value, True
        dossier.save(force_insert=True)
    return dossier


def kinds(dossier) -> list[str]:
    with scoping.system("test"):
        return list(Event.objects.filter(subject_id=dossier.id).order_by("seq").values_list("kind", flat=True))


def untouched(dossier, before: Dossier) -> bool:
    after = fresh(dossier)
    return all(getattr(after, f.attname) == getattr(before, f.attname) for f in Dossier._meta.concrete_fields)


def test_from_filing_to_result(world):
    dossier = filed(world)
    for act in (Action.ACCEPT, Action.START, Action.COMPLETE, Action.RETURN_RESULT):
        do(world, dossier, act)
    ended = fresh(dossier)
    assert (ended.status, ended.national_status, ended.outcome) == ("returned", 10, "granted")
    assert ended.completed_at and ended.returned_at and ended.closed_at
    assert kinds(dossier) == [f"dossier.{k}" for k in ("submitted", "accepted", "started", "completed", "returned")]
    assert ended.assignee_id == world.people["case_officer"].id


def test_a_refusal_after_appraisal_is_a_result_with_a_reason(world):
    dossier = started(world)
    with pytest.raises(InvalidInput):
        do(world, dossier, Action.COMPLETE, outcome="refused")
    assert do(world, dossier, Action.COMPLETE, outcome="refused", reason="Không đạt tiêu chuẩn").outcome == "refused"
    with pytest.raises(Conflict):
        do(world, dossier, Action.COMPLETE)


def test_what_takes_days_is_not_completed_before_it_is_taken_up(world):
    """Appraisal is not skipped: only what is settled on the spot goes straight from acceptance to its result."""
    dossier = filed(world, accept=True)
    before = fresh(dossier)
    for act in (Action.COMPLETE, Action.REQUEST_PAYMENT):
        with scoping.system("test"), pytest.raises(Conflict) as caught:
            ACTS[act](dossier.id, actor=Actor.system("test"), **MORE[act])
        assert caught.value.code == "not_started" and "start" in caught.value.extra["allowed"]
    assert untouched(dossier, before)


@pytest.mark.parametrize(("variant", "completes"), [("", True), ("verification", False)])
def test_what_is_settled_on_the_spot_needs_no_taking_up(world, variant, completes):
    dossier = filed(
        world, accept=True, procedure=worlds.MARRIAGE, agency=world.agencies["ward"].code, term_variant=variant,
        applicant=worlds.person(1), co_applicants=(worlds.person(2),),
    )  # fmt: skip
    with scoping.system("test"):
        if completes:
            assert complete(dossier.id, actor=Actor.system("test"), outcome="granted").status == "completed"
        else:
            with pytest.raises(Conflict):
                complete(dossier.id, actor=Actor.system("test"), outcome="granted")


def test_where_the_clock_waits_for_the_payment_it_may_be_asked_for_at_once(world):
    """TT 79/2024/TT-BCA: from acceptance and payment."""
    correct(worlds.HOTEL, **{"term.start": "acceptance_and_payment"})
    dossier = filed(world, accept=True)
    assert fresh(dossier).due_at is None
    assert do(world, dossier, Action.REQUEST_PAYMENT).paused_since
    paid = do(world, dossier, Action.CONFIRM_PAYMENT)
    assert paid.due_at and paid.paused_since is None
    with scoping.system("test"):
        assert [e.kind for e in paid.clock.order_by("at", "id")] == ["start"]


def test_each_act_keeps_the_post_in_which_it_was_done(world):
    dossier = started(world)
    do(world, dossier, Action.COMPLETE)
    do(world, dossier, Action.RETURN_RESULT)
    with scoping.system("test"):
        posts = dict(Position.objects.values_list("id", "role"))
        done = Event.objects.filter(subject_id=dossier.id).order_by("seq").values_list("kind", "actor_position_id")
        assert [(kind, posts.get(post)) for kind, post in done] == [
            ("dossier.submitted", "receptionist"), ("dossier.accepted", "receptionist"),
            ("dossier.started", "case_officer"), ("dossier.completed", "signer"), ("dossier.returned", "returner"),
        ]  # fmt: skip


def test_a_procedure_that_ended_in_between_is_not_accepted(world):
    dossier = filed(world)
    with scoping.system("test"):
        ProcedureVersion.objects.filter(procedure__code=worlds.HOTEL).update(effective_to="2026-01-01")
    before = fresh(dossier)
    with pytest.raises(Conflict) as caught:
        do(world, dossier, Action.ACCEPT)
    assert caught.value.code == "procedure_ended" and caught.value.extra["allowed"] == ["refuse"]
    assert untouched(dossier, before)


def test_a_special_term_that_the_law_took_away_gives_way_to_the_ordinary_one(world):
    dossier = filed(
        world, procedure=worlds.MARRIAGE, agency=world.agencies["ward"].code, term_variant="verification",
        applicant=worlds.person(1), co_applicants=(worlds.person(2),),
    )  # fmt: skip
    with scoping.system("test"):
        old = ProcedureVersion.objects.get(procedure__code=worlds.MARRIAGE)
        ProcedureVersion.objects.filter(id=old.id).update(effective_to=today_local() - timedelta(days=1))
        old.pk, old._state.adding, old.version, old.effective_from = uuid7(), True, old.version + 1, today_local()
        old.term_variants = []
        authorities = list(Authority.objects.filter(version__procedure__code=worlds.MARRIAGE))
        old.save(force_insert=True)
        for one in authorities:
            one.pk, one._state.adding, one.version = uuid7(), True, old
            one.save(force_insert=True)
        accepted = accept(dossier.id, actor=Actor.system("test"))
    assert (accepted.status, accepted.term_variant) == ("accepted", "") and accepted.due_at


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"settled_by": "ministry"}, "settled_elsewhere"),
        ({"authorities": [{"task": "decides", "agency_kind": "ward"}]}, "not_competent"),
    ],
)
def test_a_dossier_filed_before_others_were_made_competent_is_not_accepted(world, changes, code):
    """Given a dossier filed under one version, when the next one gives the decision to others, then it can only be refused."""
    dossier = filed(world)
    with scoping.system("test"):
        old = ProcedureVersion.objects.get(procedure__code=worlds.HOTEL)
        ProcedureVersion.objects.filter(id=old.id).update(effective_to=today_local() - timedelta(days=1))
        old.pk, old._state.adding, old.version, old.effective_from = uuid7(), True, old.version + 1, today_local()
        old.settled_by = changes.get("settled_by", old.settled_by)
        old.save(force_insert=True)
        for one in changes.get("authorities", ()):
            Authority.objects.create(version=old, **one)
    with nothing_changes(), scoping.system("test"), pytest.raises(Conflict, match=code) as refused:
        accept(dossier.id, actor=Actor.system("test"))
    assert refused.value.extra == {"allowed": ["refuse"]}
    do(world, dossier, Action.REFUSE)
    assert fresh(dossier).status == "refused"


def test_an_unknown_outcome_is_refused(world):
    dossier = started(world)
    with pytest.raises(InvalidInput) as caught:
        do(world, dossier, Action.COMPLETE, outcome="maybe")
    assert caught.value.errors[0].field == "outcome"


@pytest.mark.parametrize("status", list(Status))
def test_what_the_table_forbids_changes_nothing_and_names_what_is_allowed(world, status):
    dossier = in_status(world, status)
    before = fresh(dossier)
    for act in Action:
        if act in allowed(status):
            continue
        with scoping.system("test"), pytest.raises(Conflict) as caught, transaction.atomic():
            ACTS[act](dossier.id, actor=Actor.system("test"), **MORE.get(act, {}))
        assert caught.value.extra["allowed"] == allowed(status)
    assert untouched(dossier, before) and kinds(dossier) == []


@pytest.mark.parametrize(
    ("act", "role"),
    [
        (Action.ACCEPT, "case_officer"), (Action.ACCEPT, "returner"), (Action.ACCEPT, "admin"),
        (Action.REFUSE, "signer"), (Action.START, "receptionist"), (Action.START, "signer"),
        (Action.COMPLETE, "case_officer"), (Action.COMPLETE, "receptionist"), (Action.COMPLETE, "admin"),
        (Action.COMPLETE, "centre_director"), (Action.RETURN_RESULT, "case_officer"), (Action.EXTEND, "case_officer"),
        (Action.RECALL, "receptionist"), (Action.RECALL, "clerk"), (Action.STOP, "receptionist"),
    ],
)  # fmt: skip
def test_the_wrong_post_may_not_and_nothing_changes(world, act, role):
    dossier = filed(world, accept=act not in (Action.ACCEPT, Action.REFUSE))
    if act in (Action.RETURN_RESULT, Action.RECALL, Action.STOP):
        do(world, dossier, Action.START)
    if act in (Action.RETURN_RESULT, Action.RECALL):
        do(world, dossier, Action.COMPLETE)
    before = fresh(dossier)
    with pytest.raises(NotPermitted):
        do(world, dossier, act, role)
    assert untouched(dossier, before)


@pytest.mark.parametrize("act", list(Action))
def test_another_unit_and_another_province_do_not_even_find_it(world, act):
    dossier = filed(world, accept=True)
    elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
    for house, role in ((world, "other_officer"), (elsewhere, "case_officer"), (elsewhere, "admin")):
        with house.scope(role), pytest.raises(NotFound):
            ACTS[act](dossier.id, actor=house.actor(role), **MORE.get(act, {}))


@pytest.mark.parametrize("act", [Action.REFUSE, Action.REQUEST_SUPPLEMENT, Action.WITHDRAW, Action.REQUEST_PAYMENT])
def test_an_act_that_needs_a_reason_is_refused_without_one(world, act):
    dossier = filed(world) if act is Action.REFUSE else started(world)
    with pytest.raises(InvalidInput) as caught:
        do(world, dossier, act, reason="  ")
    assert caught.value.errors[0].field == "reason"


def test_who_read_an_older_version_is_told_and_nothing_is_overwritten(world):
    dossier = filed(world, accept=True)
    version = fresh(dossier).row_version
    do(world, dossier, Action.START, expected_version=version)
    before = fresh(dossier)
    with pytest.raises(Stale):
        do(world, dossier, Action.REQUEST_SUPPLEMENT, expected_version=version)
    assert untouched(dossier, before)


def test_a_supplement_stops_the_clock_and_starts_it_anew(world):
    dossier = filed(world, accept=True)
    due = fresh(dossier).due_at
    asked = do(world, dossier, Action.REQUEST_SUPPLEMENT)
    assert asked.paused_since and asked.supplement_until and asked.supplement_count == 1
    back = do(world, dossier, Action.RECEIVE_SUPPLEMENT)
    assert back.status == "processing" and back.paused_since is None and back.due_at >= due
    with scoping.system("test"):
        assert [e.kind for e in back.clock.order_by("at", "id")] == ["start", "pause", "restart"]


def test_the_law_allows_one_supplement(world):
    dossier = filed(world, accept=True)
    do(world, dossier, Action.REQUEST_SUPPLEMENT)
    do(world, dossier, Action.RECEIVE_SUPPLEMENT)
    with pytest.raises(Conflict) as caught:
        do(world, dossier, Action.REQUEST_SUPPLEMENT)
    assert caught.value.code == "second_supplement"
    again = do(world, dossier, Action.REQUEST_SUPPLEMENT, override=True)
    with scoping.system("test"):
        event = Event.objects.filter(subject_id=again.id).order_by("-seq").first()
    assert event.data["override"] is True and event.data["count"] == 2


def test_an_intake_supplement_does_not_start_a_clock(world):
    dossier = filed(world)
    asked = do(world, dossier, Action.REQUEST_SUPPLEMENT)
    assert (asked.status, asked.due_at, asked.supplement_count) == ("awaiting_intake_supplement", None, 0)
    assert do(world, dossier, Action.RECEIVE_SUPPLEMENT).status == "submitted"


def test_a_payment_pauses_and_the_rest_runs_on(world):
    dossier = started(world)
    do(world, dossier, Action.REQUEST_PAYMENT)
    assert fresh(dossier).paused_since
    paid = do(world, dossier, Action.CONFIRM_PAYMENT)
    with scoping.system("test"):
        assert [e.kind for e in paid.clock.order_by("at", "id")] == ["start", "pause", "resume"]


class TestExtension:
    def test_once_with_the_original_kept(self, world):
        dossier = filed(world, accept=True)
        original = fresh(dossier).due_at
        later = do(world, dossier, Action.EXTEND, due_at=original + timedelta(days=14))
        assert later.due_at == original + timedelta(days=14) and later.original_due_at == original
        with pytest.raises(Conflict) as caught:
            do(world, dossier, Action.EXTEND, due_at=original + timedelta(days=21))
        assert caught.value.code == "extended_already" and "61/2018" in caught.value.message

    def test_not_to_an_earlier_date(self, world):
        dossier = filed(world, accept=True)
        with pytest.raises(InvalidInput):
            do(world, dossier, Action.EXTEND, due_at=now())

    @pytest.mark.parametrize(
        ("wanted", "code"), [("2199-01-02T09:00", "too_late"), ("2027-06-05T09:00", "not_working"), ("2027-06-07T23:00", "closed")]
    )  # fmt: skip
    def test_only_to_an_hour_when_the_office_is_open(self, world, wanted, code):
        dossier = filed(world, accept=True)
        before = fresh(dossier).due_at
        with pytest.raises(InvalidInput) as caught:
            do(world, dossier, Action.EXTEND, due_at=datetime.fromisoformat(f"{wanted}+07:00"))
        assert [e.code for e in caught.value.errors] == [code]
        assert (fresh(dossier).due_at, fresh(dossier).extended) == (before, False)

    def test_not_on_the_last_day(self, world):
        permit = worlds.PERMIT
        dossier = filed(
            world,
            procedure=permit,
            agency=world.agencies["ward"].code,
            applicant=worlds.person(1),
            accept=True,
        )
        with scoping.system("test"):
            Dossier.objects.filter(id=dossier.id).update(due_at=now())
        with scoping.system("test"), pytest.raises(Conflict) as caught:
            extend(dossier.id, actor=Actor.system("test"), reason="Chậm", due_at=now() + timedelta(days=7))
        assert caught.value.code == "too_late"


def test_what_is_decided_cannot_be_withdrawn(world):
    """A result that was taken back for correction has been issued all the same (NĐ 118/2025 Đ21)."""
    dossier = started(world)
    with scoping.system("test"):
        add_result(dossier.id, actor=Actor.system("test"), name="Quyết định", number="01/QĐ")
    with pytest.raises(Conflict) as caught:
        do(world, dossier, Action.WITHDRAW)
    assert caught.value.code == "decided" and "withdraw" not in caught.value.extra["allowed"]
    assert fresh(dossier).status == "processing"


def test_a_recalled_result_runs_on_the_old_clock(world):
    dossier = filed(world, accept=True)
    due = fresh(dossier).due_at
    do(world, dossier, Action.START)
    do(world, dossier, Action.COMPLETE)
    back = do(world, dossier, Action.RECALL)
    assert (back.status, back.outcome, back.completed_at, back.due_at) == ("processing", "", None, due)
    assert do(world, dossier, Action.COMPLETE).status == "completed"


def test_assigning_goes_to_an_officer_of_the_agency(world):
    dossier = filed(world, accept=True)
    officer = world.people["case_officer"]
    with world.scope("unit_head"):
        assert assign(dossier.id, actor=world.actor("unit_head"), assignee_id=officer.id).assignee_id == officer.id
        with pytest.raises(InvalidInput):
            assign(dossier.id, actor=world.actor("unit_head"), assignee_id=world.people["signer"].id)
    with world.scope("case_officer"), pytest.raises(NotPermitted):
        assign(dossier.id, actor=world.actor("case_officer"), assignee_id=officer.id)


def test_reasons_and_notes_stay_out_of_the_record(world):
    dossier = filed(world, accept=True)
    do(
        world,
        dossier,
        Action.REQUEST_SUPPLEMENT,
        reason="Thiếu bản sao bằng của ông Thử",
        note="Gọi lại thứ Hai",
    )
    with scoping.system("test"):
        remark = Remark.objects.get(dossier=dossier)
        event = Event.objects.get(id=remark.event_id)
    assert remark.reason == "Thiếu bản sao bằng của ông Thử" and remark.note == "Gọi lại thứ Hai"
    assert "Thử" not in str(event.data)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE dossiers_dossier SET status = 'returned'", "UPDATE dossiers_dossier SET status = 'submitted'",
        "DELETE FROM dossiers_dossier",
    ],
)  # fmt: skip
def test_postgresql_refuses_what_the_table_forbids(world, sql):
    dossier = filed(world, accept=True)
    before = fresh(dossier)
    with scoping.system("test"), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(sql)
    assert untouched(dossier, before)


@pytest.mark.django_db(transaction=True)
def test_many_counters_at_once_give_consecutive_codes():
    world = worlds.build("H05", "Bắc Ninh")
    threads, each = 8, 12
    failures = []

    def counter(number):
        try:
            for i in range(each):
                filed(world, number * 100 + i, accept=True)
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=counter, args=(n,)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert not failures
    with scoping.system("test"):
        numbers = sorted(int(code[-4:]) for code in Dossier.objects.values_list("code", flat=True))
    assert numbers == list(range(1, threads * each + 1))
