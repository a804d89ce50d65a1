"""The delivery engine: claim, write intents, send in waves of what is really in flight, flush answers as they come."""

import queue
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

from notifications.delivery.claim import Claimed, claim, lease, renew
from notifications.delivery.flush import put_back
from notifications.delivery.intents import write_intents
from notifications.delivery.loop import Admission, Landed, SendingLoop, sending_loop
from notifications.delivery.recording import record
from notifications.delivery.renewals import Renewals
from notifications.delivery.routes import Route, routes
from notifications.delivery.verdicts import Verdict, refused_at_the_gate, without_route, without_token
from zalo.accounts import AccountCredentials
from zalo.outcomes import Kind

IN_FLIGHT = 64
WAVE = IN_FLIGHT // 4  # free places that are waited for before the next wave, for a moment
BATCH = 200
FLUSH_EVERY = 0.1  # seconds an answer waits at most (promise: 0.2)
GATE_PATIENCE = 0.05  # seconds that the run waits for the gate before it looks at answers again
# Seconds for which new work is taken. The longest call and renewal may follow before Celery's soft limit (240).
RUN = 150.0


class Engine:
    """One run of delivery: until nothing is due, or the time is over."""

    def __init__(self, loop: SendingLoop | None = None) -> None:
        self.loop = loop or sending_loop()
        self.owner = uuid.uuid4()
        self.waiting: list[tuple[Claimed, Route]] = []
        self.asking: tuple[Future[Admission], list[tuple[Claimed, Route]]] | None = None
        self.flying: set[uuid.UUID] = set()
        self.renewals = Renewals()
        self.done = 0
        self._renewed = self._launched = time.monotonic()

    def run(self, seconds: float = RUN) -> int:
        """Deliver what is due; how many answers were written down."""
        end = time.monotonic() + seconds
        more = True
        try:
            while True:
                if more and len(self.waiting) < IN_FLIGHT and time.monotonic() < end:
                    more = self._fill()
                self._launch()
                if not (self.flying or self.waiting or self.asking or self.renewals) and self.loop.empty:
                    return self.done
                self._collect()
                self._after_renewals()
                self._keep()
        finally:
            self.renewals.close()

    def _fill(self) -> bool:
        claimed = claim(BATCH, self.owner)
        self._route(claimed)
        # What is in flight may free a lane, and other work may come meanwhile: look again.
        # (What waits for the gate counts: it may hang once it flies, and this run would take nothing beside it.)
        return bool(claimed or self.flying or self.waiting or self.asking or self.renewals)

    def _route(self, messages: Sequence[Claimed]) -> None:
        found = routes(messages) if messages else {}
        back: list[tuple[Claimed, Verdict]] = []
        for message in messages:
            route = found[message.id]
            if isinstance(route, Route):
                self.waiting.append((message, route))
            elif route.renew is not None and self.renewals.waiting_for(route.renew) < BATCH:
                self.renewals.add(route.renew, message, None)
            else:
                back.append((message, without_route(route)))
        put_back(back)

    def _launch(self) -> None:
        """Ask the gate, then write down what is about to leave, then let it go."""
        if self.asking is None:
            free = IN_FLIGHT - len(self.flying)
            if not self.waiting or not free:
                return
            # Many intents are written as cheaply as one; but what hangs must not keep the places beside it empty.
            if free < WAVE and self.flying and time.monotonic() - self._launched < FLUSH_EVERY:
                return
            wave, self.waiting = self.waiting[:free], self.waiting[free:]
            self.asking = self.loop.admit(wave), wave
        future, wave = self.asking
        try:
            said = future.result(timeout=GATE_PATIENCE)
        except TimeoutError:
            return
        self.asking = None
        put_back([(message, refused_at_the_gate(refusal)) for message, refusal in said.refused])
        self.waiting[:0] = said.again
        self._fly(said.going)

    def _fly(self, wave: list[tuple[Claimed, Route]]) -> None:
        if wave:
            flights = write_intents(wave, self.owner)
            self._launched = time.monotonic()
            self.flying.update(f.message.id for f in flights)
            self.loop.send(flights)

    def _collect(self) -> None:
        """Take what has landed within the next moments and write it down; while the database is away it lands again."""
        landed: list[Landed] = []
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
        written = False
        try:
            again = [flight for flight, outcome in landed if self._renews(flight.message, outcome.kind)]
            record(landed, kept={flight.attempt_id for flight in again})
            written = True
        finally:
            if not written:
                for one in landed:
                    self.loop.landed.put(one)
        for flight, _outcome in landed:
            self.flying.discard(flight.message.id)
        self.done += len(landed)
        for flight in again:
            self.renewals.add(flight.route.account.oa_pk, flight.message, flight.route)
        for oa_pk in {f.route.account.oa_pk for f, outcome in landed if outcome.stops}:
            self._think_again(oa_pk)

    def _renews(self, message: Claimed, kind: Kind) -> bool:
        """Whether this run renews the token and sends once more; what an earlier run left behind goes to the queue."""
        return kind is Kind.REFRESH_ONCE and not message.refreshed and message.owner == self.owner

    def _think_again(self, oa_pk: uuid.UUID) -> None:
        """Something of the account was stopped: what has not left yet may have to go another way."""
        own = [message for message, route in self.waiting if route.account.oa_pk == oa_pk]
        self.waiting = [(m, r) for m, r in self.waiting if r.account.oa_pk != oa_pk]
        self._route(own)

    def _after_renewals(self) -> None:
        """Those whose token was renewed go on, those whose was not go back."""
        for one in self.renewals.ended():
            result = one.result
            if not isinstance(result, AccountCredentials):
                put_back([(message, without_token(result)) for message, _route in one.held])
                continue
            self._route([message for message, route in one.held if route is None])
            for message, route in one.held:
                if route is not None:
                    message.refreshed = True
                    self.waiting.insert(0, (message, replace(route, account=result)))

    def _keep(self) -> None:
        """Renew the lease of what is still here."""
        if time.monotonic() - self._renewed > lease() / 3:
            self._renewed = time.monotonic()
            asked = self.asking[1] if self.asking else []
            renew([*self.flying, *self.renewals.held(), *(m.id for m, _r in (*self.waiting, *asked))], self.owner)


def deliver_due(seconds: float = RUN) -> int:
    """Send what is due; how many attempts were answered."""
    return Engine().run(seconds)
