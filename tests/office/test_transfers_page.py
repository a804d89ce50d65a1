"""«Tiền chuyển khoản»: a page at a time, narrowed, matched, looked into."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.actions.receive_transfer import Transfer, receive_transfer
from dossiers.models import BankAccount, Dispute, Payment
from foundation import scoping
from foundation.local_time import now, to_local
from tests.dossiers.test_transfers import owing, told
from tests.support.administration import text
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/chuyen-khoan/"


@pytest.fixture
def account(world):
    with scoping.system("test"):
        return BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )


def strays(account, count, first=0):
    with scoping.system("bank callback"):
        for n in range(first, first + count):
            receive_transfer(
                account, Transfer(f"FT{n:03}", 1_000 + n, f"khong ro {n:03}", now() - timedelta(days=n % 3))
            )


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked), text(answer), answer.content.decode()


def test_all_are_reached_a_page_at_a_time_by_as_many_questions(world, account, signed_in):
    client = signed_in("cashier")
    strays(account, 1)
    few, _page, _html = queries(client, PAGE)
    strays(account, 44, 1)
    many, page, html = queries(client, PAGE)
    assert many == few and "khong ro 019" in page and "khong ro 020" not in page
    seen, address = 20, PAGE
    while 'rel="next"' in html:
        address = PAGE + html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        count, page, html = queries(client, address)
        assert count == few
        seen += page.count("khong ro ")
    assert seen == 45 and 'rel="prev"' in html
    assert client.get(f"{PAGE}?cursor=x").status_code == 400


def test_narrowed_by_day_amount_and_reference(world, account, signed_in):
    client = signed_in("cashier")
    strays(account, 9)
    day = to_local(now() - timedelta(days=1)).date().isoformat()
    for asked, shown in (
        (f"ngay={day}", {1, 4, 7}), ("so_tien=1.005", {5}), ("ma=ft007", {7}), (f"ngay={day}&so_tien=1004", {4}),
        ("so_tien=77", set()), ("ma=FT00", set()),
    ):  # fmt: skip
        page = text(client.get(f"{PAGE}?{asked}"))
        assert {n for n in range(9) if f"khong ro {n:03}" in page} == shown, asked
    with nothing_changes():
        for wrong in ("ngay=hom+nay", "so_tien=1.5", "so_tien=x", f"noi={world.department.id}", "ngay=0001-01-01"):
            assert client.get(f"{PAGE}?{wrong}").status_code == 400, wrong


def test_what_may_be_meant_is_offered_and_taken_by_one_press(world, account, signed_in):
    (one, owed), (two, _owed) = owing(world, 1), owing(world, 2)
    stray = told(account, f"{one.code} {two.code}", owed)
    client = signed_in("cashier")
    html = client.get(PAGE).content.decode()
    assert f'name="code" value="{one.code}"' in html and f'name="code" value="{two.code}"' in html
    assert client.post(PAGE, {"action": "match", "payment": stray.id, "code": two.code}).status_code == 302
    with scoping.system("test"):
        assert Payment.objects.get(id=stray.id).dossier_id == two.id


def test_looked_into_and_lifted_on_the_pages(world, account, signed_in):
    row, owed = owing(world, 1)
    stray, of_dossier = told(account, "khong ro", 7_000), told(account, row.code, owed, "FT2")
    client = signed_in("cashier")
    here = f"/can-bo/ho-so/{row.id}/phi/"
    assert client.post(PAGE, {"action": "dispute", "payment": stray.id, "reason": ""}).status_code == 400
    assert client.post(PAGE, {"action": "dispute", "payment": stray.id, "reason": "Đòi lại tiền"}).status_code == 302
    assert (
        client.post(here, {"action": "dispute", "payment": of_dossier.id, "reason": "Báo hai lần"}).status_code == 302
    )
    assert "đang tra soát Báo hai lần" in text(client.get(here))
    shift = text(client.get("/can-bo/chot-ca/"))
    assert "Đòi lại tiền" in shift and "Báo hai lần" in shift and row.code in shift
    with nothing_changes():
        assert client.post(PAGE, {"action": "match", "payment": stray.id, "code": row.code}).status_code == 409
    assert client.post(PAGE, {"action": "lift", "payment": stray.id, "outcome": "Đã rõ"}).status_code == 302
    assert client.post(here, {"action": "lift", "payment": of_dossier.id, "outcome": "Đã rõ"}).status_code == 302
    with scoping.system("test"):
        assert not Dispute.objects.filter(lifted_at=None).exists()


def test_moved_on_the_page_of_the_dossier(world, account, signed_in):
    (one, owed), (two, _owed) = owing(world, 1), owing(world, 2)
    payment = told(account, one.code, owed)
    client = signed_in("cashier")
    here = f"/can-bo/ho-so/{one.id}/phi/"
    refused = client.post(here, {"action": "move", "payment": payment.id, "code": "H05.9-9-9", "reason": "Nhầm"})
    assert refused.status_code == 400 and 'value="H05.9-9-9"' in refused.content.decode()
    assert (
        client.post(here, {"action": "move", "payment": payment.id, "code": two.code, "reason": "Nhầm"}).status_code
        == 302
    )
    assert "chuyển sang hồ sơ khác: Nhầm" in text(client.get(here))
    assert "không tự dừng lại" in text(client.get(f"/can-bo/ho-so/{one.id}/"))


@pytest.mark.parametrize(
    ("role", "status"), [("centre_director", 200), ("receptionist", 200), ("case_officer", 403), ("admin", 403)]
)
def test_who_sees_them(world, account, signed_in, role, status):
    strays(account, 1)
    answer = signed_in(role).get(PAGE)
    assert answer.status_code == status and ("khong ro 000" in text(answer)) is (status == 200)


def test_who_only_collects_is_offered_no_looking_into(world, account, signed_in):
    strays(account, 1)
    assert 'value="dispute"' not in signed_in("receptionist").get(PAGE).content.decode()
    assert 'value="match"' not in signed_in("centre_director").get(PAGE).content.decode()


def test_what_is_looked_into_is_reached_beyond_the_first_page(world, account, signed_in):
    """Given more disputes than a page holds, each is reached, beside the transfers that wait, and by as many questions."""
    client = signed_in("cashier")
    strays(account, 46)
    with scoping.system("test"):
        doubted = list(Payment.objects.order_by("id")[:45])

    def dispute(payments):
        with scoping.system("test"):
            Dispute.objects.bulk_create(
                Dispute(
                    province=world.province, agency=world.centre, payment=p, opened_at=now(),
                    reason=f"ly do {p.content[-3:]}",
                )
                for p in payments
            )  # fmt: skip

    dispute(doubted[:1])
    few, _page, _html = queries(client, PAGE)
    dispute(doubted[1:])
    seen, address = set(), PAGE
    while address:
        count, page, html = queries(client, address)
        assert count <= few and "khong ro 045" in page
        shown = {n for n in range(45) if f"ly do {n:03}" in page}
        assert shown and not shown & seen
        seen |= shown
        following = [a for a in html.split('rel="next" href="')[1:] if "tra-soat=" in a.split('"')[0]]
        address = PAGE + following[0].split('"')[0].replace("&amp;", "&") if following else ""
    assert seen == set(range(45)) and client.get(f"{PAGE}?tra-soat=x").status_code == 400
    assert "Xem tất cả khoản đang tra soát" in text(client.get("/can-bo/chot-ca/"))
