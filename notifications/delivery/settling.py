"""What follows from answers besides the ledger: alarms, what is stopped, numbers without Zalo."""

import uuid
from collections.abc import Collection, Sequence

from django.db import connection

from foundation import scoping
from foundation.ids import since
from foundation.local_time import now
from notifications.delivery.loop import Flight, Landed
from notifications.delivery.verdicts import Verdict, verdict
from notifications.states import State
from zalo.actions.raise_alarm import raise_for
from zalo.outcomes import Outcome
from zalo.reach import remember_no_zalo

NO_ZALO = -118


# How often each message has ended with the same code by the same channel before. Index attempt_message.
_ALIKE = """
SELECT t.attempt_id, count(a.id)
FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::text[]) AS t(attempt_id, message_id, code, channel)
JOIN notifications_attempt a ON a.message_id = t.message_id AND a.code = t.code AND a.channel = t.channel
WHERE a.id <> t.attempt_id AND a.id >= %s
GROUP BY t.attempt_id
"""


def settle(landed: Sequence[Landed], *, kept: Collection[uuid.UUID]) -> list[tuple[Flight, Outcome, Verdict]]:
    """The verdict on each answer; raises the alarms and stops that it asks for.

    ``kept``: attempts whose message stays in the run, because its token is being renewed.
    """
    before = _ended_alike(landed)
    return [(f, outcome, _verdict(f, outcome, before.get(f.attempt_id, 0), kept)) for f, outcome in landed]


def _ended_alike(landed: Sequence[Landed]) -> dict[uuid.UUID, int]:
    """How many earlier attempts of the message ended like this one, for outcomes that may come only so often."""
    limited = [(f, outcome.code) for f, outcome in landed if outcome.max_tries is not None and outcome.code is not None]
    if not limited:
        return {}
    with scoping.system("deliver"), connection.cursor() as cursor:
        cursor.execute(
            _ALIKE,
            [
                [f.attempt_id for f, _c in limited], [f.message.id for f, _c in limited], [c for _f, c in limited],
                [f.route.channel for f, _c in limited], min(since(f.message.id) for f, _c in limited),
            ],
        )  # fmt: skip
        return dict(cursor.fetchall())


def _verdict(flight: Flight, outcome: Outcome, alike: int, kept: Collection[uuid.UUID]) -> Verdict:
    if flight.attempt_id in kept:
        return Verdict(State.SENDING, "token")
    if outcome.code == NO_ZALO and not flight.route.zalo_user:
        remember_no_zalo(flight.route.address)
    if outcome.alarm:
        raise_for(flight.route.account.oa_pk, outcome, template_id=flight.route.template_id)
    left = 1 if outcome.left else 0
    return verdict(
        outcome, channel=flight.route.channel, tries=flight.number - 1 + left, alike=alike + left,
        planned_at=flight.message.planned_at, moment=now(),
    )  # fmt: skip
