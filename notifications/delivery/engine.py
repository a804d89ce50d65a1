"""The delivery engine: claim, write intents, send in waves of what is really in flight, flush answers as they come."""

import queue
import time
import uuid
from datetime import timedelta

import structlog

from foundation.local_time import now
from notifications.backoff import scaled
from notifications.delivery.claim import Claimed, claim, lease, renew
from notifications.delivery.flush import flush, put_back
from notifications.delivery.intents import write_intents
from notifications.delivery.loop import Flight, SendingLoop, sending_loop
from notifications.delivery.routes import NoRoute, Route, routes
from notifications.delivery.verdicts import Verdict, verdict
from notifications.states import State
from zalo.accounts import GrantDead, RefreshLater
from zalo.actions.raise_alarm import raise_for
from zalo.outcomes import Kind, Outcome
from zalo.reach import remember_no_zalo
from zalo.tokens import refresh_after_failure

log = structlog.get_logger(__name__)

IN_FLIGHT = 64
BATCH = 200
FLUSH_EVERY = 0.1  # seconds an answer waits at most (promise: 0.2)
NO_ROUTE_WAIT = 900.0
NO_ZALO = -118


class Engine:
    """One run of delivery: until nothing is due, or the time is over."""

    def __init__(self, loop: SendingLoop | None = None) -> None:
        self.loop = loop or sending_loop()
        self.owner = uuid.uuid4()
        self.waiting: list[tuple[Claimed, Route]] = []
        self.flying: dict[uuid.UUID, Flight] = {}
        self.done = 0
        self._renewed = time.monotonic()

    def run(self, seconds: float = 240.0) -> int:
        """Deliver what is due; how many answers were written down."""
        end = time.monotonic() + seconds
        more = True
        while True:
            if more and len(self.waiting) < IN_FLIGHT and time.monotonic() < end:
                more = self._fill()
            self._launch()
            if not self.flying and not self.waiting and self.loop.landed.empty():
                return self.done
            self._collect()
            self._keep()

    def _fill(self) -> bool:
        claimed = claim(BATCH, self.owner)
        if not claimed:
            # what is in flight may free a lane: look again when something has landed
            return bool(self.flying)
        found = routes(claimed)
        going: list[tuple[Claimed, Route]] = []
        back: list[tuple[Claimed, Verdict]] = []
        for message in claimed:
            route = found[message.id]
            if isinstance(route, Route):
                going.append((message, route))
            else:
                back.append((message, _without_route(route)))
        put_back(back)
        self.waiting.extend(going)
        return True

    def _launch(self) -> None:
        free = IN_FLIGHT - len(self.flying)
        if not self.waiting or (free < IN_FLIGHT // 4 and self.flying):
            return
        wave, self.waiting = self.waiting[:free], self.waiting[free:]
        self._fly(wave)

    def _fly(self, wave: list[tuple[Claimed, Route]]) -> None:
        flights = write_intents(wave, self.owner)
        self.flying.update((f.message.id, f) for f in flights)
        self.loop.send(flights)

    def _collect(self) -> None:
        """Take what has landed within the next moments and write it down."""
        landed: list[tuple[Flight, Outcome]] = []
        end = time.monotonic() + FLUSH_EVERY
        while len(landed) < IN_FLIGHT:
            left = end - time.monotonic()
            if left <= 0 or (landed and len(landed) >= len(self.flying)):
                break
            try:
                landed.append(self.loop.landed.get(timeout=left))
            except queue.Empty:
                break
        if not landed:
            return
        again = [(f, o) for f, o in landed if self._refreshes(f, o)]
        settled = [self._settled(f, o) for f, o in landed]
        flush(settled)
        for flight, _outcome in landed:
            self.flying.pop(flight.message.id, None)
        self.done += len(landed)
        self._refresh([f for f, _o in again])

    def _refreshes(self, flight: Flight, outcome: Outcome) -> bool:
        """Whether this run renews the token and sends once more; what an earlier run left behind goes to the queue."""
        message = flight.message
        return outcome.kind is Kind.REFRESH_ONCE and not message.refreshed and message.owner == self.owner

    def _settled(self, flight: Flight, outcome: Outcome) -> tuple[Flight, Outcome, Verdict]:
        message = flight.message
        if self._refreshes(flight, outcome):
            return flight, outcome, Verdict(State.SENDING, "token")
        tries = flight.number if outcome.left else max(0, flight.number - 1)
        result = verdict(
            outcome, channel=flight.route.channel, tries=tries, planned_at=message.planned_at, moment=now()
        )
        if outcome.code == NO_ZALO and not flight.route.zalo_user:
            remember_no_zalo(flight.route.address)
        if outcome.alarm:
            raise_for(flight.route.account.oa_pk, outcome, template_id=flight.route.template_id)
        return flight, outcome, result

    def _refresh(self, flights: list[Flight]) -> None:
        """A token was refused: renew it once and send those messages once more."""
        by_account: dict[uuid.UUID, list[Flight]] = {}
        for flight in flights:
            by_account.setdefault(flight.route.account.oa_pk, []).append(flight)
        for oa_pk, group in by_account.items():
            try:
                fresh = refresh_after_failure(oa_pk, group[0].route.account.access_token)
            except GrantDead:
                put_back([(f.message, _later("account_stopped", scaled(NO_ROUTE_WAIT))) for f in group])
                continue
            except RefreshLater as error:
                put_back([(f.message, _later("token", error.retry_after)) for f in group])
                continue
            wave = []
            for flight in group:
                flight.message.refreshed = True
                route = flight.route
                renewed = Route(route.channel, fresh, route.template_id, route.fields, route.address, route.zalo_user)
                wave.append((flight.message, renewed))
            self.waiting[:0] = wave

    def _keep(self) -> None:
        """Renew the lease of what is still here."""
        if time.monotonic() - self._renewed > lease() / 3:
            self._renewed = time.monotonic()
            renew([*self.flying, *(m.id for m, _r in self.waiting)], self.owner)


def _later(reason: str, seconds: float) -> Verdict:
    return Verdict(State.QUEUED, reason, now() + timedelta(seconds=seconds))


def _without_route(route: NoRoute) -> Verdict:
    if not route.final:
        return _later(route.reason, scaled(NO_ROUTE_WAIT))
    return Verdict(State.WITHHELD if route.withheld else State.FAILED, route.reason)


def deliver_due(seconds: float = 240.0) -> int:
    """Send what is due; how many attempts were answered."""
    return Engine().run(seconds)
