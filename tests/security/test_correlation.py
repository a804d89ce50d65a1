"""One id from the click to the receipt: request, event, ledger, attempt, receipt and every line of the log."""

import json
import uuid

import pytest
from django.test import Client

from events.models import Event
from foundation import correlation, scoping
from foundation.local_time import now
from notifications.delivery.engine import deliver_due
from notifications.models import Attempt, Message
from notifications.receipts import apply
from portal.celery import app
from tests.security.logs import capture
from tests.support import world as worlds
from tests.support.emulator import running
from tests.support.zalo import connect
from zalo.inbox import Receipt


@pytest.fixture
def house(transactional_db, redis_url, settings):
    settings.DELIVERY_TIME_SCALE = 0.01
    with running("--no-rate-limit", "--receipt-delay", "-1") as emulator:
        emulator.settings(settings)
        world = worlds.build()
        connect(world, emulator)
        yield world


def signed_in(user) -> Client:
    client = Client()
    with scoping.system("test"):
        client.force_login(user, backend="accounts.sign_in.ScopedModelBackend")
    return client


def test_from_the_click_to_the_receipt(house):
    dossier = worlds.filed(house, applicant=worlds.person(1))
    click = uuid.uuid4()
    page = signed_in(house.people["receptionist"])
    # given an official who presses «Tiếp nhận» in a request that carries an id
    answer = page.post(
        f"/can-bo/ho-so/{dossier.id}/accept/",
        {"version": dossier.row_version},
        headers={"X-Correlation-ID": str(click)},
    )
    assert answer.status_code == 302 and answer["X-Correlation-ID"] == str(click)
    with scoping.system("test"):
        event = Event.objects.get(kind="dossier.accepted")
    assert event.correlation_id == click
    # when the message goes and its receipt comes, each in a process of its own without that request
    with correlation.bind():
        assert deliver_due() == 1
    with scoping.system("test"):
        message, attempt = Message.objects.get(event_id=event.id), Attempt.objects.get()
        with correlation.bind(), capture() as lines:
            apply([Receipt("delivered", attempt.provider_id, attempt.tracking_id, now(), attempt.oa_id, "1")])
        assert Message.objects.get(id=message.id).state == "delivered"
    # then all of them carry the id of the click
    assert message.correlation_id == attempt.correlation_id == click
    [told] = [line for line in map(json.loads, lines()) if line["event"] == "message_delivered"]
    assert told["correlation_id"] == str(click) and told["message_id"] == str(message.id)


@pytest.mark.django_db
def test_what_is_refused_is_logged_under_the_id_of_its_request(redis_url):
    click = uuid.uuid4()
    with capture() as lines:
        assert Client().get("/danh-gia/khong-dung/", headers={"X-Correlation-ID": str(click)}).status_code == 404
    [told] = map(json.loads, lines())
    assert told["correlation_id"] == str(click)
    assert "khong-dung" not in lines()[0], "an address may be a secret"


@pytest.mark.django_db
def test_an_id_that_is_none_is_not_taken_over(redis_url):
    answer = Client().get("/", headers={"X-Correlation-ID": "<script>"})
    assert uuid.UUID(answer["X-Correlation-ID"])


def test_every_run_of_a_task_has_its_own_id():
    seen = []

    @app.task(name="tests.note")
    def note() -> None:
        seen.extend([correlation.current(), correlation.current()])

    note()
    note()
    app.tasks.unregister("tests.note")
    assert seen[0] == seen[1] != seen[2] == seen[3]
