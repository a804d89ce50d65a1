"""Writing down what is about to leave, before it leaves."""

import time
import uuid
from collections.abc import Sequence

from django.db import connection

from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now
from notifications.delivery.claim import Claimed, lease
from notifications.delivery.loop import Flight
from notifications.delivery.routes import Route

_INSERT = """
WITH fresh AS (
  SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::text[],
    %s::text[]) AS t(id, message_id, number, correlation_id, channel, oa_id, zalo_user_id, template_id, tracking_id)
), counted AS (
  UPDATE notifications_message m SET tries = fresh.number, channel = fresh.channel
  FROM fresh WHERE m.id = fresh.message_id AND m.state = 'sending' AND m.claimed_by = %s
  RETURNING m.id AS held
)
INSERT INTO notifications_attempt (id, message_id, number, correlation_id, channel, oa_id, zalo_user_id, template_id,
  tracking_id, intent_at, outcome, detail, provider_id)
SELECT id, message_id, number, correlation_id, channel, oa_id, zalo_user_id, template_id, tracking_id, %s, '', '', ''
FROM fresh JOIN counted ON counted.held = fresh.message_id
RETURNING message_id
"""


def tracking_id(message: Claimed, number: int) -> str:
    """The name of an attempt that Zalo gives back in the receipt: message and number, at most 48 characters."""
    return f"{message.id.hex}-{number}"


def write_intents(wave: Sequence[tuple[Claimed, Route]], owner: uuid.UUID) -> list[Flight]:
    """Commit the intents of a wave; only then may it fly. A message whose lease went to another worker stays out."""
    leaves_by = time.monotonic() + lease() / 2  # a lease is renewed every third of its time
    flights = [
        Flight(message, route, uuid7(), message.tries + 1, tracking_id(message, message.tries + 1), leaves_by)
        for message, route in wave
    ]
    with scoping.system("deliver"), connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                [f.attempt_id for f in flights], [f.message.id for f in flights], [f.number for f in flights],
                [f.message.correlation_id for f in flights], [f.route.channel for f in flights],
                [f.route.account.oa_pk for f in flights], [f.route.zalo_user for f in flights],
                [f.route.template_id for f in flights], [f.tracking_id for f in flights], owner, now(),
            ],
        )  # fmt: skip
        held = {row[0] for row in cursor.fetchall()}
    flights = [f for f in flights if f.message.id in held]
    for flight in flights:
        flight.message.tries = flight.number
    return flights
