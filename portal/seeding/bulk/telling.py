"""The record and the ledger: events, the words of acts, messages and their attempts."""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from dossiers.states import Status
from dossiers.wording import TITLES
from foundation.vietnamese_text import shorten
from notifications.kinds import KINDS
from notifications.planning import lane_of, message_id
from notifications.snapshot import clock_text
from portal.seeding.bulk.copying import NULL, Sheet, key, time
from portal.seeding.bulk.facts import Facts
from portal.seeding.bulk.story import REASONS, Story, action_with_reason, millisecond
from portal.seeding.lives import Moment

# how a message ended, why, and how often
_ENDS = [
    ("delivered", "", 90), ("accepted", "", 4), ("failed", "no_zalo", 3), ("unconfirmed", "unconfirmed", 2),
    ("failed", "permanent", 1),
]  # fmt: skip
_WEIGHTS = list(accumulate(w for _state, _why, w in _ENDS))
_CODES = {"no_zalo": ("other_channel", "-118"), "permanent": ("permanent", "-116"), "unconfirmed": ("ambiguous", NULL)}
_SECOND = timedelta(seconds=1)
_REFUSED = "Không được giải quyết"
_INTAKE = frozenset({"dossier.submitted", "dossier.accepted", "dossier.refused"})


@dataclass(frozen=True, slots=True)
class _Recorded:
    """As much of an event as the key of its message is made from."""

    id: uuid.UUID


class Telling:
    """Turns what happened into lines. ``ledger``: the share of dossiers whose messages are still kept."""

    def __init__(self, chance: random.Random, public_url: str, ledger: float = 1.0) -> None:
        self.chance, self.public_url, self.ledger = chance, public_url, ledger
        self.titles = {status: shorten(str(title), 30) for status, title in TITLES.items()}
        self.events = Sheet(
            "events_event",
            "id seq kind subject_kind subject_id province_id agency_ids actor_kind actor_user_id data occurred_at "
            "recorded_at correlation_id",
        )
        self.remarks = Sheet("dossiers_remark", "id dossier_id event_id action reason note author_id written_at")
        self.messages = Sheet(
            "notifications_message",
            "id event_id event_seq correlation_id province_id agency_ids subject_kind subject_id kind recipient_kind "
            "recipient_id recipient_role recipient_masked lane data urgency supersedable state reason detail channel "
            "excluded tries next_attempt_at planned_at sent_at delivered_at",
        )
        self.attempts = Sheet(
            "notifications_attempt",
            "id message_id number correlation_id channel template_id tracking_id intent_at answered_at outcome code "
            "http_status detail provider_id",
        )

    @property
    def sheets(self) -> list[Sheet]:
        return [self.events, self.remarks, self.messages, self.attempts]

    def add(self, story: Story) -> None:
        kept = self.ledger >= 1.0 or self.chance.random() < self.ledger
        lane = lane_of(uuid.UUID(story.id), uuid.UUID(story.party)).hex if kept else ""
        names = story.place.names
        facts = Facts(story)
        previous = Status.SUBMITTED.value
        for order, moment in enumerate(story.life.moments):
            ms, at = millisecond(moment.at), time(moment.at)
            event, correlation = key(ms), key(ms)
            actor = _actor(story, moment)
            self.events.lines.append(
                f"{event}\t{story.seqs[order]}\t{moment.kind}\tdossier\t{story.id}\t{names.province}\t{names.agencies}\t"
                f"staff\t{actor}\t{facts.of(moment, previous, order)}\t{at}\t{at}\t{correlation}\n"
            )
            reason = ""
            if action := action_with_reason(story, moment.kind):
                reason = self.chance.choice(REASONS)
                self.remarks.lines.append(f"{key(ms)}\t{story.id}\t{event}\t{action}\t{reason}\t\t{actor}\t{at}\n")
            if lane and moment.kind in KINDS:
                self._message(story, moment, event, correlation, lane, order, reason)
            previous = moment.status.value

    def _message(
        self, story: Story, moment: Moment, event: str, correlation: str, lane: str, order: int, reason: str
    ) -> None:
        kind, names = KINDS[moment.kind], story.place.names
        state, why = ("withheld", "no_consent")
        if story.zalo:
            state, why, _weight = self.chance.choices(_ENDS, cum_weights=_WEIGHTS)[0]
        pk = message_id(_Recorded(uuid.UUID(event)), uuid.UUID(story.party), kind.name).hex  # type: ignore[arg-type]
        at, answered = time(moment.at), time(moment.at + _SECOND)
        went = state in ("delivered", "accepted", "unconfirmed")
        channel, tries = ("zalo_phone", 1) if story.zalo else ("", 0)
        arrived = time(moment.at + 3 * _SECOND) if state == "delivered" else NULL
        self.messages.lines.append(
            f"{pk}\t{event}\t{story.seqs[order]}\t{correlation}\t{names.province}\t{names.agencies}\tdossier\t{story.id}\t"
            f"{kind.name}\tparty\t{story.party}\tapplicant\t{story.person.masked}\t{lane}\t"
            f"{self._snapshot(story, moment, reason)}\t{int(kind.urgency)}\t{'t' if kind.supersedable else 'f'}\t{state}\t"
            f"{why}\t\t{channel}\t{{}}\t{tries}\t{at}\t{at}\t{answered if went else NULL}\t{arrived}\n"
        )
        if not story.zalo:
            return
        outcome, code = _CODES.get(why, ("accepted", "0"))
        provider = pk[12:] if state in ("delivered", "accepted") else ""
        silent = state == "unconfirmed"
        self.attempts.lines.append(
            f"{key(millisecond(moment.at))}\t{pk}\t1\t{correlation}\tzalo_phone\t500000\t{pk}-1\t{at}\t"
            f"{NULL if silent else answered}\t{outcome}\t{code}\t{NULL if silent else 200}\t\t{provider}\n"
        )

    def _snapshot(self, story: Story, moment: Moment, reason: str) -> str:
        """As ``notifications.snapshot`` would have taken it at that moment."""
        life, names = story.life, story.place.names
        accepted = life.accepted_at is not None and life.accepted_at <= moment.at
        done = life.completed_at is not None and life.completed_at <= moment.at
        returned = life.returned_at if life.returned_at is not None and life.returned_at <= moment.at else None
        query = f"?code={story.code if accepted else ''}"
        status = _REFUSED if done and story.outcome == "refused" else self.titles[moment.status]
        why = "" if story.place.version.sensitive else reason
        return (
            f'{{"customer_name":{story.person.shown},"code":"{story.code if accepted else ""}","status":"{status}",'
            f'"procedure":{names.shown_procedure},"agency":{names.shown_agency},'
            f'"official":{names.shown_officer if _started(story, moment) else names.shown_receptionist},'
            f'"received_at":"{clock_text(life.accepted_at if accepted else life.submitted_at)}",'
            f'"handled_at":"{clock_text(life.completed_at if done else moment.at)}",'
            f'"due_at":"{clock_text(life.due_at if accepted else None)}","returned_at":"{clock_text(returned)}",'
            f'"until":"{clock_text(story.until if "supplement" in moment.status.value else None)}","reason":"{why}",'
            f'"link":"{story.place.base_url or self.public_url}/tra-cuu/{query}","look_up_path":"{query}"}}'
        )


def _started(story: Story, moment: Moment) -> bool:
    return story.life.accepted_at is not None and moment.kind not in _INTAKE and moment.at > story.life.accepted_at


def _actor(story: Story, moment: Moment) -> str:
    names = story.place.names
    if moment.kind == "dossier.completed":
        return names.head
    if moment.kind == "dossier.returned":
        return names.returner
    return names.officer if _started(story, moment) else names.receptionist
