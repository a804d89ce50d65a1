"""The record of a dossier is told in words: what happened, and who did it."""

import ast
from pathlib import Path

import pytest

from accounts.actors import Actor
from dossiers.wording import EVENT_WORDS
from events.models import Event
from events.recording import record
from events.vocabulary import KINDS
from foundation import scoping
from portal.office.labels import actors_of
from tests.support.world import filed

ROOMS = Path(__file__).parents[2]


def test_every_kind_that_can_stand_on_a_dossier_has_words():
    on_dossiers = {kind for kind in KINDS if kind.startswith("dossier.")}
    assert on_dossiers and on_dossiers == set(EVENT_WORDS)
    assert not {kind for kind, words in EVENT_WORDS.items() if kind in str(words)}


def test_nothing_else_is_recorded_on_a_dossier():
    """Whoever calls ``record`` for a dossier does so in ``dossiers/acting.py``, which gives kinds of a dossier only."""
    places = set()
    for room in ("accounts", "complaints", "dossiers", "notifications", "portal", "ratings", "zalo"):
        for path in (ROOMS / room).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "record":
                    subject = next((k.value for k in call.keywords if k.arg == "subject"), None)
                    if subject is None:
                        continue  # another ``record``: an event has its subject by name
                    assert isinstance(subject, ast.Tuple) and isinstance(subject.elts[0], ast.Constant), path
                    if subject.elts[0].value == "dossier":
                        places.add(str(path.relative_to(ROOMS)))
    assert places == {"dossiers/acting.py"}


@pytest.mark.django_db
def test_a_citizen_is_not_called_a_system(world):
    # given a dossier about which a citizen, a system of ours and an official did something
    dossier = filed(world)
    with scoping.system("test"):
        events = [
            record(
                "dossier.submitted", subject=("dossier", dossier.id), province_id=dossier.province_id, agency_ids=[],
                actor=actor,
            )
            for actor in (Actor("citizen"), Actor.system("clock"), world.actor("receptionist"))
        ]  # fmt: skip
        # when the record is told
        told = actors_of(Event.objects.filter(id__in=[e.id for e in events]).order_by("seq"))
    # then each is named for what it is
    assert [told[e.id] for e in events] == ["Công dân", "Hệ thống", str(world.people["receptionist"])]
