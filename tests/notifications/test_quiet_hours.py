"""At night only what is urgent leaves; the rest waits for the morning, and says so."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from foundation import scoping
from foundation.local_time import LOCAL, to_local
from notifications.delivery import routes
from notifications.delivery.engine import deliver_due
from notifications.kinds import KINDS, Urgency
from notifications.queries import for_citizen
from notifications.quiet_hours import held_until, quiet, wakes_at
from portal.conf.quiet_hours import quiet_hours
from tests.notifications.support import PHONE, accepted, ledger, make_due, states

NIGHT = (time(21, 30), time(6, 5))


def at(clock: str, day: int = 24) -> datetime:
    return datetime.combine(datetime(2026, 11, day, tzinfo=LOCAL).date(), time.fromisoformat(clock), LOCAL)


@pytest.mark.parametrize(
    ("clock", "inside"),
    [("21:29:59", False), ("21:30", True), ("23:59", True), ("00:00", True), ("06:04:59", True), ("06:05", False)],
)
def test_the_hours_are_those_of_viet_nam_and_pass_midnight(clock, inside):
    assert quiet(at(clock), NIGHT) is inside
    assert quiet(at(clock).astimezone(UTC), NIGHT) is inside


def test_hours_within_a_day():
    assert quiet(at("12:30"), (time(12), time(13))) and not quiet(at("13:00"), (time(12), time(13)))


@pytest.mark.parametrize(("clock", "day"), [("22:00", 25), ("05:00", 24)])
def test_they_end_at_the_next_morning(clock, day):
    assert wakes_at(at(clock), NIGHT) == at("06:05", day)


def test_only_what_is_urgent_goes_and_the_rest_is_spread(settings):
    settings.QUIET_HOURS = NIGHT
    assert held_until(Urgency.URGENT, at("23:00")) is None
    assert held_until(Urgency.NORMAL, at("10:00")) is None
    found = {held_until(Urgency.NORMAL, at("23:00")) for _ in range(20)}
    assert len(found) > 1
    assert all(at("06:05", 25) <= moment <= at("06:15", 25) for moment in found)
    settings.QUIET_HOURS = None
    assert held_until(Urgency.NORMAL, at("23:00")) is None


def test_every_legal_notice_is_urgent():
    legal = {name for name, kind in KINDS.items() if not kind.supersedable}
    assert {name for name in legal if KINDS[name].urgency is not Urgency.URGENT} == {
        "dossier.recalculated", "dossier.result_expiring",
    }  # fmt: skip


def test_what_a_decree_moves_is_told_in_the_morning_after_what_people_did():
    assert KINDS["dossier.recalculated"].urgency is Urgency.BULK


@pytest.mark.parametrize(
    ("text", "hours"),
    [("21:30-06:05", NIGHT), (" 21:30 - 06:05 ", NIGHT), ("none", None), ("NONE", None)],
)
def test_the_setting(text, hours):
    assert quiet_hours(text) == hours


@pytest.mark.parametrize("text", ["21:30", "đêm", "25:00-06:00", "06:00-06:00", "1-2-3"])
def test_a_setting_that_makes_no_sense_is_named(text):
    with pytest.raises(ImproperlyConfigured, match="QUIET_HOURS"):
        quiet_hours(text)


@pytest.mark.django_db(transaction=True)
class TestAtNight:
    @pytest.fixture
    def night(self, settings, monkeypatch):
        settings.QUIET_HOURS = NIGHT
        monkeypatch.setattr(routes, "now", lambda: at("23:00"))

    def test_a_progress_note_waits_and_says_until_when(self, connected, emulator, night):
        dossier = accepted(connected)
        with connected.scope("case_officer"):
            start(dossier.id, actor=connected.actor("case_officer"))
        deliver_due()
        # the receipt is urgent; the note waits
        assert [(m.kind, m.state, m.reason) for m in ledger()] == [
            ("dossier.accepted", "accepted", ""), ("dossier.started", "queued", "quiet_hours"),
        ]  # fmt: skip
        assert to_local(ledger()[1].next_attempt_at) >= at("06:05", 25)
        assert ledger()[1].tries == 0
        with scoping.system("test"):
            assert for_citizen(dossier.id)[0].text == "Tin Zalo sẽ gửi vào sáng mai"

    def test_it_holds_back_nothing_urgent(self, connected, emulator, night):
        dossier = accepted(connected)
        with connected.scope("case_officer"):
            start(dossier.id, actor=connected.actor("case_officer"))
        deliver_due()
        with connected.scope("case_officer"):
            request_supplement(dossier.id, actor=connected.actor("case_officer"), reason="Thiếu giấy tờ")
        deliver_due()
        assert [(m.kind, m.state) for m in ledger()] == [
            ("dossier.accepted", "accepted"), ("dossier.started", "superseded"),
            ("dossier.supplement_requested", "accepted"),
        ]  # fmt: skip
        assert len(emulator.messages(PHONE)) == 2

    def test_in_the_morning_it_goes(self, connected, emulator, night, monkeypatch):
        dossier = accepted(connected)
        with connected.scope("case_officer"):
            start(dossier.id, actor=connected.actor("case_officer"))
        deliver_due()
        monkeypatch.setattr(routes, "now", lambda: at("06:06", 25) + timedelta(minutes=1))
        make_due()
        deliver_due()
        assert states() == [("accepted", ""), ("accepted", "")]
