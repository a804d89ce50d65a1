"""What follows from answers besides the ledger: alarms, what is stopped, numbers without Zalo."""

import uuid
from collections.abc import Collection, Sequence

from foundation.local_time import now
from notifications.delivery.loop import Flight, Landed
from notifications.delivery.verdicts import Verdict, verdict
from notifications.states import State
from zalo.actions.raise_alarm import raise_for
from zalo.outcomes import Outcome
from zalo.reach import remember_no_zalo

NO_ZALO = -118


def settle(landed: Sequence[Landed], *, kept: Collection[uuid.UUID]) -> list[tuple[Flight, Outcome, Verdict]]:
    """The verdict on each answer; raises the alarms and stops that it asks for.

    ``kept``: attempts whose message stays in the run, because its token is being renewed.
    """
    return [(flight, outcome, _verdict(flight, outcome, kept)) for flight, outcome in landed]


def _verdict(flight: Flight, outcome: Outcome, kept: Collection[uuid.UUID]) -> Verdict:
    if flight.attempt_id in kept:
        return Verdict(State.SENDING, "token")
    if outcome.code == NO_ZALO and not flight.route.zalo_user:
        remember_no_zalo(flight.route.address)
    if outcome.alarm:
        raise_for(flight.route.account.oa_pk, outcome, template_id=flight.route.template_id)
    tries = flight.number if outcome.left else max(0, flight.number - 1)
    planned_at = flight.message.planned_at
    return verdict(outcome, channel=flight.route.channel, tries=tries, planned_at=planned_at, moment=now())
