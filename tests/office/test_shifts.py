"""«Chốt ca» and «Sổ chốt ca»: a page at a time, counted way by way, read and closed by who oversees the counter."""

import re

import pytest

from accounts.models import Position
from dossiers.actions.close_shift import close_shift
from dossiers.models import Payment, ShiftClose
from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import today_local
from tests.dossiers.test_money import assessed, paid
from tests.dossiers.test_shifts import left_the_post
from tests.office.test_transfers_page import queries
from tests.support.administration import text
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db
SHIFT, BOOK = "/can-bo/chot-ca/", "/can-bo/so-chot-ca/"


@pytest.fixture
def dossier(world):
    row = filed(world, accept=True)
    assessed(world, row)
    return row


def of(world, role="cashier", agency="centre"):
    return f"{BOOK}{world.people[role].id}/?noi={world.agencies[agency].id}"


def following(html, name):
    """The address of the next page of one list, or None."""
    found = re.search(rf'rel="next" href="(\?[^"]*{name}=[^"]*)"', html)
    return found[1].replace("&amp;", "&") if found else None


def test_each_way_is_counted_on_the_page(world, dossier, signed_in):
    paid(world, dossier, 500_000)
    paid(world, dossier, 300_000, method="card")
    client = signed_in("cashier")
    page = text(client.get(SHIFT))
    assert "Thẻ, theo phiếu tổng kết" in page and "Chuyển khoản, theo sao kê" not in page
    sent = {"agency": world.centre.id, "counted": "500.000", "reason": ""}
    with nothing_changes():
        refused = client.post(SHIFT, sent)
        assert refused.status_code == 400 and 'value="500.000"' in refused.content.decode()
        assert client.post(SHIFT, {"agency": world.centre.id}).content.decode().count('aria-invalid="true"') == 2
        assert client.post(SHIFT, {**sent, "counted-card": "299.000"}).status_code == 400
    assert client.post(SHIFT, {**sent, "counted-card": "299.000", "reason": "Máy thiếu 1.000"}).status_code == 302
    page = text(client.get(SHIFT))
    assert "Máy thiếu 1.000" in page and "Không có biên lai nào" in page and "1.000 đ" in page


def test_a_shift_without_cash_asks_for_none_and_shows_none(world, dossier, signed_in):
    paid(world, dossier, 300_000, method="card")
    client = signed_in("cashier")
    assert "Tiền mặt đếm được" not in text(client.get(SHIFT))
    assert client.post(SHIFT, {"agency": world.centre.id, "counted-card": "300.000"}).status_code == 302
    html = client.get(SHIFT).content.decode()
    assert html.count('data-label="Chênh lệch"') == 1 and "Tiền mặt" not in html


def test_receipts_and_closes_are_reached_a_page_at_a_time(world, dossier, signed_in):
    """Given more receipts and closes than a page holds, each is reached, by as many questions as for one."""
    client = signed_in("cashier")
    for _n in range(22):
        paid(world, dossier, 1_000)
        with world.scope("cashier"):
            close_shift(world.centre.id, counts={"cash": 1_000}, reason="", actor=world.actor("cashier"))
    paid(world, dossier, 1_000)
    few, _page, _html = queries(client, SHIFT)
    for _n in range(44):
        paid(world, dossier, 1_000)
    many, _page, html = queries(client, SHIFT)
    assert many == few
    seen, address = len(re.findall(r'data-label="Biên lai" class="code"', html)), following(html, "cursor")
    while address:
        html = client.get(SHIFT + address).content.decode()
        seen, address = seen + len(re.findall(r'data-label="Biên lai" class="code"', html)), following(html, "cursor")
    assert seen == 45
    html = client.get(SHIFT).content.decode()
    older = client.get(SHIFT + following(html, "chot")).content.decode()
    assert older.count('data-label="Chênh lệch"') == 2
    assert html.count('data-label="Chênh lệch"') == 20
    for wrong in ("cursor=x", "chot=x", f"noi={uuid7()}"):
        assert client.get(f"{SHIFT}?{wrong}").status_code in (400, 404), wrong


def test_the_director_reads_all_closes_and_closes_for_who_is_gone(world, dossier, signed_in):
    paid(world, dossier, 700, role="receptionist")
    with world.scope("receptionist"):
        close_shift(world.centre.id, counts={"cash": 700}, reason="", actor=world.actor("receptionist"))
    paid(world, dossier, 500_000)
    left_the_post(world, "cashier")
    client = signed_in("centre_director")
    address = f"{BOOK}?noi={world.centre.id}"
    page = text(client.get(address))
    assert "Cán bộ receptionist" in page and "Cán bộ cashier" in page and "Chưa chốt" in page
    shown = client.get(of(world))
    assert shown.status_code == 200 and "Chốt thay" in text(shown)
    sent = {"agency": world.centre.id, "counted": "500.000"}
    with nothing_changes():
        assert client.post(of(world), {**sent, "reason": ""}).status_code == 400
        assert client.post(of(world), {**sent, "agency": world.department.id, "reason": "x"}).status_code == 400
        assert client.post(of(world, "signer"), {**sent, "reason": "x"}).status_code == 404
        assert client.get(f"{BOOK}{uuid7()}/").status_code == 404
    done = client.post(of(world), {**sent, "reason": "Nghỉ việc, kiểm đếm cùng kế toán"})
    assert (done.status_code, done["Location"]) == (302, address)
    page = text(client.get(address))
    assert "Không ai có biên lai chưa chốt" in page and "Cán bộ centre_director chốt thay" in page


def test_the_book_is_read_a_page_at_a_time_by_as_many_questions(world, dossier, signed_in):
    client, address = signed_in("centre_director"), f"{BOOK}?noi={world.centre.id}"
    paid(world, dossier, 1_000)
    with world.scope("cashier"):
        close_shift(world.centre.id, counts={"cash": 1_000}, reason="", actor=world.actor("cashier"))
    few, _page, _html = queries(client, address)
    with scoping.system("test"):
        made = ShiftClose.objects.get()
        for n in range(24):
            ShiftClose.objects.create(
                province=world.province, agency=world.centre, cashier=world.people["cashier"], closed_at=made.closed_at,
                receipts=1, recorded=n, counted=n,
            )  # fmt: skip
    many, _page, html = queries(client, address)
    assert many == few and html.count('data-label="Chênh lệch"') == 20
    older = client.get(BOOK + following(html, "cursor")).content.decode()
    assert older.count('data-label="Chênh lệch"') == 5


@pytest.mark.parametrize("role", ["cashier", "receptionist", "case_officer", "admin", "controller", "signer"])
def test_nobody_else_reads_or_closes_them(world, dossier, signed_in, role):
    paid(world, dossier, 1_000)
    client = signed_in(role)
    with nothing_changes():
        assert client.get(BOOK).status_code == 403
        assert client.get(of(world)).status_code == 403
        sent = {"agency": world.centre.id, "counted": "1000", "reason": "x"}
        assert client.post(of(world), sent).status_code == 403


def test_of_two_counters_the_one_that_was_mistyped_shows_it(world, dossier, signed_in):
    """Given a cashier of two counters, when the count of one is mistyped, then the other's form does not show it."""
    paid(world, dossier, 1_000)
    with scoping.system("test"):
        Position.objects.create(
            user=world.people["cashier"], agency=world.agencies["ward_centre"], role="cashier", valid_from=today_local()
        )
        Payment.objects.create(
            province=world.province, agency=world.agencies["ward_centre"], amount=5, method="cash", year=2026, number=77,
            paid_at=dossier.submitted_at, recorded_at=dossier.submitted_at, cashier=world.people["cashier"],
        )  # fmt: skip
    client = signed_in("cashier")
    here, there = (f"{SHIFT}?noi={world.agencies[name].id}" for name in ("centre", "ward_centre"))
    refused = client.post(here, {"agency": world.centre.id, "counted": "sai", "reason": ""})
    html = refused.content.decode()
    assert refused.status_code == 400 and html.count('value="sai"') == 1 and html.count('name="counted"') == 1
    html = client.get(there).content.decode()
    assert html.count('name="counted"') == 1 and 'value="sai"' not in html and "phường Thử Nghiệm" in html
