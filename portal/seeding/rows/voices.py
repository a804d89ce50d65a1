"""Votes of those whose dossier has ended, and feedback."""

import random
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from calendars.calendar import ICT
from complaints.clock import answer_by
from complaints.models import Feedback
from foundation.local_time import iso_local
from portal.seeding.houses import House
from portal.seeding.invented.people import Population
from portal.seeding.invented.voices import FEEDBACK, OPINIONS
from portal.seeding.rows.writer import Writer
from portal.seeding.story import Doer, Story
from ratings.models import Vote

_CITIZEN = Doer("citizen")
_VOTES = 0.24  # of those who were told how to
_WRITES = 0.3
_SCORES = {True: {5: 46, 4: 34, 3: 12, 2: 6, 1: 2}, False: {5: 8, 4: 20, 3: 26, 2: 28, 1: 18}}
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_DAYS = 75.0


def vote(chance: random.Random, writer: Writer, now: datetime) -> None:
    """Some of the told answer within the month, at an hour at which people are awake."""
    for story, _dossier, _parties, invitation in writer.told:
        if not story.zalo or chance.random() > _VOTES:
            continue
        at = _awake(chance, invitation.invited_at + timedelta(days=chance.expovariate(0.5)))
        if not invitation.invited_at < at < min(now, invitation.expires_at):
            continue
        weights = _SCORES[_well(story)]
        score = chance.choices(list(weights), list(weights.values()))[0]
        text = chance.choice(OPINIONS[score]) if chance.random() < _WRITES else ""
        writer.sheets.add(Vote(id=writer.keys.at(at), invitation=invitation, score=score, text=text, voted_at=at))
        writer.event(
            "rating.voted", at, _CITIZEN, {}, subject=("invitation", invitation.id),
            province=invitation.province_id, agencies=invitation.agency_ids,
        )  # fmt: skip


def _well(story: Story) -> bool:
    """Settled as asked for and in time."""
    state = story.life.state
    done, due = state.completed_at, state.original_due_at
    return state.outcome == "granted" and done is not None and (due is None or done <= due)


def _awake(chance: random.Random, moment: datetime) -> datetime:
    local = moment.astimezone(ICT)
    if 6 <= local.hour < 22:
        return moment
    return datetime.combine(local.date(), time(chance.randrange(7, 22), chance.randrange(60)), ICT).astimezone(UTC)


def complain(
    chance: random.Random, writer: Writer, house: House, people: Population, stories: Sequence[Story], now: datetime
) -> None:  # fmt: skip
    """What was written on the feedback page."""
    coded = {id(s): d for s, d, _p, _i in writer.told}
    own = [s for s in stories if id(s) in coded and s.house is house]
    for kind, text, about in FEEDBACK:
        at = _awake(chance, now - timedelta(days=_DAYS * chance.random() ** 1.6))
        if at >= now:
            continue
        story = chance.choice(own) if about and own else None
        agency = story.agency if story else chance.choice([house.agencies["centre"], house.agencies["ward_centre"]])
        person = chance.choice(people.neighbours) if chance.random() < 0.5 else people.stranger(None)
        row = Feedback(
            id=writer.keys.at(at), province=house.province, agency=agency, kind=kind, text=text, name=person.name,
            phone=person.phone, dossier_code=coded[id(story)].code or "" if story else "",
            zalo_consent=chance.random() < 0.6, received_at=at, answer_by=answer_by(agency.id, at),
            code="".join(secrets.choice(_ALPHABET) for _ in range(10)),
        )  # fmt: skip
        writer.sheets.add(row)
        writer.event(
            "complaint.submitted", at, _CITIZEN, {"code": row.code, "until": iso_local(row.answer_by)},
            subject=("feedback", row.id), province=house.province.id, agencies=[agency.id],
        )  # fmt: skip
