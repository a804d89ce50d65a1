"""Results after they were given: revoked, corrected by new ones, used again, their owners reminded of their end."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from calendars.due import add_months
from dossiers import expiring
from dossiers.actions.add_result import add_result
from dossiers.actions.complete import complete
from dossiers.actions.return_result import return_result
from dossiers.actions.reuse_result import reuse_result
from dossiers.actions.revoke_result import correct_result, revoke_result
from dossiers.actions.start import start
from dossiers.models import Dossier, Result
from dossiers.store import own_results
from dossiers.tasks import remind_of_expiring_results
from dossiers.validity import Reminder, holds_until, reminder_on
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import now, today_local
from notifications.models import Message
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def given_out(world, number=1, **changes):
    """A hotel's dossier with its decision, handed over."""
    row = filed(world, number, accept=True, **changes)
    with world.scope("unit_head"):
        head = world.actor("unit_head")
        start(row.id, actor=head)
        add_result(row.id, actor=head, number=f"{number}/QĐ", issued_on=today_local())
        complete(row.id, actor=head, outcome="granted")
    with world.scope("returner"):
        return_result(row.id, actor=world.actor("returner"))
    return row


def result_of(dossier, **which) -> Result:
    with scoping.system("test"):
        return Result.objects.get(dossier=dossier, **which)


def told(dossier):
    with scoping.system("test"):
        return list(Message.objects.filter(subject_id=dossier.id).order_by("event_seq").values_list("kind", flat=True))


@pytest.mark.django_db
class TestGiven:
    def test_a_hotels_class_holds_for_five_years(self, world):
        assert result_of(given_out(world)).valid_until == add_months(today_local(), 60)

    def test_revoked_with_a_reason_that_its_owner_is_told(self, world):
        row = given_out(world)
        with world.scope("signer"):
            revoke_result(row.id, result_of(row).id, actor=world.actor("signer"), reason="Cấp không đúng thẩm quyền")
        assert not result_of(row).stands(today_local())
        assert told(row)[-1] == "dossier.result_revoked"

    def test_corrected_by_a_new_one_that_replaces_it(self, world):
        row = given_out(world)
        with world.scope("signer"):
            new = correct_result(
                row.id, result_of(row).id, actor=world.actor("signer"), reason="Sai tên", number="1a/QĐ"
            )
        old = result_of(row, replaces=None)
        with scoping.system("test"):
            assert (new.replaces_id, old.stands(today_local()), new.stands(today_local())) == (old.id, False, True)
        assert told(row)[-1] == "dossier.result_corrected"
        with nothing_changes(), pytest.raises(Conflict), world.scope("signer"):
            revoke_result(row.id, old.id, actor=world.actor("signer"), reason="Lần nữa")

    @pytest.mark.parametrize("role", ["case_officer", "receptionist", "clerk", "centre_director"])
    def test_only_heads_of_the_agency_that_gave_it(self, world, role):
        row = given_out(world)
        with nothing_changes(), pytest.raises(NotPermitted), world.scope(role):
            revoke_result(row.id, result_of(row).id, actor=world.actor(role), reason="Lý do")

    def test_not_before_it_was_given_nor_without_a_reason(self, world):
        row = given_out(world, 1)
        other = filed(world, 2, accept=True)
        with world.scope("unit_head"):
            start(other.id, actor=world.actor("unit_head"))
            add_result(other.id, actor=world.actor("unit_head"), number="2/QĐ")
        with nothing_changes(), world.scope("signer"):
            with pytest.raises(Conflict):
                revoke_result(other.id, result_of(other).id, actor=world.actor("signer"), reason="Lý do")
            with pytest.raises(InvalidInput):
                revoke_result(row.id, result_of(row).id, actor=world.actor("signer"), reason=" ")
            with pytest.raises(InvalidInput):
                correct_result(row.id, result_of(row).id, actor=world.actor("signer"), reason="Sai", number="")


@pytest.mark.django_db
class TestUsedAgain:
    def test_an_earlier_result_of_the_same_applicant_stands_in_for_a_paper(self, world):
        earlier = given_out(world, 1)
        row = filed(world, 1, accept=True)
        with world.scope("receptionist"):
            code = row.version_of_procedure.requirements.first().code
            [known] = own_results(row)
            paper = reuse_result(row.id, known.id, actor=world.actor("receptionist"), requirement_code=code)
        assert (paper.source_result_id, known.dossier_id) == (result_of(earlier).id, earlier.id)
        with nothing_changes(), pytest.raises(Conflict), world.scope("receptionist"):
            reuse_result(row.id, known.id, actor=world.actor("receptionist"), requirement_code=code)

    def test_not_somebody_elses_nor_one_that_does_not_stand(self, world):
        theirs, mine = given_out(world, 1), given_out(world, 2)
        row = filed(world, 2, accept=True)
        with world.scope("signer"):
            revoke_result(mine.id, result_of(mine).id, actor=world.actor("signer"), reason="Sai")
        with world.scope("receptionist"):
            assert own_results(row) == []
            code = row.version_of_procedure.requirements.first().code
            for known in (result_of(theirs), result_of(mine)):
                with nothing_changes(), pytest.raises(InvalidInput):
                    reuse_result(row.id, known.id, actor=world.actor("receptionist"), requirement_code=code)


@pytest.mark.django_db
class TestReminders:
    def test_a_year_a_month_and_a_week_ahead_each_once(self, world, monkeypatch):
        """Given a class that ends, when days go by, then its owner is reminded three times and no more."""
        row = given_out(world)
        ends, begun = result_of(row).valid_until, now()
        counts = []
        for ahead in (400, 364, 200, 28, 20, 6, 1, -1):
            moment = begun + (ends - timedelta(days=ahead) - today_local())
            with monkeypatch.context() as patch:
                patch.setattr(timezone, "now", lambda moment=moment: moment)
                counts.append((remind_of_expiring_results(), remind_of_expiring_results()))
        assert counts == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (0, 0)]
        assert told(row).count("dossier.result_expiring") == 3
        with scoping.system("test"):
            last = Event.objects.filter(subject_id=row.id, kind="dossier.result_expiring").latest("seq")
        assert last.data["until"].startswith(ends.isoformat())

    def test_one_that_cannot_be_told_does_not_hold_up_the_others(self, world, monkeypatch):
        rows = [given_out(world, n) for n in (1, 2)]
        with scoping.system("test"):
            Result.objects.update(valid_until=today_local() + timedelta(days=3))
        real = expiring.finish

        def finish(dossier, *args, **more):
            if dossier.id == rows[0].id:
                raise Conflict("wrong_state", "thử")
            return real(dossier, *args, **more)

        with monkeypatch.context() as patch:
            patch.setattr(expiring, "finish", finish)
            assert remind_of_expiring_results() == 1
        assert remind_of_expiring_results() == 1, "the next run tells what the first could not"
        assert [told(row).count("dossier.result_expiring") for row in rows] == [1, 1]

    def test_not_of_one_that_was_revoked(self, world):
        row = given_out(world)
        with scoping.system("test"):
            Result.objects.filter(dossier=row).update(valid_until=today_local() + timedelta(days=3), revoked_at=now())
        assert remind_of_expiring_results() == 0
        with scoping.system("test"):
            assert Dossier.objects.get(id=row.id).status == "returned"


@given(days, st.integers(1, 120))
def test_no_reminder_before_a_year_ahead_and_none_after_the_end(issued, months):
    until = holds_until(issued, months)
    assert reminder_on(until + timedelta(days=1), until) is Reminder.NONE
    assert reminder_on(until, until) is Reminder.WEEK
    assert reminder_on(add_months(until, -12) - timedelta(days=1), until) is Reminder.NONE


@given(days, st.integers(0, 500))
def test_reminders_only_grow_as_the_end_comes_nearer(until, ahead):
    assert reminder_on(until - timedelta(days=ahead), until) >= reminder_on(until - timedelta(days=ahead + 1), until)
