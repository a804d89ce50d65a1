"""Lives of dossiers that another system settles, as that system tells them: one event for each thing told."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from calendars.calendar import WorkCalendar
from dossiers.states import Status
from portal.seeding.lives.life import By, Life, State, Step

S = Status


def told(
    chance: random.Random, calendar: WorkCalendar, now: datetime, received: datetime, *, days: float
) -> Life:  # fmt: skip
    """A dossier received at ``received`` and due after ``days`` working days, told about within minutes each time."""
    life = Life(received)
    due_at = calendar.add(received, int(days * 8 * 3600))
    done = calendar.add(received, int(days * 8 * 3600 * (chance.uniform(0.2, 0.95) if chance.random() < 0.9 else 1.6)))
    fetched = calendar.add(done, int(chance.uniform(0.5, 16) * 3600))
    state = State(S.ACCEPTED, accepted_at=received, due_at=due_at, original_due_at=due_at)
    for at, status, changes in (
        (received, S.ACCEPTED, {}),
        (done, S.COMPLETED, {"completed_at": done, "outcome": "granted"}),
        (fetched, S.RETURNED, {"closed_at": done}),
    ):
        heard = at + timedelta(seconds=chance.uniform(20, 240))
        if heard >= now:
            break
        before = state.status if life.steps else status
        state = replace(state, status=status, version=state.version + 1, updated_at=heard, **changes)
        life.steps.append(Step("dossier.mirrored", heard, By.ELSEWHERE, before, None, state, rule="status_changed"))
    return life


def imported(chance: random.Random, calendar: WorkCalendar, received: datetime, at: datetime, *, days: float) -> Life:
    """A dossier of a former province's system, brought over as it stood when it was already done."""
    life = Life(received)
    due_at = calendar.add(received, int(days * 8 * 3600))
    done = calendar.add(received, int(days * 8 * 3600 * chance.uniform(0.4, 1.5)))
    state = State(
        S.RETURNED, version=2, updated_at=at, accepted_at=received, due_at=due_at, original_due_at=due_at,
        completed_at=done, closed_at=done, outcome="granted",
    )  # fmt: skip
    life.steps.append(Step("dossier.mirrored", at, By.ELSEWHERE, S.RETURNED, None, state, rule="status_changed"))
    return life
