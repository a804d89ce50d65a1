"""A dossier on its way from desk to desk: forwarded, sent back, pulled back; the acts of the legal axis take it along."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.policies import Grants
from accounts.roles import Role
from calendars.calendar import local_date
from calendars.models import CalendarDay
from calendars.queries import calendar_for
from dossiers.actions.accept import accept
from dossiers.actions.answer_consultation import answer_consultation, end_consultation
from dossiers.actions.assign import assign
from dossiers.actions.complete import complete
from dossiers.actions.consult import consult
from dossiers.actions.forward import forward
from dossiers.actions.pull_back import pull_back
from dossiers.actions.recall import recall
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.send_back import send_back
from dossiers.actions.start import start
from dossiers.actions.withdraw import withdraw
from dossiers.models import Dossier, DossierStep
from dossiers.step_queries import waiting_at
from dossiers.tasks import end_silent_consultations
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.local_time import now
from tests.procedures.catalogues import catalogue, entry
from tests.support.unchanged import nothing_changes
from tests.support.world import filed, official

pytestmark = pytest.mark.django_db


def way(dossier) -> list[tuple[str, str]]:
    """The steps it has been at, without those beside them, each with how it ended."""
    with scoping.system("test"):
        return list(dossier.steps.filter(beside=None).values_list("step__code", "state"))


def at(dossier) -> DossierStep:
    with scoping.system("test"):
        return dossier.steps.select_related("step", "agency").get(state="open", beside=None)


def kinds(dossier) -> list[str]:
    with scoping.system("test"):
        return list(Event.objects.filter(subject_id=dossier.id).order_by("seq").values_list("kind", flat=True))


def do(world, role, act, dossier, **more):
    with world.scope(role):
        return act(dossier.id, actor=world.actor(role), **more)


@pytest.fixture
def dossier(world):
    """A hotel's dossier, accepted at the counter."""
    return filed(world, accept=True)


@pytest.fixture
def appraised(world, dossier):
    """The same on the desk of the case officer, who has begun."""
    return do(world, "case_officer", start, dossier)


class TestTheWholeWay:
    def test_from_the_counter_to_the_owner_through_every_step(self, world, dossier):
        """Given an accepted dossier, when each desk does its step, then it ends handed over, and every stay is kept."""
        do(world, "receptionist", forward, dossier)
        assert at(dossier).step.code == "phan_cong"
        do(world, "unit_head", forward, dossier, assignee_id=world.people["case_officer"].id)
        assert at(dossier).assignee_id == world.people["case_officer"].id
        do(world, "case_officer", forward, dossier)
        do(world, "unit_head", forward, dossier)
        do(world, "signer", forward, dossier)
        assert at(dossier).step.code == "dong_dau"
        do(world, "clerk", complete, dossier, outcome="granted")
        assert at(dossier).step.code == "tra"
        assert at(dossier).agency_id == world.centre.id
        do(world, "returner", return_result, dossier)
        assert way(dossier) == [
            ("tiep_nhan", "done"), ("phan_cong", "done"), ("tham_dinh", "done"), ("xem_xet", "done"), ("ky", "done"),
            ("dong_dau", "done"), ("tra", "done"),
        ]  # fmt: skip
        assert kinds(dossier) == [
            "dossier.submitted", "dossier.accepted", "dossier.step_completed", "dossier.started", "dossier.step_completed",
            "dossier.assigned", "dossier.step_completed", "dossier.step_completed", "dossier.step_completed",
            "dossier.completed", "dossier.returned",
        ]  # fmt: skip

    def test_who_did_each_step_and_in_which_post(self, world, dossier):
        do(world, "receptionist", forward, dossier)
        with scoping.system("test"):
            gone = dossier.steps.get(step__code="tiep_nhan")
            event = Event.objects.get(subject_id=dossier.id, kind="dossier.step_completed")
            post = world.people["receptionist"].positions.get()
        assert gone.finished_by_id == world.people["receptionist"].id
        assert (event.data["step"], event.data["next_step"]) == ("tiep_nhan", "phan_cong")
        assert event.actor_position_id == post.id

    def test_an_officer_who_begins_takes_it_from_the_counter_past_the_assigning(self, world, appraised):
        """Given a dossier still at the counter's step, when an officer begins, then it lies on the officer's desk."""
        assert way(appraised) == [("tiep_nhan", "done"), ("tham_dinh", "open")]
        assert at(appraised).assignee_id == world.people["case_officer"].id

    def test_a_dossier_accepted_before_steps_were_kept_begins_where_it_is_settled(self, world, dossier):
        with scoping.system("test"):
            dossier.steps.all().delete()
        do(world, "case_officer", start, dossier)
        assert way(dossier) == [("tham_dinh", "open")]

    def test_a_result_called_back_returns_to_who_made_it(self, world, appraised):
        do(world, "signer", complete, appraised, outcome="granted")
        do(world, "signer", recall, appraised, reason="Sai tên")
        assert way(appraised)[-2:] == [("tra", "pulled_back"), ("tham_dinh", "open")]

    def test_a_withdrawn_dossier_is_on_nobodys_desk(self, world, appraised):
        do(world, "case_officer", withdraw, appraised, reason="Không làm nữa")
        assert way(appraised)[-1] == ("tham_dinh", "cancelled")

    def test_who_is_assigned_has_the_step_on_the_own_desk(self, world, appraised):
        with scoping.system("test"):
            other = official(world, Role.CASE_OFFICER, "department", suffix="-2")
        do(world, "unit_head", assign, appraised, assignee_id=other.id)
        assert at(appraised).assignee_id == other.id


class TestForward:
    @pytest.mark.parametrize("role", ["case_officer", "signer", "clerk", "returner", "guide", "other_officer", "admin"])
    def test_only_whose_step_it_is(self, world, dossier, role):
        """Given a dossier at the counter, when another desk forwards it, then nothing changes."""
        before = way(dossier)
        with pytest.raises((NotPermitted, NotFound)):
            do(world, role, forward, dossier)
        assert way(dossier) == before
        assert kinds(dossier)[-1] == "dossier.accepted"

    def test_the_appraiser_does_not_sign(self, world, appraised):
        do(world, "case_officer", forward, appraised)
        do(world, "unit_head", forward, appraised)
        for role in ("case_officer", "unit_head", "clerk"):
            with pytest.raises(NotPermitted):
                do(world, role, forward, appraised)
        assert at(appraised).step.code == "ky"

    def test_the_last_step_ends_with_the_result(self, world, appraised):
        for role in ("case_officer", "unit_head", "signer"):
            do(world, role, forward, appraised)
        with pytest.raises(Conflict) as refused:
            do(world, "clerk", forward, appraised)
        assert refused.value.code == "complete_instead"
        assert at(appraised).step.code == "dong_dau"

    def test_a_choice_must_be_made_where_the_process_forks(self, world):
        row = _forked(world)
        with pytest.raises(InvalidInput) as refused:
            do(world, "case_officer", forward, row)
        assert refused.value.errors[0].field == "to"
        with pytest.raises(InvalidInput):
            do(world, "case_officer", forward, row, to="tra")
        do(world, "case_officer", forward, row, to="xac_minh")
        assert at(row).step.code == "xac_minh"

    def test_an_older_page_forwards_nothing(self, world, appraised):
        with pytest.raises(Stale):
            do(world, "case_officer", forward, appraised, expected_version=appraised.row_version - 1)
        assert at(appraised).step.code == "tham_dinh"

    def test_who_does_not_hold_the_next_role_is_not_given_it(self, world, dossier):
        do(world, "receptionist", forward, dossier)
        with pytest.raises(InvalidInput) as refused:
            do(world, "unit_head", forward, dossier, assignee_id=world.people["clerk"].id)
        assert refused.value.errors[0].field == "assignee"
        assert way(dossier)[-1] == ("phan_cong", "open")
        assert "dossier.started" not in kinds(dossier)

    def test_nothing_is_forwarded_while_the_applicant_is_waited_for(self, world, appraised):
        do(world, "case_officer", request_supplement, appraised, reason="Thiếu bản vẽ")
        with pytest.raises(Conflict) as refused:
            do(world, "case_officer", forward, appraised)
        assert refused.value.code == "wrong_state"


class TestBack:
    def test_sent_back_to_who_did_the_step_before(self, world, appraised):
        do(world, "case_officer", forward, appraised)
        do(world, "unit_head", send_back, appraised, reason="Thiếu tờ trình")
        assert way(appraised)[-2:] == [("xem_xet", "sent_back"), ("tham_dinh", "open")]
        assert at(appraised).assignee_id == world.people["case_officer"].id
        with scoping.system("test"):
            remark = appraised.remarks.get(action="send_back")
        assert (remark.note, remark.reason) == ("Thiếu tờ trình", "")

    def test_several_steps_back(self, world, appraised):
        do(world, "case_officer", forward, appraised)
        do(world, "unit_head", forward, appraised)
        do(world, "signer", send_back, appraised, reason="Thẩm định lại", to="tham_dinh")
        assert at(appraised).step.code == "tham_dinh"

    def test_not_without_a_reason_nor_to_where_it_never_was(self, world, appraised):
        do(world, "case_officer", forward, appraised)
        with pytest.raises(InvalidInput):
            do(world, "unit_head", send_back, appraised, reason=" ")
        with pytest.raises(InvalidInput):
            do(world, "unit_head", send_back, appraised, reason="Lý do", to="ky")
        assert at(appraised).step.code == "xem_xet"

    def test_the_first_step_has_none_before_it(self, world, dossier):
        with pytest.raises(Conflict):
            do(world, "receptionist", send_back, dossier, reason="Lý do")

    def test_pulled_back_while_nobody_has_touched_it(self, world, dossier):
        do(world, "receptionist", forward, dossier)
        do(world, "receptionist", pull_back, dossier)
        assert way(dossier) == [("tiep_nhan", "done"), ("phan_cong", "pulled_back"), ("tiep_nhan", "open")]

    def test_not_once_the_next_desk_has_acted(self, world, dossier):
        do(world, "receptionist", forward, dossier)
        do(world, "unit_head", assign, dossier, assignee_id=world.people["case_officer"].id)
        with pytest.raises(Conflict) as refused:
            do(world, "receptionist", pull_back, dossier)
        assert refused.value.code == "touched"
        assert at(dossier).step.code == "phan_cong"

    def test_not_after_an_officer_has_begun(self, world, appraised):
        with pytest.raises(Conflict):
            do(world, "receptionist", pull_back, appraised)

    def test_not_by_who_had_no_part_in_the_step_before(self, world, dossier):
        do(world, "receptionist", forward, dossier)
        with pytest.raises(NotPermitted):
            do(world, "unit_head", pull_back, dossier)


class TestWhatReviewFound:
    def test_a_head_chosen_for_the_review_does_not_take_the_dossier_from_its_officer(self, world, appraised):
        with scoping.system("test"):
            other = official(world, Role.UNIT_HEAD, "department", suffix="-2")
        do(world, "case_officer", forward, appraised, assignee_id=other.id)
        assert at(appraised).assignee_id == other.id
        with scoping.system("test"):
            assert Dossier.objects.get(id=appraised.id).assignee_id == world.people["case_officer"].id

    def test_a_head_pulls_back_what_was_forwarded_with_an_officer_named(self, world, dossier):
        do(world, "receptionist", forward, dossier)
        do(world, "unit_head", forward, dossier, assignee_id=world.people["case_officer"].id)
        do(world, "unit_head", pull_back, dossier)
        assert at(dossier).step.code == "phan_cong"

    def test_sent_back_goes_back_only(self, world, appraised):
        do(world, "case_officer", forward, appraised)
        do(world, "unit_head", forward, appraised)
        do(world, "signer", send_back, appraised, reason="Thẩm định lại", to="tham_dinh")
        with pytest.raises(InvalidInput):
            do(world, "case_officer", send_back, appraised, reason="Lý do", to="xem_xet")
        do(world, "case_officer", send_back, appraised, reason="Thiếu bản gốc")
        assert at(appraised).step.code == "tiep_nhan"

    def test_who_forwards_an_unassigned_dossier_has_appraised_it(self, world, dossier):
        do(world, "receptionist", forward, dossier)
        do(world, "unit_head", forward, dossier)
        do(world, "case_officer", forward, dossier)
        with scoping.system("test"):
            assert Dossier.objects.get(id=dossier.id).assignee_id == world.people["case_officer"].id

    def test_a_question_of_the_officials_own_and_one_with_a_shorter_time_know_no_silent_consent(self, world):
        row = _forked(world)
        land, officer = world.agencies["land"].id, world.actor("case_officer")
        for more in ({}, {"step": "hoi", "days": Decimal("0.25")}):
            with world.scope("case_officer"):
                asked = consult(row.id, actor=officer, agency_id=land, question="Gì?", **more)
                assert not asked.silence_agrees
                end_consultation(row.id, asked.id, actor=officer)

    def test_a_question_is_answered_while_the_applicant_is_waited_for(self, world, appraised):
        with world.scope("case_officer"):
            officer = world.actor("case_officer")
            consult(appraised.id, actor=officer, agency_id=world.agencies["land"].id, question="Gì?")
            request_supplement(appraised.id, actor=officer, reason="Thiếu")
        with world.scope("other_officer"):
            posts = Grants.of(world.people["other_officer"]).positions
            assert [d.id for d in waiting_at(posts, [world.people["other_officer"].id])] == [appraised.id]

    def test_a_case_that_was_chosen_by_mistake_is_left_again(self, world):
        """Given a way to another case taken by mistake, when it is pulled back, then the former term holds again."""
        row = _forked(world, variants=[{"code": "kho", "name": "Khó", "amount": 9, "unit": "working_days"}])
        with scoping.system("test"):
            before = Dossier.objects.get(id=row.id).due_at
        do(world, "case_officer", forward, row, to="xac_minh")
        with scoping.system("test"):
            longer = Dossier.objects.get(id=row.id)
        assert (longer.term_variant, longer.due_at > before) == ("kho", True)
        do(world, "case_officer", pull_back, row)
        with scoping.system("test"):
            again = Dossier.objects.get(id=row.id)
        assert (again.term_variant, again.due_at) == ("", before)
        assert at(row).step.code == "tham_tra"


class TestTime:
    def test_each_step_has_its_own_date_in_working_time(self, world, appraised):
        step = at(appraised)
        calendar = calendar_for(world.department.id)
        assert step.due_at == calendar.add(calendar.snap(step.arrived_at), 12 * 8 * 3600)

    def test_the_step_begins_anew_when_the_term_does(self, world, appraised, monkeypatch):
        """Given a supplement under «tính lại từ đầu», then the step at hand has its whole time again from that moment."""
        do(world, "case_officer", request_supplement, appraised, reason="Thiếu danh sách")
        do(world, "case_officer", receive_supplement, appraised)
        step = at(appraised)
        with scoping.system("test"):
            restarted = appraised.clock.get(kind="restart").at
        calendar = calendar_for(world.department.id)
        assert step.due_at == calendar.add(calendar.snap(restarted), 12 * 8 * 3600)

    def test_the_hand_over_is_outside_the_clock(self, world, appraised):
        do(world, "signer", complete, appraised, outcome="granted")
        assert at(appraised).due_at is None


class TestAsking:
    @pytest.fixture
    def asked(self, world, appraised):
        with world.scope("case_officer"):
            return consult(
                appraised.id, actor=world.actor("case_officer"), agency_id=world.agencies["land"].id,
                question="Thửa đất có tranh chấp không?", days=Decimal(2),
            )  # fmt: skip

    def test_the_asked_agency_sees_the_dossier_and_answers(self, world, appraised, asked):
        """Given a question, then the other agency's officer reads the dossier, answers, and the step can go on."""
        with world.scope("other_officer"):
            assert Dossier.objects.filter(id=appraised.id).exists()
            answer_consultation(
                appraised.id, asked.id, actor=world.actor("other_officer"), answer="agreed_if", opinion="Cần rào lại"
            )
        do(world, "case_officer", forward, appraised)
        assert at(appraised).step.code == "xem_xet"
        with scoping.system("test"):
            asked.refresh_from_db()
            event = Event.objects.get(subject_id=appraised.id, kind="dossier.consultation_answered")
        assert (asked.state, asked.answer) == ("done", "agreed_if")
        assert event.data["agency_id"] == str(world.agencies["land"].id)
        assert "Cần rào" not in str(event.data)

    def test_nobody_else_saw_it_before(self, world, appraised):
        with world.scope("other_officer"):
            assert not Dossier.objects.filter(id=appraised.id).exists()

    def test_the_step_waits_for_the_answer(self, world, appraised, asked):
        with pytest.raises(Conflict) as refused:
            do(world, "case_officer", forward, appraised)
        assert refused.value.code == "still_asked"

    def test_a_question_is_taken_back(self, world, appraised, asked):
        do(world, "case_officer", end_consultation, appraised, asked_id=asked.id)
        do(world, "case_officer", forward, appraised)
        assert at(appraised).step.code == "xem_xet"

    def test_a_refusal_says_why(self, world, appraised, asked):
        with pytest.raises(InvalidInput):
            do(world, "other_officer", answer_consultation, appraised, asked_id=asked.id, answer="refused")
        with scoping.system("test"):
            asked.refresh_from_db()
        assert asked.is_open

    def test_the_asked_agency_does_nothing_but_answer(self, world, appraised, asked):
        with pytest.raises(NotPermitted):
            do(world, "other_officer", forward, appraised)
        with pytest.raises(NotPermitted):
            do(world, "other_officer", complete, appraised, outcome="granted")

    def test_silence_without_a_law_is_no_consent(self, world, appraised, asked):
        _passed_by(asked)
        assert end_silent_consultations() == 0
        with scoping.system("test"):
            asked.refresh_from_db()
        assert asked.is_open

    def test_silence_is_consent_where_the_process_says_so(self, world):
        """Given a process whose law takes silence for consent, when the time has passed, then the step can go on."""
        row = _forked(world)
        with world.scope("case_officer"):
            asked = consult(
                row.id,
                actor=world.actor("case_officer"),
                agency_id=world.agencies["land"].id,
                question="Có ý kiến gì?",
                step="hoi",
            )
        assert asked.silence_agrees
        assert end_silent_consultations() == 0
        _passed_by(asked)
        assert end_silent_consultations() == 1
        assert end_silent_consultations() == 0
        with scoping.system("test"):
            asked.refresh_from_db()
        assert (asked.state, asked.answer) == ("silent", "agreed")
        do(world, "case_officer", forward, row, to="ky")
        assert at(row).step.code == "ky"

    def test_days_off_that_came_late_are_no_silence(self, world):
        """Given an agency that was asked and then shut by a late decree, when its time is over by the old date, then it has not
        agreed yet."""
        row = _forked(world)
        with world.scope("case_officer"):
            asked = consult(
                row.id, actor=world.actor("case_officer"), agency_id=world.agencies["land"].id, question="Có ý kiến gì?",
                step="hoi",
            )  # fmt: skip
        with scoping.system("test"):
            CalendarDay.objects.update_or_create(
                date=local_date(asked.due_at), province=None, agency=world.agencies["land"],
                defaults={"kind": "nghi_hoan_doi", "name": "Nghỉ muộn", "citation": "Thông báo thử"},
            )  # fmt: skip
        _passed_by(asked)
        assert end_silent_consultations() == 0
        with scoping.system("test"):
            was, _ = asked.due_at, asked.refresh_from_db()
            event = Event.objects.filter(subject_id=row.id).order_by("-seq")[0]
        assert asked.is_open and asked.due_at > was and asked.due_sort == asked.due_at
        assert event.kind == "dossier.answer_moved" and event.data["agency_id"] == str(world.agencies["land"].id)
        with nothing_changes():
            assert end_silent_consultations() == 0

    def test_questions_still_open_end_with_the_result(self, world, appraised, asked):
        do(world, "signer", complete, appraised, outcome="granted")
        with scoping.system("test"):
            asked.refresh_from_db()
        assert asked.state == "cancelled"


def _passed_by(asked) -> None:
    with scoping.system("test"):
        DossierStep.objects.filter(id=asked.id).update(
            due_at=now() - timedelta(hours=1), due_sort=now() - timedelta(hours=1)
        )


def _forked(world, variants=()):
    """Taken up under a process that forks and asks."""
    from procedures.importing import import_catalogue

    steps = [
        {"code": "tiep_nhan", "name": "Tiếp nhận", "agency_role": "receiver", "staff_role": "receptionist"},
        {
            "code": "tham_tra", "name": "Thẩm tra", "agency_role": "decider", "staff_role": "case_officer",
            "term": {"amount": 2, "unit": "working_days"},
            "next": [{"to": "ky", "outcome": "Đủ điều kiện"}, {"to": "xac_minh", "outcome": "Cần xác minh"}],
        },
        {
            "code": "hoi", "name": "Hỏi ý kiến", "agency_role": "consulted", "staff_role": "coordinator",
            "term": {"amount": 1, "unit": "working_days"}, "beside": "tham_tra", "silence_agrees": True,
        },
        {
            "code": "xac_minh", "name": "Xác minh", "agency_role": "decider", "staff_role": "case_officer",
            **({"case": variants[0]["code"]} if variants else {}),
        },
        {"code": "ky", "name": "Ký", "agency_role": "decider", "staff_role": "signer"},
        {"code": "tra", "name": "Trả", "agency_role": "receiver", "staff_role": "returner", "outside_clock": True},
    ]  # fmt: skip
    changes = {"term.variants": list(variants)} if variants else {}
    import_catalogue(catalogue(entry(steps=steps, **changes)))
    row = filed(world, procedure="1.999001")
    do(world, "receptionist", accept, row)
    return do(world, "case_officer", start, row)
