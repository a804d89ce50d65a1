import uuid

import structlog
from django.db import connection

from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now
from zalo.models import Alarm, OfficialAccount
from zalo.outcomes import Kind, Outcome

log = structlog.get_logger(__name__)

_UPSERT = f"""
INSERT INTO {Alarm._meta.db_table} (id, province_id, oa_id, kind, subject, detail, count, first_at, last_at)
VALUES (%s, %s, %s, %s, %s, %s, 1, %s, %s)
ON CONFLICT (oa_id, kind, subject) WHERE cleared_at IS NULL
DO UPDATE SET count = {Alarm._meta.db_table}.count + 1, detail = excluded.detail, last_at = excluded.last_at
"""  # noqa: S608 - the table's own name


def raise_alarm(oa: OfficialAccount, kind: Alarm.Kind, *, subject: str = "", detail: str = "") -> None:
    """Raise an alarm, or count it again if it stands already. System scope, or the province's staff scope."""
    moment = now()
    log.error("zalo_alarm", oa_id=oa.oa_id, kind=str(kind), subject=subject)
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [uuid7(), oa.province_id, oa.pk, str(kind), subject[:80], detail[:300], moment, moment])


def raise_for(oa_pk: uuid.UUID, outcome: Outcome, *, template_id: str = "") -> None:
    """Tell people about an outcome that only they can mend, and stop what it stops."""
    with scoping.system("zalo alarm"):
        oa = OfficialAccount.objects.get(pk=oa_pk)
        what = f"{outcome.code}" if outcome.code is not None else outcome.message[:80]
        if outcome.kind is Kind.STOP_CHANNEL and outcome.stops:
            from zalo.actions.stop_channel import stop_channel

            stop_channel(oa, outcome, template_id=template_id)
        else:
            raise_alarm(oa, Alarm.Kind.REFUSED, subject=what, detail=outcome.message)


def clear_alarms(oa: OfficialAccount, *kinds: Alarm.Kind, subject: str | None = None) -> int:
    """Close the open alarms of these kinds (about ``subject``); how many there were."""
    found = Alarm.objects.filter(oa=oa, kind__in=kinds, cleared_at=None)
    if subject is not None:
        found = found.filter(subject=subject)
    return found.update(cleared_at=now())
