"""What time does by itself: dates that come and pass, windows that close, silence."""

from datetime import timedelta

import pytest

from calendars.calendar import local_date
from calendars.models import CalendarDay
from dossiers.actions.stop import stop
from dossiers.models import Dossier
from dossiers.states import Action
from dossiers.tasks import close_supplement_windows, watch_clocks
from foundation import scoping
from foundation.errors import Conflict
from foundation.local_time import now
from tests.dossiers.test_acts import do, fresh, kinds
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


class TestTime:
    def test_a_near_and_a_passed_date_are_recorded_once(self, world):
        near, late = filed(world, 1, accept=True), filed(world, 2, accept=True)
        with scoping.system("test"):
            Dossier.objects.filter(id=near.id).update(due_at=now() + timedelta(hours=3))
            Dossier.objects.filter(id=late.id).update(due_at=now() - timedelta(hours=3))
        assert watch_clocks() == {"due_soon": 1, "overdue": 1}
        assert watch_clocks() == {"due_soon": 0, "overdue": 0}
        assert kinds(near)[-1] == "dossier.due_soon" and kinds(late)[-1] == "dossier.overdue"

    def test_a_window_that_closed_stops_the_dossier(self, world):
        dossier, other = filed(world, 1, accept=True), filed(world, 2, accept=True)
        for d in (dossier, other):
            do(world, d, Action.REQUEST_SUPPLEMENT)
        with scoping.system("test"):
            Dossier.objects.filter(id=dossier.id).update(supplement_until=now() - timedelta(minutes=1))
        assert close_supplement_windows() == 1 and close_supplement_windows() == 0
        assert (fresh(dossier).status, fresh(other).status) == ("stopped", "awaiting_supplement")

    def test_a_window_that_a_late_decree_shut_the_offices_in_does_not_close(self, world):
        """Given days of a window that became days off after papers were asked for, when the window ends by the old date, then
        the dossier is not stopped: the applicant has as many working days as the law gives, and the record says so."""
        dossier, other = filed(world, 1, accept=True), filed(world, 2)
        for d in (dossier, other):
            do(world, d, Action.REQUEST_SUPPLEMENT)
        until = fresh(dossier).supplement_until
        with scoping.system("test"):
            CalendarDay.objects.update_or_create(
                date=local_date(until), province=None, agency=world.department,
                defaults={"kind": "nghi_hoan_doi", "name": "Nghỉ muộn", "citation": "Thông báo thử"},
            )  # fmt: skip
            Dossier.objects.filter(id__in=[dossier.id, other.id]).update(supplement_until=now() - timedelta(minutes=1))
        before = fresh(dossier)
        assert close_supplement_windows() == 0
        for d in (dossier, other):
            after = fresh(d)
            assert after.supplement_until > until and kinds(d)[-1] == "dossier.window_moved"
        assert fresh(dossier).row_version == before.row_version + 1 and fresh(dossier).due_at == before.due_at
        with nothing_changes():
            assert close_supplement_windows() == 0
        with scoping.system("test"):
            Dossier.objects.filter(id=dossier.id).update(supplement_until=now() - timedelta(minutes=1))
        do(world, dossier, Action.RECEIVE_SUPPLEMENT)
        assert fresh(dossier).status == "processing"

    def test_one_that_cannot_be_stopped_holds_no_other_back(self, world, monkeypatch):
        from dossiers import tasks

        broken, other = filed(world, 1, accept=True), filed(world, 2, accept=True)
        for minutes, d in ((2, broken), (1, other)):
            do(world, d, Action.REQUEST_SUPPLEMENT)
            with scoping.system("test"):
                Dossier.objects.filter(id=d.id).update(supplement_until=now() - timedelta(minutes=minutes))

        def failing(dossier_id, **values):
            if dossier_id == broken.id:
                raise Conflict("broken", "hỏng")
            return stop(dossier_id, **values)

        monkeypatch.setattr(tasks, "stop", failing)
        assert close_supplement_windows() == 1
        assert (fresh(broken).status, fresh(other).status) == ("awaiting_supplement", "stopped")
