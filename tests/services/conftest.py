"""A province as it is staffed, and a hand that lets its people do their work one after the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Commune, User
from accounts.reference import load as load_reference
from accounts.scopes import scope_for_user
from calendars.loading import load as load_calendars
from calendars.queries import calendar_for
from dossiers.actions.file_dossier import file_dossier
from dossiers.inputs import NewDossier
from dossiers.models import Dossier, DossierStep
from events.models import Event
from foundation import scoping
from foundation.local_time import LOCAL
from notifications.models import Message
from portal.seeding.houses import House, build
from procedures.importing import import_catalogue
from tests.support.world import person


@dataclass
class Province:
    """Bắc Ninh on a Monday morning. ``by`` lets somebody act; each act comes a working hour after the one before."""

    house: House
    set_clock: Callable[[datetime], None]
    moment: datetime = field(default_factory=lambda: datetime(2026, 12, 7, 8, 0, tzinfo=LOCAL))

    def later(self, hours: float) -> None:
        """Let working hours of the centre pass."""
        with scoping.system("test"):
            self.moment = calendar_for(self.house.agencies["centre"].id).add(self.moment, int(hours * 3600))
        self.set_clock(self.moment)

    def by(self, who: str, act: Callable[..., Any], dossier: Dossier, *ids: Any, **more: Any) -> Any:
        user = self.user(who)
        with scoping.enter(scope_for_user(user)):
            made = act(dossier.id, *ids, actor=Actor.of_user(user), **more)
        self.later(1)
        return made

    def user(self, who: str) -> User:
        return self.house.people[who]

    def file(self, who: str, procedure: str, agency: str, counter: str, *, accept: bool = True, **more: Any) -> Dossier:
        """Filed at a counter, and taken in."""
        agencies, user = self.house.agencies, self.user(who)
        values = {"channel": "counter", "applicant": person(1), "notify_zalo": True, "summary": "Thử", **more}
        new = NewDossier(
            procedure=procedure, agency=agencies[agency].code, receiving_agency=agencies[counter].code, **values
        )  # fmt: skip
        with scoping.enter(scope_for_user(user)):
            made = file_dossier(new, actor=Actor.of_user(user), accept=accept)
        self.later(1)
        return made

    def read(self, dossier: Dossier) -> Dossier:
        with scoping.system("test"):
            return Dossier.objects.get(id=dossier.id)

    def way(self, dossier: Dossier) -> list[tuple[str, str, str]]:
        """Its steps: code, where, how it ended."""
        short = {agency.id: name for name, agency in self.house.agencies.items()}
        with scoping.system("test"):
            rows = DossierStep.objects.filter(dossier=dossier).order_by("number").select_related("step")
            return [(r.step.code, short[r.agency_id], r.state) for r in rows]

    def here(self, dossier: Dossier) -> str:
        return next(code for code, _where, state in reversed(self.way(dossier)) if state == "open")

    def kinds(self, dossier: Dossier) -> list[str]:
        with scoping.system("test"):
            rows = Event.objects.filter(subject_id=dossier.id).order_by("seq")
            return [kind.removeprefix("dossier.") for kind in rows.values_list("kind", flat=True)]

    def told(self, dossier: Dossier) -> list[str]:
        """What its people were told, in order, each once for each of them."""
        with scoping.system("test"):
            rows = Message.objects.filter(subject_id=dossier.id).order_by("event_seq", "recipient_id")
            return [kind.removeprefix("dossier.") for kind in rows.values_list("kind", flat=True)]


@pytest.fixture
def province(db, redis_url, monkeypatch) -> Province:
    now: list[datetime] = []
    made = Province(None, lambda moment: now.__setitem__(slice(None), [moment]))  # type: ignore[arg-type]
    made.set_clock(made.moment)
    monkeypatch.setattr(timezone, "now", lambda: now[0] + timedelta(0))
    with scoping.system("test"):
        load_reference()
        load_calendars()
        import_catalogue((Path(settings.BASE_DIR) / "procedures/data/catalogue.yaml").read_text())
        made.house = build("H05", "!")
        assert Commune.objects.exists()
    return made
