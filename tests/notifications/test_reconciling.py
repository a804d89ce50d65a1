"""A message to a linked account whose answer was lost: found again by its echo, or by asking Zalo; never sent twice."""

from datetime import timedelta

import pytest

from dossiers.models import Party
from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now
from notifications import reconciling
from notifications.delivery.engine import deliver_due
from notifications.models import Attempt, Message
from notifications.reconciling import reconcile
from notifications.sweeping import unmatched
from tests.notifications.test_delivery import PHONE, accepted, attempts, ledger
from tests.support.emulator import eventually
from tests.support.zalo import link
from zalo.models import ConversationLine, OfficialAccount, ZaloUser
from zalo.tasks import handle_inbound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def linked(connected, emulator):
    """A dossier whose applicant has linked Zalo, with a notice that is not yet sent."""
    dossier = accepted(connected)
    with scoping.system("test"):
        citizen = Party.objects.get(dossier=dossier).citizen_id
    link(connected, emulator, "p01", citizen)
    return dossier


def lose_the_answer(emulator, kind="cut"):
    emulator.post("faults", kind=kind, path="/v3.0/oa/message/template", times=1)
    deliver_due()


def test_zalo_is_asked_and_shows_it(linked, emulator):
    lose_the_answer(emulator)
    [message] = ledger(linked)
    assert message.state == "sending" and message.ambiguous_since
    assert eventually(reconcile, 10) == 1
    [message] = ledger(linked)
    assert (message.state, message.reason, message.ambiguous_since) == ("accepted", "", None)
    [attempt] = attempts()
    assert (attempt.outcome, attempt.detail) == ("accepted", "conversation")
    assert attempt.provider_id == emulator.messages(PHONE)[0]["id"]
    deliver_due()
    assert len(emulator.messages(PHONE)) == 1


def test_the_echo_is_enough_and_a_receipt_that_came_first_makes_it_delivered(linked, emulator, live_server):
    emulator.post("webhook", url=f"{live_server.url}/webhooks/zalo/", receipt_delay=0.05)
    lose_the_answer(emulator)

    def told() -> bool:
        handle_inbound()
        with scoping.system("test"):
            return ConversationLine.objects.filter(by="program").exists()

    assert eventually(told, 10)
    emulator.post("faults", kind="http", status=500, path="/conversation")
    assert eventually(reconcile, 10) == 1
    assert attempts()[0].detail == "echo"

    def delivered() -> bool:
        handle_inbound()
        return ledger(linked)[0].state == "delivered"

    assert eventually(delivered, 10)


def test_what_never_arrived_stays_open_and_ends_unconfirmed(linked, emulator, settings):
    emulator.post("faults", kind="cut_before", path="/v3.0/oa/message/template", times=1)
    deliver_due()
    assert ledger(linked)[0].ambiguous_since
    for _ in range(3):
        assert reconcile() == 0
    settings.UNCONFIRMED_AFTER_SECONDS = 0
    assert unmatched() == 1
    assert ledger(linked)[0].state == "unconfirmed"
    assert emulator.messages(PHONE) == []


def test_late_proof_still_counts_after_the_day_is_over(linked, emulator, settings):
    lose_the_answer(emulator)
    settings.UNCONFIRMED_AFTER_SECONDS = 0
    assert unmatched() == 1
    assert eventually(reconcile, 10) == 1
    assert ledger(linked)[0].state == "accepted"


def test_an_officials_own_words_are_no_proof(linked, emulator):
    emulator.post("faults", kind="cut_before", path="/v3.0/oa/message/template", times=1)
    deliver_due()
    emulator.post("people/p01/human", oa="H05", text="Chào anh, hồ sơ của anh đang được xem xét")
    for _ in range(3):
        assert reconcile() == 0
    assert ledger(linked)[0].ambiguous_since


def test_nobody_is_asked_about_twice_in_a_row(linked, emulator):
    emulator.post("faults", kind="cut_before", path="/v3.0/oa/message/template", times=1)
    deliver_due()
    emulator.post("faults", kind="http", status=500, path="/conversation")

    def asked() -> int:
        return sum(fault["hits"] for fault in emulator.get("faults") if fault.get("path") == "/conversation")

    eventually(lambda: reconcile() or asked(), 10)
    for _ in range(5):
        reconcile()
    assert asked() == 1


class TestMany:
    """More people than one run asks about: an outage leaves hundreds."""

    MANY = reconciling.PEOPLE + 15

    @pytest.fixture
    def crowd(self, world, connected):
        """People to each of whom one message left without an answer, each a second after the one before."""
        accepted(connected)
        with scoping.system("test"):
            [model], oa = Message.objects.all(), OfficialAccount.objects.get()
            people = [ZaloUser(oa=oa, province=world.province, user_id=f"crowd{n}") for n in range(self.MANY)]
            ZaloUser.objects.bulk_create(people)
            values = {f.attname: getattr(model, f.attname) for f in Message._meta.concrete_fields}
            Message.objects.all().update(state="superseded")
            for number, person in enumerate(people):
                left = now() - timedelta(seconds=600 - number)
                message = Message.objects.create(
                    **{**values, "id": uuid7(), "lane": uuid7(), "state": "sending", "ambiguous_since": left,
                       "data": {"code": f"H05-{number:04}"}}
                )  # fmt: skip
                Attempt.objects.create(
                    message_id=message.id, number=1, correlation_id=message.correlation_id, channel="zalo_uid",
                    zalo_user_id=person.id, intent_at=left, answered_at=left, outcome="ambiguous",
                )  # fmt: skip
        return people

    def test_the_echoes_of_all_of_them_are_matched_in_one_run(self, crowd, django_assert_max_num_queries):
        with scoping.system("test"):
            lines = [
                ConversationLine(
                    zalo_user=person, by="program", message_id=f"e{number}", text=f"Hồ sơ H05-{number:04}: Đã tiếp nhận",
                    at=now() - timedelta(seconds=599 - number),
                )
                for number, person in enumerate(crowd)
            ]  # fmt: skip
            ConversationLine.objects.bulk_create(lines)
        with django_assert_max_num_queries(30):
            assert reconcile() == self.MANY
        with scoping.system("test"):
            matched = dict(Attempt.objects.values_list("zalo_user_id", "provider_id"))
        assert matched == {person.id: f"e{number}" for number, person in enumerate(crowd)}

    @pytest.mark.parametrize("page", [1000, 7, 1])
    def test_however_many_are_read_at_a_time(self, crowd, monkeypatch, page):
        monkeypatch.setattr(reconciling, "_PAGE", page)
        seen = [user for people in reconciling._open() for user in people]
        assert sorted(seen) == sorted(person.id for person in crowd)

    def test_everybody_is_asked_about_before_anybody_is_asked_about_again(self, crowd, monkeypatch):
        asked = []
        monkeypatch.setattr(reconciling, "ask", lambda user, since: asked.append(user))
        for _ in range(3):
            assert reconcile() == 0
        assert asked == [person.id for person in crowd], "each once, who has waited longest first"

    def test_a_slow_zalo_ends_the_run_and_the_next_goes_on(self, crowd, monkeypatch):
        asked = []
        monkeypatch.setattr(reconciling, "ask", lambda user, since: asked.append(user))
        monkeypatch.setattr(reconciling, "ASKING", 0.0)
        for _ in range(3):
            reconcile()
        assert asked == [person.id for person in crowd[:3]]
