"""A worker that stood still (a paused machine) between its intent and the sending, or between the answer and the writing."""

import uuid

import pytest

from dossiers.actions.request_supplement import request_supplement
from foundation import scoping
from notifications import sweeping
from notifications.delivery.claim import claim
from notifications.delivery.engine import deliver_due
from notifications.delivery.flush import flush
from notifications.delivery.intents import write_intents
from notifications.delivery.loop import Flight, SendingLoop
from notifications.delivery.routes import Route, routes
from notifications.delivery.settling import settle
from notifications.models import Message
from tests.notifications.support import PHONE, accepted, attempts, ledger, states
from zalo.outcomes import Kind, Outcome

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = Outcome(Kind.RETRY, message="HTTP 500", http_status=500)


def about_to_leave() -> Flight:
    """The one due message, claimed and with its intent written down."""
    owner = uuid.uuid4()
    [message] = claim(10, owner)
    route = routes([message])[message.id]
    assert isinstance(route, Route)
    [flight] = write_intents([(message, route)], owner)
    return flight


def written(flight: Flight, outcome: Outcome) -> None:
    flush(settle([(flight, outcome)], kept=()))


def swept() -> None:
    """As when the lease has run out."""
    with scoping.system("test"):
        Message.objects.filter(state="sending").update(lease_until="2026-01-01T00:00:00Z")
    sweeping.expired_leases()


def later_event(world, dossier) -> None:
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu giấy tờ")


def test_what_was_kept_too_long_does_not_leave(connected, emulator):
    accepted(connected)
    flight = about_to_leave()
    flight.leaves_by = 0.0
    loop = SendingLoop()
    loop.send([flight])
    _flight, outcome = loop.landed.get(timeout=20)
    assert (outcome.kind, outcome.left) == (Kind.RETRY, False)
    written(flight, outcome)
    assert emulator.messages() == [] and states() == [("queued", "retry")]
    assert [a.outcome for a in attempts()] == ["not_left"]


def test_what_was_taken_for_lost_does_not_come_back_behind_what_has_left_since(connected, emulator, settings):
    settings.DELIVERY_TIME_SCALE = 0.0  # the lane is free at once
    dossier = accepted(connected)
    flight = about_to_leave()
    swept()
    later_event(connected, dossier)
    deliver_due()
    assert [m["data"]["status"] for m in emulator.messages(PHONE)] == ["Cần bổ sung giấy tờ"]
    written(flight, REFUSED)
    first, second = ledger()
    assert (first.state, first.reason, second.state) == ("sending", "ambiguous", "accepted")


def test_what_was_taken_for_lost_and_is_known_not_to_have_arrived_goes_again_where_nothing_follows(connected, emulator):
    accepted(connected)
    flight = about_to_leave()
    swept()
    assert states() == [("sending", "ambiguous")]
    written(flight, REFUSED)
    assert states() == [("queued", "retry")] and ledger()[0].ambiguous_since is None
