"""The rows of a seeded dossier are those that the real actions write when the same things happen at the same moments."""

import json
import random
import re
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Commune
from accounts.reference import load as load_reference
from calendars.loading import load as load_calendars
from dossiers.models import Dossier
from events.models import Event
from foundation import scoping
from foundation.local_time import now
from notifications.models import Message
from portal.seeding import run
from portal.seeding.houses import build
from portal.seeding.invented.people import Numbers, Population
from portal.seeding.mirrored import mirrored
from portal.seeding.rows import Sheets, Writer
from portal.seeding.rows.keys import Keys
from portal.seeding.rows.ledger import Account, Ledger
from portal.seeding.rows.order import TABLES, number
from portal.seeding.rows.people import People
from portal.seeding.story import Staffing
from portal.seeding.telling import Teller, Versions
from portal.seeding.waiting import waiting
from procedures.importing import import_catalogue
from ratings.models import Invitation
from tests.lives.replaying import Replay
from tests.lives.test_other_days import PHONES

KINDS = {
    "submitted", "accepted", "refused", "assigned", "started", "supplement_requested", "supplement_received", "payment_requested",
    "payment_confirmed", "extended", "withdrawn", "stopped", "completed", "returned", "recalled", "mirrored", "document_added",
    "result_added", "step_completed", "due_soon", "overdue",
}  # fmt: skip
_FREE = ("document_id", "result_id", "sha256", "size")  # of the files and results themselves


@contextmanager
def undone():
    """Everything written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(teller, staff):
    """Few stories that together hold everything that can happen."""
    pool = [*waiting(teller), *mirrored(teller, 400), *teller.stories(900)]
    wanted, chosen = set(), []
    for story in pool:
        facts = {(s.kind, s.by, s.rule, s.after.outcome, s.after.status) for s in story.life.steps}
        facts |= {("members", m.role, m.notify, bool(m.typed), story.zalo) for m in story.members}
        facts |= {("variant", story.variant), ("channel", story.channel), ("sensitive", story.version.sensitive)}
        if facts - wanted:
            wanted |= facts
            chosen.append(story)
    assert {s.kind.partition(".")[2] for story in chosen for s in story.life.steps} == KINDS
    return chosen


def facts_of(dossier_id) -> dict[str, Any]:
    """What is stored of a dossier, without keys, secrets and what time the machine took."""
    dossier = Dossier.objects.get(id=dossier_id)
    row = {
        f.attname: getattr(dossier, f.attname) for f in Dossier._meta.concrete_fields
        if f.attname not in ("id", "receipt_code", "citizen_ids")
    }  # fmt: skip
    parties = [
        [getattr(p, f.attname) for f in p._meta.concrete_fields if f.attname not in ("id", "dossier_id", "citizen_id", "business_id")]
        + [bool(p.citizen_id), bool(p.business_id)]
        for p in dossier.parties.all()
    ]  # fmt: skip
    events = [
        (
            e.kind, e.occurred_at, e.actor_kind, e.actor_user_id, e.actor_position_id, e.actor_client_id, e.agency_ids,
            {k: v for k, v in e.data.items() if k not in _FREE}, sorted(e.data),
        )
        for e in Event.objects.filter(subject_kind="dossier", subject_id=dossier.id).order_by("seq")
    ]  # fmt: skip
    messages = [
        (m.kind, m.recipient_role, m.recipient_masked, m.data, m.urgency, m.supersedable, m.agency_ids, m.planned_at)
        for m in Message.objects.filter(subject_id=dossier.id).order_by("event_seq", "recipient_role")
    ]  # fmt: skip
    found = {
        "dossier": row, "parties": parties, "events": events, "messages": messages, "has_receipt": bool(dossier.receipt_code),
        "owners": len(dossier.citizen_ids), "words": sorted(dossier.words.values_list("word", flat=True)),
        "clock": list(dossier.clock.values_list("kind", "at", "reason", "due_at")),
        "dues": [
            (d.computed_at, d.due_at, d.previous_due_at, {k: v for k, v in d.inputs.items() if k != "entry"})
            for d in dossier.due_records.all()
        ],
        "remarks": list(dossier.remarks.values_list("action", "reason", "note", "author_id", "written_at")),
        "assignments": list(dossier.assignments.values_list("assignee_id", "assigned_by_id", "assigned_at")),
        "steps": list(
            dossier.steps.values_list(
                "step__code", "number", "agency_id", "staff_role", "assignee_id", "state", "arrived_at", "arrived_version", "due_at",
                "due_sort", "finished_at", "finished_by_id", "beside_id",
            )
        ),
        "papers": list(dossier.attachments.values_list("name", "requirement_id", "added_at")),
        "results": list(dossier.results.values_list("name", "added_at")),
        "invited": list(
            Invitation.objects.filter(dossier=dossier).values_list("agency_ids", "invited_at", "expires_at")
        ),
    }  # fmt: skip
    text = json.dumps(found, default=str, ensure_ascii=False, indent=1, sort_keys=True)
    if dossier.code and not dossier.mirror_system:
        text = re.sub(re.escape(dossier.code[:-4]) + r"\d{4}", dossier.code[:-4] + "####", text)
    # moments to the second: the acts of one transaction lie a few thousandths apart
    return json.loads(re.sub(r"(\d\d:\d\d:\d\d)\.\d+\+00:00", r"\1+00:00", text))


def differences(lived: Any, seeded: Any, where: str = "") -> list[str]:
    """Where the two differ, one line for each place."""
    if isinstance(lived, dict) and isinstance(seeded, dict):
        keys = sorted(set(lived) | set(seeded))
        return [line for k in keys for line in differences(lived.get(k), seeded.get(k), f"{where}/{k}")]
    if isinstance(lived, list) and isinstance(seeded, list) and len(lived) == len(seeded):
        pairs = enumerate(zip(lived, seeded, strict=True))
        return [line for n, (a, b) in pairs for line in differences(a, b, f"{where}/{n}")]
    return [] if lived == seeded else [f"{where}: lived {lived!r}, seeded {seeded!r}"]


@pytest.mark.django_db
def test_each_story_lived_again_leaves_the_same_rows(monkeypatch, redis_url):
    chance, moment = random.Random(3), now()
    with scoping.system("test"):
        load_reference()
        load_calendars()
        import_catalogue((Path(settings.BASE_DIR) / "procedures/data/catalogue.yaml").read_text())
        house = build("H36")
        communes = list(Commune.objects.filter(province=house.province))
        people = Population(chance, "H36", house.province.name, communes, PHONES, Numbers())
        staff = Staffing(house, *run._clients(house, "!"))
        stories = told(Teller(chance, house, people, Versions(), moment), staff)
    assert 20 < len(stories) < 200

    clock: list[datetime] = [moment]
    real = timezone.now
    with scoping.system("test"):
        for story in stories:
            with undone():
                seeded, reasons = _seeded(story, staff, moment)
            with undone(), monkeypatch.context() as patch:
                patch.setattr(timezone, "now", lambda: clock[0])
                lived = facts_of(Replay(story, staff, partial(clock.__setitem__, 0), reasons).all())
            assert timezone.now is real
            assert differences(lived, seeded) == [], (story.version.procedure.code, story.life.steps[-1].kind)


def _seeded(story, staff, moment) -> tuple[dict[str, Any], list[str]]:
    """The rows that the seeding writes of one story, and the reasons that it made up."""
    chance = random.Random(5)
    sheets, keys = Sheets(), Keys(chance)
    account = Account(keys.at(moment), "1", {"phone": "1", "uid": "2"})
    ledger = Ledger(chance, sheets, keys, {story.house.province.id: account})
    writer = Writer(chance, sheets, keys, People(sheets, keys), ledger)
    writer.write([story], {story.house.province.id: staff})
    for position in number(writer.events):
        sheets.add(position)
    for event in writer.events:
        sheets.add(event)
    ledger.settle(moment)
    sheets.write(TABLES)
    [dossier] = Dossier.objects.values_list("id", flat=True)
    reasons = [r.reason for r in Dossier.objects.get(id=dossier).remarks.order_by("written_at", "id")]
    return facts_of(dossier), [r for r in reasons if not r.startswith("Quá thời hạn")]
