"""No act outside the hours of the office that does it; what comes from afar may come at night."""

from datetime import date, datetime

import pytest

from accounts.models import Position
from calendars.calendar import ICT, local_date
from dossiers.models import Dossier
from events.models import Event
from ratings.models import Vote
from tests.seeding.reading import MONEY, hours_of, told_of, within

AFAR = {"national_portal", "online"}
TET = {date(2026, 2, day) for day in range(16, 21)}


def test_officials_act_within_their_sessions(seeded):
    posts = {p.id: p.agency_id for p in Position.objects.all()}
    acts = [e for e in Event.objects.filter(actor_kind="staff").exclude(kind__in=MONEY) if e.actor_position_id]
    assert len(acts) > 10_000
    for act in acts:
        assert within(hours_of(posts[act.actor_position_id]), act.occurred_at), (act.kind, act.occurred_at)
        assert local_date(act.occurred_at) not in TET


def test_every_act_of_an_official_names_the_post(seeded):
    nameless = Event.objects.filter(actor_kind="staff", subject_kind="dossier", actor_position_id=None)
    assert not nameless.exists()


def test_what_comes_to_a_counter_comes_while_it_is_open(seeded):
    for dossier in Dossier.objects.filter(mirror_system="").exclude(channel__in=AFAR):
        assert within(hours_of(dossier.receiving_agency_id), dossier.submitted_at), dossier.submitted_at


def test_from_afar_it_comes_at_any_decent_hour_also_on_sundays(seeded):
    filed = [d.submitted_at.astimezone(ICT) for d in Dossier.objects.filter(mirror_system="", channel__in=AFAR)]
    assert all(6 <= at.hour <= 23 for at in filed)
    evenings = [at for at in filed if at.hour >= 18]
    weekends = [at for at in filed if at.weekday() >= 5]
    assert len(evenings) > len(filed) * 0.15
    assert len(filed) * 0.03 < len(weekends) < len(filed) * 0.3


def test_only_systems_act_from_afar(seeded):
    channels = dict(Dossier.objects.filter(mirror_system="").values_list("id", "channel"))
    for dossier_id, events in told_of().items():
        if dossier_id in channels:
            from_afar = channels[dossier_id] in AFAR
            assert (events[0].actor_kind == "client") is from_afar


def test_nothing_lies_in_the_future_and_each_dossier_goes_forward(seeded):
    for events in told_of().values():
        at = [e.occurred_at for e in events]
        assert at == sorted(at)
        assert [e for e in events if e.kind not in MONEY][-1].occurred_at < seeded.began and at[-1] < seeded.ended
    told = Event.objects.exclude(kind__in=["zalo.connected", *MONEY])
    assert all(e.recorded_at == e.occurred_at for e in told)


def test_votes_are_given_when_people_are_awake_and_the_invitation_is_open(seeded):
    votes = list(Vote.objects.select_related("invitation"))
    assert len(votes) > 100
    for vote in votes:
        assert vote.invitation.invited_at < vote.voted_at < min(vote.invitation.expires_at, seeded.began)
        assert 6 <= vote.voted_at.astimezone(ICT).hour < 22


@pytest.mark.parametrize(
    ("field", "before"),
    [("accepted_at", "submitted_at"), ("completed_at", "accepted_at"), ("returned_at", "completed_at")],
)
def test_the_dates_of_a_dossier_follow_each_other(seeded, field, before):
    pairs: list[tuple[datetime | None, datetime | None]] = list(Dossier.objects.values_list(before, field))
    assert all(earlier is not None and earlier <= later for earlier, later in pairs if later is not None)
