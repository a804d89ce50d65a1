"""The ledger and the phones tell the same story, and every message may be read by anybody who sees the phone."""

import unicodedata
from collections import Counter, defaultdict

import pytest

from dossiers.models import Dossier, Party
from events.models import Event
from notifications.kinds import kind_of
from notifications.models import Attempt, Message
from notifications.states import State
from procedures.models import ProcedureVersion
from zalo.models import TemplateMapping, ZaloUser

REACHED = {State.DELIVERED.value, State.ACCEPTED.value}
LAW = ("agency", "official", "received_at", "handled_at", "due_at")  # NĐ 224/2026 Đ15(1)(g)


@pytest.fixture
def on_phones(seeded):
    return {m["tracking_id"]: m for m in seeded.emulator.messages()}


def test_every_event_that_is_told_has_one_message_for_each_who_is_to_be_told(seeded):
    told = defaultdict(set)
    for party in Party.objects.filter(notify=True):
        told[party.dossier_id].add(party.id)
    wanted = {
        (event.id, party)
        for event in Event.objects.filter(subject_kind="dossier")
        if kind_of(event)
        for party in told[event.subject_id]
    }
    messages = list(Message.objects.values_list("event_id", "recipient_id"))
    assert Counter(messages) == Counter(wanted)


def test_what_arrived_stands_on_the_phone_and_nothing_else_does(seeded, on_phones):
    attempts = {a.message_id: a for a in Attempt.objects.filter(outcome="accepted")}
    reached = list(Message.objects.filter(state__in=REACHED))
    assert {attempts[m.id].tracking_id for m in reached} == set(on_phones)
    parties = Party.objects.in_bulk([m.recipient_id for m in reached])
    for message in reached:
        phone = on_phones[attempts[message.id].tracking_id]
        assert phone["id"] == attempts[message.id].provider_id
        if message.channel == Message.Channel.ZALO_UID:
            citizen = parties[message.recipient_id].citizen
            assert "+" + phone["phone"] == citizen.phone
            assert citizen.zalo_users.filter(oa__oa_id=phone["oa_id"], verified_at__isnull=False).exists()
        else:
            assert "+" + phone["phone"] == parties[message.recipient_id].phone
        assert abs(phone["at"] - attempts[message.id].answered_at.timestamp()) < 0.01
        assert (phone["delivered_at"] is None) is (message.state == State.ACCEPTED.value)
        if message.delivered_at:
            assert abs(phone["delivered_at"] - message.delivered_at.timestamp()) < 0.01
        assert phone["data"]["status"] == message.data["status"]


def test_most_of_what_was_wished_for_arrived(seeded):
    states = Counter(Message.objects.values_list("state", "reason"))
    sent = sum(n for (state, _why), n in states.items() if state != State.WITHHELD.value)
    arrived = states[State.DELIVERED.value, ""]
    assert 0.88 < arrived / sent < 0.99
    assert arrived > 3000
    for ended in [
        ("failed", "no_zalo"),
        ("failed", "other_channel"),
        ("unconfirmed", "unconfirmed"),
        ("withheld", "no_consent"),
        ("withheld", "bad_phone"),
    ]:
        assert states[ended] > 5, ended
    assert Attempt.objects.filter(outcome="retry").count() > 20
    assert Message.objects.filter(channel="zalo_uid", state="delivered").exists()


def test_nobody_is_told_who_did_not_wish_it(seeded):
    wishes = dict(Party.objects.values_list("id", "notify_zalo"))
    for message in Message.objects.all():
        assert (message.state == State.WITHHELD.value and message.reason == "no_consent") is not wishes[
            message.recipient_id
        ]


def test_messages_of_one_lane_are_in_the_order_of_events(seeded):
    lanes = defaultdict(list)
    for message in Message.objects.order_by("event_seq"):
        lanes[message.lane].append(message)
    events = dict(Event.objects.values_list("id", "seq"))
    for lane in lanes.values():
        assert all(events[m.event_id] == m.event_seq for m in lane)
        sent = [m.sent_at for m in lane if m.sent_at]
        assert sent == sorted(sent)


def test_by_linked_account_only_after_the_link(seeded):
    linked = {u.citizen_id: u for u in ZaloUser.objects.exclude(verified_at=None)}
    assert len(linked) == 4
    citizens = dict(Party.objects.values_list("id", "citizen_id"))
    for message in Message.objects.filter(channel="zalo_uid"):
        assert linked[citizens[message.recipient_id]].verified_at < message.planned_at


def test_every_message_fits_its_template_and_is_composed(seeded):
    limits = {}
    for mapping in TemplateMapping.objects.all():
        limits.update(mapping.fields)
    assert limits
    for message in Message.objects.all():
        for name, value in message.data.items():
            assert value == unicodedata.normalize("NFC", value)
            if name in limits:
                assert len(value) <= int(limits[name]), (name, value)


def test_every_message_says_what_the_law_asks(seeded):
    for message in Message.objects.exclude(kind="dossier.mirrored"):
        assert all(message.data[name] for name in LAW)
        assert message.data["agency"] != "—" and message.data["status"] and message.data["received_at"] != "—"


def test_no_message_names_a_sensitive_procedure_or_its_reasons(seeded):
    sensitive = list(ProcedureVersion.objects.filter(sensitive=True))
    names = {name for v in sensitive for name in (v.name, v.short_name)}
    about = set(Dossier.objects.filter(version_of_procedure__sensitive=True).values_list("id", flat=True))
    found = Message.objects.filter(subject_id__in=about)
    assert found.count() > 500
    for message in found:
        assert message.data["procedure"] not in names and message.data["reason"] == ""
    for phone in seeded.emulator.messages():
        assert not any(name in phone["text"] for name in names)
