"""Writing answers down with all that follows from them; one that cannot be written holds up no other."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace

import structlog
from django.db import InterfaceError, OperationalError

from notifications.delivery.flush import flush
from notifications.delivery.loop import Landed
from notifications.delivery.settling import settle
from zalo.outcomes import Stops

log = structlog.get_logger(__name__)


def record(landed: Sequence[Landed], *, kept: Collection[uuid.UUID]) -> None:
    """Settle and write these answers, together or else each alone.

    Raises what says that the database is away (``OperationalError``, ``InterfaceError``): then all of them are still to
    be written, and writing one twice does no harm. An answer that cannot be written even plainly is left to its lease:
    its message is then shown as unclear, and never sent again by itself.
    """
    try:
        flush(settle(landed, kept=kept))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not hold up what landed beside it
        if len(landed) > 1:
            for one in landed:
                record([one], kept=kept)
        else:
            _plainly(landed[0], kept, error)


def _plainly(landed: Landed, kept: Collection[uuid.UUID], trouble: Exception) -> None:
    """Only how it ended: without Zalo's words, and without the alarms and stops that may be what failed."""
    flight, outcome = landed
    log.error("answer_written_plainly", message_id=str(flight.message.id), error=type(trouble).__name__)
    plain = replace(outcome, message=type(trouble).__name__, message_id="", alarm=False, stops=Stops.NOTHING)
    try:
        flush(settle([(flight, plain)], kept=kept))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - as above
        log.error("answer_not_written", message_id=str(flight.message.id), error=type(error).__name__)
