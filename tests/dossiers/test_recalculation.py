"""A decree on days off comes late: what would move is shown, who answers for it decides, and each promise moves once."""

from datetime import timedelta

import pytest

from accounts.actors import Actor
from calendars.calendar import local_date
from calendars.clock import ClockKind
from calendars.excerpt import kept_days
from calendars.history import record_change
from calendars.models import CalendarDay
from calendars.queries import calendar_for
from dossiers.actions.complete import complete
from dossiers.actions.extend import extend
from dossiers.actions.recalculate import control_recalculation, preview_recalculation, start_recalculation
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.clocking import state_of
from dossiers.explaining import explanation
from dossiers.models import ClockEntry, Dossier, DueRecord, Remark
from dossiers.recalculation.change import Change
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.ids import uuid7
from foundation.jobs import run_some
from foundation.local_time import iso_local, now
from foundation.models import Job
from notifications.models import Message
from tests.procedures.catalogues import catalogue, entry
from tests.support import world as worlds
from tests.support.copies import copies
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db
CODE, CITATION = "1.999001", "Thông báo 99/TB-VPCP thử"


@pytest.fixture
def world():
    made = worlds.build()
    from procedures.importing import import_catalogue

    import_catalogue(catalogue(entry(**{"term.statutory.amount": 8, "term.supplement": "TAM_DUNG"})))
    return made


def accepted(world, **more) -> Dossier:
    """Accepted now, eight working days, taken up by its officer."""
    row = filed(world, accept=True, procedure=CODE, **more)
    with world.scope("unit_head"):
        return start(row.id, actor=world.actor("unit_head"))


def decree(world, day, kind="nghi_hoan_doi") -> None:
    with scoping.system("test"):
        CalendarDay.objects.update_or_create(
            date=day, province=None, agency=world.department,
            defaults={"kind": kind, "name": "Nghỉ muộn", "citation": "Thông báo thử"},
        )  # fmt: skip


def inside(world, number=3):
    """A working day of the term to come."""
    with scoping.system("test"):
        return calendar_for(world.department.id).working_day_after(local_date(now()), number)


def reread(dossier) -> Dossier:
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id)


def done(work: Job) -> Job:
    run_some(work.id, seconds=60)
    with scoping.system("test"):
        return Job.objects.get(id=work.id)


def previewed(world, change, role="controller") -> Job:
    with world.scope(role):
        return done(preview_recalculation(change, citation=CITATION, actor=world.actor(role)))


def recalculated(world, change, role="controller") -> Job:
    shown = previewed(world, change, role)
    with world.scope(role):
        return done(start_recalculation(shown.id, actor=world.actor(role)))


def a_day_later(world, moment, days=1):
    with scoping.system("test"):
        calendar = calendar_for(world.department.id)
    day = calendar.working_day_after(local_date(moment), days)
    return moment + timedelta(days=(day - local_date(moment)).days)


def of(dossier, kind="dossier.recalculated"):
    with scoping.system("test"):
        return list(Event.objects.filter(subject_id=dossier.id, kind=kind).order_by("seq"))


def test_a_preview_says_what_would_move_and_moves_nothing(world):
    # given two dossiers under way, one of another unit's business, and a decree that takes a day of their term
    dossiers = [accepted(world, number=n) for n in (1, 2)]
    day = inside(world)
    decree(world, day)
    # when the controller asks what would move
    with world.scope("controller"):
        work = preview_recalculation(Change(day, day), citation=CITATION, actor=world.actor("controller"))
    with nothing_changes("foundation_job"):
        shown = done(work)
    # then it is told with numbers and dates
    assert (shown.state, shown.done, shown.changed, shown.failed) == ("done", 2, 2, 0)
    assert shown.result["later"] == 2 and sum(shown.result["shifts"].values()) == 2
    assert shown.result["agencies"] == {str(world.department.id): 2}
    first = reread(dossiers[0])
    assert shown.result["sample"][0] == [
        str(first.id), iso_local(first.due_at), iso_local(a_day_later(world, first.due_at)),
    ]  # fmt: skip


def test_the_promise_moves_and_so_does_the_date_that_statistics_judge_by(world):
    dossier = accepted(world)
    old = dossier.due_at
    day = inside(world)
    decree(world, day)
    work = recalculated(world, Change(day, day))
    row = reread(dossier)
    assert row.due_at == row.original_due_at == row.due_sort == a_day_later(world, old)
    assert (row.extended, row.row_version) == (False, dossier.row_version + 1)
    # the record says who decided it, why, and from what to what
    (event,) = of(dossier)
    assert event.actor_user_id == world.people["controller"].id and event.actor_position_id
    assert (event.data["previous_due_at"], event.data["due_at"]) == (iso_local(old), iso_local(row.due_at))
    assert event.data["job_id"] == str(work.id) and event.data["version"] == row.row_version
    with scoping.system("test"):
        assert Remark.objects.get(event_id=event.id).reason == CITATION
        record = DueRecord.objects.filter(dossier=row).latest("computed_at", "id")
        assert (record.previous_due_at, record.due_at, record.inputs["job"]) == (old, row.due_at, str(work.id))
        assert kept_days(record.inputs["calendar"])[day] == ()
        assert state_of(row).due_at == row.due_at
        told = [e.kind for e in Event.objects.filter(subject_id=work.id).order_by("seq")]
    assert told == ["recalculation.started", "recalculation.finished"]


def test_its_people_are_told_once_of_the_new_date(world):
    dossier = accepted(world)
    day = inside(world)
    decree(world, day)
    recalculated(world, Change(day, day))
    with scoping.system("test"):
        (message,) = Message.objects.filter(subject_id=dossier.id, kind="dossier.recalculated")
    assert message.state == "queued" and message.supersedable is False
    assert message.data["status"] == "Đổi ngày hẹn trả" and message.data["reason"] == CITATION
    assert message.data["due_at"].endswith(f"{local_date(reread(dossier).due_at):%d/%m/%Y}")


def test_done_again_it_changes_nothing_more(world):
    dossier = accepted(world)
    day = inside(world)
    decree(world, day)
    recalculated(world, Change(day, day))
    once = reread(dossier)
    work = recalculated(world, Change(day, day))
    assert (work.done, work.changed, work.skipped) == (1, 0, 1)
    assert reread(dossier).due_at == once.due_at and len(of(dossier)) == 1


def test_only_the_days_of_the_decree_count_and_later_acts_know_it(world):
    """Given two changes of the calendar and a recalculation for one of them, the other moves nothing; and what happens to
    the clock afterwards goes by both as they hold."""
    dossier = accepted(world)
    old, named, other = dossier.due_at, inside(world, 3), inside(world, 5)
    decree(world, named)
    decree(world, other)
    recalculated(world, Change(named, named))
    row = reread(dossier)
    with scoping.system("test"):
        CalendarDay.objects.filter(date=other).delete()
    assert row.due_at == a_day_later(world, old)
    # a pause that begins and ends at once moves nothing
    with world.scope("case_officer"):
        request_supplement(row.id, actor=world.actor("case_officer"), reason="Thiếu")
        after = receive_supplement(row.id, actor=world.actor("case_officer"))
    assert abs(after.due_at - row.due_at) < timedelta(minutes=1)
    with scoping.system("test"):
        assert state_of(after).due_at == after.due_at


def test_a_paused_one_is_reckoned_without_a_notice_and_runs_on_rightly(world):
    dossier = accepted(world)
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu")
    day = inside(world)
    decree(world, day)
    work = recalculated(world, Change(day, day))
    row = reread(dossier)
    assert work.result["paused"] == 1 and row.due_at == a_day_later(world, dossier.due_at) and row.paused_since
    with scoping.system("test"):
        assert not Message.objects.filter(subject_id=dossier.id, kind="dossier.recalculated").exists()
    with world.scope("case_officer"):
        after = receive_supplement(row.id, actor=world.actor("case_officer"))
    assert abs(after.due_at - row.due_at) < timedelta(minutes=1)


def test_an_extension_stays_the_only_one_and_its_date_stays_where_the_office_is_open(world):
    dossier = accepted(world)
    with scoping.system("test"):
        calendar = calendar_for(world.department.id)
    later = a_day_later(world, dossier.due_at, 3)
    with world.scope("signer"):
        extend(dossier.id, actor=world.actor("signer"), due_at=later, reason="Bận")
    day = inside(world)
    decree(world, day)
    recalculated(world, Change(day, day))
    row = reread(dossier)
    assert row.due_at == later and row.extended and row.original_due_at == a_day_later(world, dossier.due_at)
    with scoping.system("test"):
        assert not Message.objects.filter(subject_id=dossier.id, kind="dossier.recalculated").exists()
    # but where it falls on the day off itself, it moves to the end of the next working day
    decree(world, local_date(later))
    recalculated(world, Change(local_date(later), local_date(later)))
    row = reread(dossier)
    assert local_date(row.due_at) == calendar.working_day_after(local_date(later), 1) and row.extended


def test_a_date_comes_nearer_only_when_asked_for_and_never_into_the_past(world):
    dossier = accepted(world)
    with scoping.system("test"):
        calendar = calendar_for(world.department.id)
        start_day = local_date(now())
        saturday = start_day + timedelta(days=(5 - start_day.weekday()) % 7 or 7)
    decree(world, saturday, kind="lam_bu")
    work = recalculated(world, Change(saturday, saturday))
    assert (work.changed, work.result["past"]) == (0, 1) and reread(dossier).due_at == dossier.due_at
    work = recalculated(world, Change(saturday, saturday, earlier=True))
    assert work.result["earlier"] == 1 and reread(dossier).due_at < dossier.due_at
    assert calendar.is_working(saturday) is False


def test_the_original_date_of_an_extended_one_comes_nearer_only_when_asked_for(world):
    """Given an extended dossier, when a Saturday becomes a working day, then the date by which statistics judge stays too."""
    dossier = accepted(world)
    later = a_day_later(world, dossier.due_at, 3)
    with world.scope("signer"):
        extend(dossier.id, actor=world.actor("signer"), due_at=later, reason="Bận")
    with scoping.system("test"):
        start_day = local_date(now())
        saturday = start_day + timedelta(days=(5 - start_day.weekday()) % 7 or 7)
    decree(world, saturday, kind="lam_bu")
    before = reread(dossier)
    work = recalculated(world, Change(saturday, saturday))
    after = reread(dossier)
    assert (work.changed, after.due_at, after.original_due_at) == (0, later, before.original_due_at)
    recalculated(world, Change(saturday, saturday, earlier=True))
    assert reread(dossier).due_at == later and reread(dossier).original_due_at < before.original_due_at


def test_the_original_date_that_was_kept_is_kept_to_the_end(world):
    """Given an exchanged day that brings the original date nearer and shuts the office on the extended one, when the dossier is
    settled, then it is judged by the original date as it was."""
    dossier = accepted(world)
    later = a_day_later(world, dossier.due_at, 3)
    with world.scope("signer"):
        extend(dossier.id, actor=world.actor("signer"), due_at=later, reason="Bận")
    start_day = local_date(now())
    saturday = start_day + timedelta(days=(5 - start_day.weekday()) % 7 or 7)
    decree(world, saturday, kind="lam_bu")
    decree(world, local_date(later))
    before = reread(dossier)
    recalculated(world, Change(saturday, local_date(later)))
    after = reread(dossier)
    assert after.due_at > later and after.original_due_at == before.original_due_at
    with world.scope("signer"):
        done_with = complete(dossier.id, actor=world.actor("signer"), outcome="granted")
    assert done_with.original_due_at == before.original_due_at
    with scoping.system("test"):
        assert explanation(reread(dossier))


def test_what_was_shown_by_another_calendar_or_long_ago_is_shown_again_first(world):
    dossier, day = accepted(world), inside(world)
    decree(world, day)
    shown = previewed(world, Change(day, day))
    with scoping.system("test"):
        Job.objects.filter(id=shown.id).update(created_at=now() - timedelta(days=3, minutes=1))
    with nothing_changes(), world.scope("controller"), pytest.raises(Conflict, match="preview_old"):
        start_recalculation(shown.id, actor=world.actor("controller"))
    with scoping.system("test"):
        Job.objects.filter(id=shown.id).update(created_at=now())
        record_change(
            CalendarDay.objects.get(date=day, agency=world.department), before="", after=f"{day}/nghi_hoan_doi",
            fields=["kind"], actor=Actor.system("test"),
        )  # fmt: skip
    with nothing_changes(), world.scope("controller"), pytest.raises(Conflict, match="calendar_changed"):
        start_recalculation(shown.id, actor=world.actor("controller"))
    assert reread(dossier).due_at == dossier.due_at
    recalculated(world, Change(day, day))
    assert reread(dossier).due_at > dossier.due_at


def test_what_is_done_mirrored_or_due_before_is_not_looked_at(world):
    finished, other = accepted(world, number=1), accepted(world, number=2)
    with world.scope("signer"):
        complete(finished.id, actor=world.actor("signer"), outcome="granted")
    with scoping.system("test"):
        Dossier.objects.filter(id=other.id).update(due_at=now() - timedelta(days=1))
    day = inside(world)
    decree(world, day)
    assert previewed(world, Change(day, day)).done == 0


def test_only_the_dossiers_of_one_unit(world):
    dossier = accepted(world)
    day = inside(world)
    decree(world, day)
    assert previewed(world, Change(day, day, agency_id=world.agencies["justice"].id)).done == 0
    assert previewed(world, Change(day, day, agency_id=world.department.id)).changed == 1
    assert reread(dossier).due_at == dossier.due_at


@pytest.mark.parametrize("role", ["admin", "inspector", "unit_head", "receptionist", "signer", "case_officer"])
def test_nobody_else_decides_it(world, role):
    accepted(world)
    day = inside(world)
    decree(world, day)
    shown = previewed(world, Change(day, day))
    with world.scope(role), nothing_changes():
        actor = world.actor(role)
        with pytest.raises(NotPermitted):
            preview_recalculation(Change(day, day), citation=CITATION, actor=actor)
        with pytest.raises(NotPermitted):
            start_recalculation(shown.id, actor=actor)
        with pytest.raises(NotPermitted):
            control_recalculation(shown.id, "cancel", actor=actor)


def test_refusals_change_nothing(world):
    day = inside(world)
    there = worlds.build("H99", "Tỉnh khác", catalogue=False)
    actor = world.actor("centre_director")
    shown = previewed(world, Change(day, day))
    with there.scope("controller"), pytest.raises(NotFound):
        start_recalculation(shown.id, actor=there.actor("controller"))
    with world.scope("centre_director"), nothing_changes():
        for change, words, field in (
            (Change(day, day - timedelta(days=1)), CITATION, "last"),
            (Change(day, day + timedelta(days=366)), CITATION, "last"),
            (Change(day, day), " ", "citation"), (Change(day, day), "x" * 301, "citation"),
            (Change(day, day, agency_id=uuid7()), CITATION, "agency"),
            (Change(day, day, agency_id=there.department.id), CITATION, "agency"),
        ):  # fmt: skip
            with pytest.raises(InvalidInput) as refused:
                preview_recalculation(change, citation=words, actor=actor)
            assert refused.value.errors[0].field == field
        with pytest.raises(InvalidInput):
            control_recalculation(shown.id, "burn", actor=actor)
        with pytest.raises(NotFound):
            start_recalculation(uuid7(), actor=actor)
        with pytest.raises(Conflict):
            control_recalculation(shown.id, "pause", actor=actor)


def test_one_at_a_time_and_each_preview_once(world):
    accepted(world)
    day = inside(world)
    decree(world, day)
    first, second = previewed(world, Change(day, day)), previewed(world, Change(day, day))
    with world.scope("controller"):
        actor = world.actor("controller")
        unfinished = preview_recalculation(Change(day, day), citation=CITATION, actor=actor)
        with pytest.raises(Conflict, match="preview_unfinished"):
            start_recalculation(unfinished.id, actor=actor)
        work = start_recalculation(first.id, actor=actor)
        with pytest.raises(Conflict, match="already_started"):
            start_recalculation(first.id, actor=actor)
        with pytest.raises(Conflict, match="another_running"):
            start_recalculation(second.id, actor=actor)
        with pytest.raises(NotFound):
            start_recalculation(work.id, actor=actor)
    done(work)
    with world.scope("controller"):
        start_recalculation(second.id, actor=actor)


def test_cancelled_in_the_middle_what_is_done_stays_and_is_recorded(world):
    dossier = accepted(world)
    copies(dossier, 29)
    day = inside(world)
    decree(world, day)
    shown = previewed(world, Change(day, day))
    assert shown.changed == 30
    with world.scope("controller"):
        work = start_recalculation(shown.id, actor=world.actor("controller"))
    with scoping.system("test"):
        Job.objects.filter(id=work.id).update(parameters={**work.parameters, "batch": 10})
    run_some(work.id, seconds=60, batches=1)
    with world.scope("controller"):
        control_recalculation(work.id, "pause", actor=world.actor("controller"))
        control_recalculation(work.id, "resume", actor=world.actor("controller"))
        control_recalculation(work.id, "cancel", actor=world.actor("controller"))
    assert done(work).state == "cancelled"
    with scoping.system("test"):
        assert ClockEntry.objects.filter(kind=ClockKind.RECKON).count() == 10
        told = [e.kind.partition(".")[2] for e in Event.objects.filter(subject_id=work.id).order_by("seq")]
    assert told == ["started", "paused", "resumed", "cancelled"]
    # another one does the rest
    assert recalculated(world, Change(day, day)).changed == 20


def test_many_cost_as_many_statements_as_few(world, django_assert_max_num_queries):
    dossier = accepted(world)
    copies(dossier, 199)
    day = inside(world)
    decree(world, day)
    shown = previewed(world, Change(day, day))
    with world.scope("controller"):
        work = start_recalculation(shown.id, actor=world.actor("controller"))
    with django_assert_max_num_queries(60):
        assert done(work).changed == 200
    with scoping.system("test"):
        assert Message.objects.filter(kind="dossier.recalculated").count() == 200
        assert len(set(Dossier.objects.values_list("due_at", flat=True))) == 1


def test_the_explanation_tells_the_whole_term_once_more(world):
    dossier = accepted(world)
    day = inside(world)
    decree(world, day)
    recalculated(world, Change(day, day))
    with world.scope("controller"):
        why = explanation(reread(dossier))
    last = why.stretches[-1]
    assert last.opened_by is ClockKind.RECKON and last.ahead and last.end == reread(dossier).due_at
    assert last.seconds == 8 * 8 * 3600  # the whole term, by the calendar that now holds
    assert next(part for part in last.days if part.first <= day <= part.last).sessions == ()


def test_nobody_sees_the_work_of_another_province(world):
    there = worlds.build("H99", "Tỉnh khác", catalogue=False)
    shown = previewed(world, Change(inside(world), inside(world)))
    with there.scope("controller"):
        assert not Job.objects.filter(id=shown.id).exists()
