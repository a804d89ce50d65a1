"""The record and the ledger: events, the words of acts, messages and their attempts."""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from dossiers.wording import TITLES
from foundation.vietnamese_text import shorten
from notifications.kinds import KINDS
from notifications.planning import lane_of, message_id
from notifications.snapshot import clock_text
from portal.seeding.bulk.copying import NULL, Sheet, key, time
from portal.seeding.bulk.facts import Facts
from portal.seeding.bulk.story import Story, actor_of, millisecond
from portal.seeding.invented import wording
from portal.seeding.lives import By, Step

# how a message ended, why, and how often
_ENDS = [
    ("delivered", "", 90), ("accepted", "", 4), ("failed", "no_zalo", 3), ("unconfirmed", "unconfirmed", 2),
    ("failed", "permanent", 1),
]  # fmt: skip
_WEIGHTS = list(accumulate(w for _state, _why, w in _ENDS))
_CODES = {"no_zalo": ("other_channel", "-118"), "permanent": ("permanent", "-116"), "unconfirmed": ("ambiguous", NULL)}
_SECOND = timedelta(seconds=1)
_REFUSED = "Không được giải quyết"


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
        for order, step in enumerate(story.life.steps):
            ms, at = millisecond(step.at), time(step.at)
            event, correlation = key(ms), key(ms)
            kind, actor = actor_of(story, step)
            self.events.lines.append(
                f"{event}\t{story.seqs[order]}\t{step.kind}\tdossier\t{story.id}\t{names.province}\t{names.agencies}\t"
                f"{kind}\t{actor}\t{facts.of(step)}\t{at}\t{at}\t{correlation}\n"
            )
            reason = ""
            if step.action:
                expired = step.rule == "window_expired"
                reason = wording.EXPIRED if expired else wording.reason(self.chance, names.code, step.action)
                self.remarks.lines.append(f"{key(ms)}\t{story.id}\t{event}\t{step.action}\t{reason}\t\t{actor}\t{at}\n")
            if lane and step.kind in KINDS:
                self._message(story, step, event, correlation, lane, order, reason)

    def _message(
        self, story: Story, step: Step, event: str, correlation: str, lane: str, order: int, reason: str
    ) -> None:
        kind, names = KINDS[step.kind], story.place.names
        state, why = ("withheld", "no_consent")
        if story.zalo:
            state, why, _weight = self.chance.choices(_ENDS, cum_weights=_WEIGHTS)[0]
        pk = message_id(_Recorded(uuid.UUID(event)), uuid.UUID(story.party), kind.name).hex  # type: ignore[arg-type]
        at, answered = time(step.at), time(step.at + _SECOND)
        went = state in ("delivered", "accepted", "unconfirmed")
        channel, tries = ("zalo_phone", 1) if story.zalo else ("", 0)
        arrived = time(step.at + 3 * _SECOND) if state == "delivered" else NULL
        self.messages.lines.append(
            f"{pk}\t{event}\t{story.seqs[order]}\t{correlation}\t{names.province}\t{names.agencies}\tdossier\t{story.id}\t"
            f"{kind.name}\tparty\t{story.party}\tapplicant\t{story.person.masked}\t{lane}\t"
            f"{self._snapshot(story, step, reason)}\t{int(kind.urgency)}\t{'t' if kind.supersedable else 'f'}\t{state}\t"
            f"{why}\t\t{channel}\t{{}}\t{tries}\t{at}\t{at}\t{answered if went else NULL}\t{arrived}\n"
        )
        if not story.zalo:
            return
        outcome, code = _CODES.get(why, ("accepted", "0"))
        provider = pk[12:] if state in ("delivered", "accepted") else ""
        silent = state == "unconfirmed"
        self.attempts.lines.append(
            f"{key(millisecond(step.at))}\t{pk}\t1\t{correlation}\tzalo_phone\t500000\t{pk}-1\t{at}\t"
            f"{NULL if silent else answered}\t{outcome}\t{code}\t{NULL if silent else 200}\t\t{provider}\n"
        )

    def _snapshot(self, story: Story, step: Step, reason: str) -> str:
        """As ``notifications.snapshot`` would have taken it at that moment."""
        state, names = step.after, story.place.names
        code = story.code if state.accepted_at else ""
        status = _REFUSED if state.completed_at and state.outcome == "refused" else self.titles[state.status]
        why = "" if story.place.version.sensitive else shorten(reason, 90)
        official = names.shown_officer if state.assigned else names.shown_receptionist
        if not state.accepted_at and story.life.steps[0].by is By.PORTAL:
            official = '"—"'
        return (
            f'{{"customer_name":{story.person.shown},"code":"{code}","status":"{status}",'
            f'"procedure":{names.shown_procedure},"agency":{names.shown_agency},"official":{official},'
            f'"received_at":"{clock_text(state.accepted_at or story.life.submitted_at)}",'
            f'"handled_at":"{clock_text(state.completed_at or step.at)}",'
            f'"due_at":"{clock_text(state.due_at)}","returned_at":"{clock_text(state.returned_at)}",'
            f'"until":"{clock_text(state.until)}","reason":"{why}",'
            f'"link":"{story.place.base_url or self.public_url}/tra-cuu/?code={code}","look_up_path":"?code={code}"}}'
        )
