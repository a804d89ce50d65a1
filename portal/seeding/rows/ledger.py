"""The ledger: what was planned for whom, how each attempt ended, and what therefore stands on the phones."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dossiers.models import Dossier, Party
from events.models import Event
from foundation.encryption import blind_index
from notifications.kinds import Kind
from notifications.models import Attempt, Message
from notifications.planning import Decision, decide, lane_of, masked, message_id
from notifications.snapshot import snapshot
from notifications.states import State
from notifications.sweeping import unconfirmed_after
from portal.seeding.invented.people import Person
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.sheets import Sheets
from zalo.models import PhoneReach
from zalo.models.template import NOTHING
from zalo.reach import REMEMBERED

_RETRIED, _AMBIGUOUS, _PHONE_OFF = 0.025, 0.012, 0.05
_ERRORS = {
    "no_zalo": (-118, "Zalo account not existed"),
    "unable": (-119, "Account cannot receive ZNS"),
    "refused": (-141, "User refused to receive ZNS from this OA"),
}


@dataclass
class Account:
    """A province's Official Account, and whom it has linked: citizen → (Zalo user, since when)."""

    pk: uuid.UUID
    oa_id: str
    templates: dict[str, str]
    linked: dict[uuid.UUID, tuple[uuid.UUID, datetime]] = field(default_factory=dict)


@dataclass(slots=True)
class _Planned:
    """A message as planned in the transaction of its act."""

    event: Event
    party: Party
    person: Person
    message: Message
    decision: Decision


class Ledger:
    """Collects what is to be told; :meth:`settle` lets it be sent in the order of time."""

    def __init__(self, chance: random.Random, sheets: Sheets, keys: Keys, accounts: dict[uuid.UUID, Account]) -> None:
        self.chance, self.sheets, self.keys, self.accounts = chance, sheets, keys, accounts
        self.planned: list[_Planned] = []
        self.history: list[dict[str, Any]] = []  # for the emulator
        self.silent: dict[str, datetime] = {}

    def plan(self, event: Event, kind: Kind, dossier: Dossier, party: Party, person: Person, reason: str) -> None:
        """One message for one recipient, as ``notifications.planning`` writes it; its ``event_seq`` comes later."""
        decision, at = decide(party), event.occurred_at
        message = Message(
            id=message_id(event, party.id, kind.name), event_id=event.id, event_seq=0, correlation_id=event.correlation_id,
            province_id=dossier.province_id, agency_ids=event.agency_ids, subject_kind="dossier", subject_id=dossier.id,
            kind=kind.name, recipient_kind="party", recipient_id=party.id, recipient_role=party.role,
            recipient_masked=masked(party), lane=lane_of(dossier.id, party.id), 
            data=snapshot(event, dossier, party, reason),
            urgency=int(kind.urgency), supersedable=kind.supersedable, state=decision.state.value, reason=decision.reason,
            next_attempt_at=at, planned_at=at,
        )  # fmt: skip
        self.planned.append(_Planned(event, party, person, message, decision))

    def settle(self, now: datetime) -> None:
        """Give every message the fate that it had; the events must have their ``seq``."""
        for planned in sorted(self.planned, key=lambda p: (p.event.seq, p.party.order)):
            planned.message.event_seq = planned.event.seq
            if planned.decision.state is State.QUEUED:
                self._send(planned, now)
            self.sheets.add(planned.message)
        for phone, learnt in self.silent.items():
            if learnt > now - REMEMBERED:
                self.sheets.add(PhoneReach(phone_index=blind_index(phone, "zalo-reach"), learnt_at=learnt))

    def _send(self, planned: _Planned, now: datetime) -> None:
        message, party, person = planned.message, planned.party, planned.person
        at = planned.event.occurred_at
        account = self.accounts[message.province_id]
        link = account.linked.get(party.citizen_id) if party.citizen_id else None
        if link and link[1] < at:
            self._sent(planned, account, now, "zalo_uid", link[0])
            return
        if not party.phone:
            message.state, message.reason = State.WITHHELD.value, "bad_phone" if party.phone_typed else "no_contact"
            return
        learnt = self.silent.get(party.phone)
        if learnt and learnt > at - REMEMBERED:
            message.state, message.reason = State.FAILED.value, "no_zalo"
            return
        trouble = person.trouble if person.zalo else "no_zalo"
        if trouble:
            self._refused(planned, account, trouble)
        else:
            self._sent(planned, account, now, "zalo_phone", None)

    def _refused(self, planned: _Planned, account: Account, trouble: str) -> None:
        message = planned.message
        code, text = _ERRORS[trouble]
        left = planned.event.occurred_at + timedelta(seconds=self.chance.uniform(0.1, 0.6))
        answered = left + timedelta(seconds=self.chance.uniform(0.05, 0.4))
        self._attempt(
            message, account, 1, left, answered=answered, outcome="other_channel", code=code, http_status=200, detail=text
        )  # fmt: skip
        message.state, message.channel, message.tries = State.FAILED.value, "zalo_phone", 1
        message.excluded, message.next_attempt_at = ["zalo_phone"], answered
        message.reason = "no_zalo" if trouble == "no_zalo" else "other_channel"
        if trouble == "no_zalo":
            self.silent[planned.party.phone] = answered

    def _sent(self, planned: _Planned, account: Account, now: datetime, channel: str, user: uuid.UUID | None) -> None:
        chance, message = self.chance, planned.message
        message.channel, message.tries = channel, 1
        left = planned.event.occurred_at + timedelta(seconds=chance.uniform(0.1, 0.7))
        if chance.random() < _RETRIED:
            failed = left + timedelta(seconds=chance.uniform(0.05, 0.4))
            self._attempt(
                message, account, 1, left, answered=failed, outcome="retry", http_status=500, detail="HTTP 500", user=user
            )  # fmt: skip
            left = message.next_attempt_at = failed + timedelta(seconds=chance.uniform(4, 7))
            message.tries = 2
        if channel == "zalo_phone" and chance.random() < _AMBIGUOUS:
            self._unclear(message, account, left, now)
            return
        answered = left + timedelta(seconds=chance.uniform(0.05, 0.4))
        provider = f"{chance.getrandbits(80):020x}"
        self._attempt(
            message, account, message.tries, left, answered=answered, outcome="accepted", code=0, http_status=200,
            provider=provider, user=user,
        )  # fmt: skip
        message.sent_at = answered
        wait = chance.uniform(60, 12 * 3600) if chance.random() < _PHONE_OFF else chance.uniform(0.6, 4)
        delivered = answered + timedelta(seconds=wait)
        arrived = delivered < now
        message.state = State.DELIVERED.value if arrived else State.ACCEPTED.value
        message.delivered_at = delivered if arrived else None
        self.history.append(
            {
                "id": provider, "oa": account.oa_id, "person": planned.person.zalo, "channel": channel.removeprefix("zalo_"),
                "template_id": account.templates["uid" if user else "phone"], "at": answered.timestamp(),
                "delivered_at": delivered.timestamp() if arrived else None, "data": {name: value or NOTHING for name, value in message.data.items()},
                "tracking_id": f"{message.id.hex}-{message.tries}", "seen": now - delivered > timedelta(days=1),
            }
        )  # fmt: skip

    def _unclear(self, message: Message, account: Account, left: datetime, now: datetime) -> None:
        """It left and no answer came: a day later nobody waits for it any more."""
        gave_up = left + timedelta(seconds=10)
        self._attempt(
            message, account, message.tries, left, answered=gave_up, outcome="ambiguous", detail="SocketTimeoutError"
        )  # fmt: skip
        open_still = now - gave_up < unconfirmed_after()
        message.state = State.SENDING.value if open_still else State.UNCONFIRMED.value
        message.reason = "ambiguous" if open_still else "unconfirmed"
        message.ambiguous_since = gave_up if open_still else None
        message.detail = "SocketTimeoutError"

    def _attempt(
        self, message: Message, account: Account, number: int, left: datetime, *, answered: datetime, outcome: str,
        code: int | None = None, http_status: int | None = None, detail: str = "", provider: str = "",
        user: uuid.UUID | None = None,
    ) -> None:  # fmt: skip
        self.sheets.add(
            Attempt(
                id=self.keys.at(left), message_id=message.id, number=number, correlation_id=message.correlation_id,
                channel=message.channel or "zalo_phone", oa_id=account.pk, zalo_user_id=user,
                template_id=account.templates["uid" if user else "phone"], tracking_id=f"{message.id.hex}-{number}",
                intent_at=left, answered_at=answered, outcome=outcome, code=code, http_status=http_status, detail=detail,
                provider_id=provider,
            )
        )  # fmt: skip
