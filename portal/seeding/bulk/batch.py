"""One batch of stories written in one transaction: numbers first, then the sheets, positions last."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from dossiers.code_schemes import national_on
from dossiers.models.dossier import NO_DATE
from events.sequencer import LOCK
from foundation import scoping
from portal.seeding.bulk.crowd import Person
from portal.seeding.bulk.filing import Filing
from portal.seeding.bulk.places import Place
from portal.seeding.bulk.story import SPAN, Story, tell
from portal.seeding.bulk.telling import Telling

_RESERVE = """
INSERT INTO dossiers_codecounter AS c (agency_id, day, last)
SELECT t.agency, t.day, t.n FROM unnest(%s::uuid[], %s::date[], %s::int[]) AS t(agency, day, n) ORDER BY 1, 2
ON CONFLICT (agency_id, day) DO UPDATE SET last = c.last + excluded.last RETURNING agency_id, day, last
"""
# The sequencer's own lock: nobody else gives positions until this transaction ends.
_POSITIONS = """
INSERT INTO events_eventposition (position, event_id)
SELECT (SELECT coalesce(max(position), 0) FROM events_eventposition) + row_number() OVER (ORDER BY e.seq), e.id
FROM "load_events_event" e
"""


class Batch:
    """Writes batches with one set of sheets."""

    def __init__(self, chance: random.Random, public_url: str, ledger: float, span: float = SPAN) -> None:
        self.chance, self.span = chance, span
        self.filing, self.telling = Filing(chance), Telling(chance, public_url, ledger)

    def write(self, places: Sequence[Place], people: Sequence[Person], count: int, now: datetime) -> int:
        """Invent and write ``count`` dossiers; how many rows that made."""
        chance = self.chance
        stories = [tell(chance, chance.choice(places), chance.choice(people), now, self.span) for _ in range(count)]
        stories.sort(key=lambda s: s.life.submitted_at)
        with scoping.system("load dossiers"), connection.cursor() as cursor:
            _codes(cursor, stories)
            _sequence(cursor, stories)
            for story in stories:
                self.filing.add(story)
                self.telling.add(story)
            sheets = [*self.filing.sheets, *self.telling.sheets]
            for sheet in sheets:
                sheet.copy(cursor)
            rows = sum(sheet.insert(cursor) for sheet in sheets)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(_POSITIONS)
            return rows + int(cursor.rowcount)


def _codes(cursor: Any, stories: Sequence[Story]) -> None:
    """Number the accepted ones from their agencies' day counters."""
    wanted = Counter(c for s in stories if (c := s.counter) is not None)
    if not wanted:
        return
    cursor.execute(_RESERVE, [[a for a, _d in wanted], [d for _a, d in wanted], list(wanted.values())])
    last = {(agency, day): last - wanted[agency, day] for agency, day, last in cursor.fetchall()}
    for story in sorted(stories, key=lambda s: s.life.state.accepted_at or NO_DATE):
        counter = story.counter
        if counter is not None:
            last[counter] += 1
            agency, day = story.place.agency, counter[1]
            story.code = national_on(day).write(agency.code, day, last[counter])


def _sequence(cursor: Any, stories: Sequence[Story]) -> None:
    """Give every event its ``seq`` in the order in which they happened."""
    moments = sorted((step.at, i, j) for i, s in enumerate(stories) for j, step in enumerate(s.life.steps))
    cursor.execute("SELECT nextval('events_event_seq') FROM generate_series(1, %s)", [len(moments)])
    for story in stories:
        story.seqs = [0] * len(story.life.steps)
    for (_at, i, j), row in zip(moments, cursor.fetchall(), strict=True):
        stories[i].seqs[j] = row[0]
