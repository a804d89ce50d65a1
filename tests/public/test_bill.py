"""The look-up tells what is left to pay, and shows the VietQR where the counter has an account."""

import pytest
from django.test import Client

from dossiers.actions.assess_charges import Case, assess_charges, fees_of
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.request_payment import request_payment
from dossiers.actions.start import start
from dossiers.models import BankAccount
from foundation import scoping
from tests.support import world as worlds
from tests.support.administration import text
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


@pytest.fixture
def dossier(world):
    """It waits for a fee of which a thousand đồng are paid."""
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        actor = world.actor("case_officer")
        start(row.id, actor=actor)
        assess_charges(row.id, {fees_of(row)[0].id: Case()}, actor=actor)
    with world.scope("cashier"):
        collect_payment(row.id, amount=1_000, method="cash", actor=world.actor("cashier"))
    return row


def asked(world, dossier):
    with world.scope("case_officer"):
        request_payment(dossier.id, actor=world.actor("case_officer"), reason="Nộp phí thẩm định")


def look_up(dossier, client=None):
    answer = (client or Client()).post("/tra-cuu/", {"code": dossier.code, "secret": dossier.receipt_code})
    assert answer.status_code == 200
    return answer


def account(world):
    with scoping.system("test"):
        BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="00119", holder="Trung tâm Phục vụ"
        )


def test_nothing_is_said_of_money_before_it_is_asked_for(dossier):
    assert "Phí, lệ phí phải nộp" not in text(look_up(dossier))


def test_without_an_account_it_says_how_much(world, dossier):
    asked(world, dossier)
    answer = look_up(dossier)
    assert "Còn phải nộp" in text(answer) and "đã nộp 1.000" in text(answer)
    assert "data:image/svg" not in answer.content.decode()


def test_with_one_it_shows_the_code_and_what_stands_in_it(world, dossier):
    account(world)
    asked(world, dossier)
    client = Client()
    answer = look_up(dossier, client)
    page = answer.content.decode()
    assert 'src="data:image/svg+xml' in page and "00119" in page and "Trung tâm Phục vụ" in page
    assert "".join(c for c in dossier.code if c.isalnum()) in page
    # the part that lives tells when it has been paid, and not before
    seen = page.split('X-Seen":"')[1][:16]
    assert client.get("/tra-cuu/trang-thai/", headers={"HX-Request": "true", "X-Seen": seen}).status_code == 204
    with world.scope("cashier"):
        collect_payment(dossier.id, amount=500, method="cash", actor=world.actor("cashier"))
    part = client.get("/tra-cuu/trang-thai/", headers={"HX-Request": "true", "X-Seen": seen})
    assert part.status_code == 200 and "đã nộp 1.500" in text(part)


def test_in_english_too(world, dossier):
    account(world)
    asked(world, dossier)
    client = Client()
    client.get("/en/tra-cuu/")
    assert "Pay by transfer with VietQR" in text(look_up(dossier, client))
