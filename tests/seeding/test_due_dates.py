"""Every due date is what the clock makes of the stored entries; every fact about lateness follows from it."""

from datetime import timedelta

from calendars.clock import ClockEvent, ClockKind, run
from dossiers.clocking import inputs_of, state_of, term_and_rules
from dossiers.models import ClockEntry, Dossier
from dossiers.models.dossier import NO_DATE
from dossiers.states import PAUSED, RUNNING
from foundation.local_time import iso_local
from tests.seeding.reading import clock_of, hours_of, own, told_of


def test_the_stored_date_is_the_clocks(seeded):
    clocked = 0
    for dossier in own():
        entries = clock_of(dossier)
        if not entries:
            assert dossier.due_at is None and dossier.due_sort == NO_DATE and dossier.accepted_at is None
            continue
        clocked += 1
        told = run(entries, hours_of(dossier.agency_id), *term_and_rules(dossier))
        assert (told.due_at, told.original_due_at) == (dossier.due_at, dossier.original_due_at), dossier.code
        assert dossier.due_sort == dossier.due_at
        assert told.extended == dossier.extended
        assert dossier.paused_since == (told.paused_since if dossier.state in PAUSED else None)
    assert clocked > 2000


def test_the_house_itself_reckons_the_same(seeded):
    for dossier in own()[::60]:
        told = state_of(dossier)
        assert (told.due_at, told.original_due_at) == (dossier.due_at, dossier.original_due_at), dossier.code


def test_each_computed_date_is_kept_with_what_it_was_computed_from(seeded):
    for dossier in own()[::4]:
        hours = hours_of(dossier.agency_id)
        term, rules = term_and_rules(dossier)
        history: list[ClockEvent] = []
        expected, previous = [], None
        for entry, event in zip(dossier.clock.all(), clock_of(dossier), strict=True):
            history.append(event)
            due = run(history, hours, term, rules).due_at
            if event.kind in (ClockKind.START, ClockKind.RESTART, ClockKind.RESUME, ClockKind.EXTEND):
                expected.append((event.at, due, previous, inputs_of(dossier, entry, due, hours, term, rules)))
            previous = due
        kept = [(r.computed_at, r.due_at, r.previous_due_at, r.inputs) for r in dossier.due_records.all()]
        assert kept == expected


def test_each_event_says_the_date_that_held_then(seeded):
    events = told_of()
    for dossier in own()[::4]:
        entries = clock_of(dossier)
        hours, (term, rules) = hours_of(dossier.agency_id), term_and_rules(dossier)
        dates = {n: iso_local(run(entries[:n], hours, term, rules).due_at) for n in range(len(entries) + 1)}
        for event in events[dossier.id]:
            told = sum(entry.at <= event.occurred_at for entry in entries)
            assert event.data["due_at"] == dates[told], (dossier.code, event.kind)


def test_in_time_is_judged_by_the_original_date(seeded):
    done = [e for events in told_of().values() for e in events if e.kind == "dossier.completed"]
    late = 0
    for event in done:
        original = event.data["original_due_at"]
        in_time = event.data["completed_at"] <= original
        assert event.data["on_time"] is in_time
        late += not in_time
    assert 0.05 < late / len(done) < 0.3


def test_the_watch_has_warned_of_everything_that_is_near_or_past(seeded):
    """Else the first minute of a demonstration would record hundreds of warnings."""
    running = Dossier.objects.filter(status__in=[s.value for s in RUNNING], mirror_system="")
    events = told_of()
    a_minute = timedelta(seconds=61)
    for dossier in running:
        assert dossier.due_at is not None
        if dossier.due_at < seeded.began - a_minute:
            assert dossier.warned_overdue_for == dossier.due_at
        elif dossier.due_at - timedelta(days=1) < seeded.began - a_minute < dossier.due_at - a_minute:
            entered = max(e.occurred_at for e in events[dossier.id] if not e.kind.endswith(("soon", "overdue")))
            assert dossier.warned_soon_for == dossier.due_at or seeded.began - entered < a_minute
    assert ClockEntry.objects.filter(kind=ClockKind.EXTEND.value).count() > 10
