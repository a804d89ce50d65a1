"""«Phí, lệ phí» of a dossier and «Chốt ca»: determined, paid, counted, on pages."""

import html
import re

import pytest

from accounts.roles import Role
from dossiers.actions.assess_charges import fees_of
from dossiers.actions.complete import complete
from dossiers.actions.receive_transfer import Transfer, receive_transfer
from dossiers.actions.start import start
from dossiers.models import BankAccount, Charge, Dossier, Payment
from dossiers.money import balance_of
from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now
from portal.office.money_forms import filled
from procedures.importing import import_catalogue
from procedures.models import FeeRow
from tests.procedures.catalogues import waiver, waivers
from tests.support.administration import text
from tests.support.unchanged import nothing_changes
from tests.support.world import CIVIL_STATUS, filed, official, person

pytestmark = pytest.mark.django_db
SHIFT, TRANSFERS, ACCOUNTS = "/can-bo/chot-ca/", "/can-bo/chuyen-khoan/", "/can-bo/tai-khoan-thu/"
RECKONING, BOOK = "/can-bo/tinh-lai-han/", "/can-bo/so-chot-ca/"


@pytest.fixture
def dossier(world):
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        return start(row.id, actor=world.actor("case_officer"))


@pytest.fixture
def fee(world, dossier):
    with world.scope("cashier"):
        return fees_of(dossier)[0]


@pytest.fixture
def here(dossier):
    return f"/can-bo/ho-so/{dossier.id}/phi/"


def assess(client, here, fee, **more):
    return client.post(
        here, {"action": "assess", f"fee-{fee.id}": "1", **{f"fee-{fee.id}-{k}": v for k, v in more.items()}}
    )


def collect(client, here, amount, method="cash", **more):
    return client.post(here, {"action": "collect", "amount": amount, "method": method, **more})


def test_from_the_fee_to_the_closed_shift(world, dossier, fee, here, signed_in):
    client = signed_in("cashier")
    assert "Chưa xác định phí" in text(client.get(here)) and "Chưa xác định phí" in text(
        client.get(f"/can-bo/ho-so/{dossier.id}/")
    )
    # determined with a reduction that is in force, and explained
    import_catalogue(waivers(waiver(code="nua", name="Hợp tác xã", percent=50, citation="NQ thử")))
    assert '<option value="nua">Hợp tác xã: giảm 50%</option>' in client.get(here).content.decode()
    assert assess(client, here, fee, waiver="nua").status_code == 302
    half = fee.amount // 2
    shown = text(client.get(here))
    assert "giảm 50%" in shown and "NQ thử" in shown and "Còn phải nộp" in shown
    # paid in two parts, typed as people type it
    assert collect(client, here, f"{half - 1000:,}".replace(",", ".") + " đ").status_code == 302
    assert collect(client, here, "1000").status_code == 302
    shown = text(client.get(here))
    assert "đã đủ" in shown and "/0000002" in shown
    # a shift that is ten short says so
    page = text(client.get(SHIFT))
    assert dossier.code in page and "Tiền mặt đếm được" in page
    refused = client.post(SHIFT, {"agency": world.centre.id, "counted": str(half - 10), "reason": ""})
    assert refused.status_code == 400 and "lý do chênh lệch" in text(refused)
    client.post(SHIFT, {"agency": world.centre.id, "counted": str(half - 10), "reason": "Thiếu 10"})
    page = text(client.get(SHIFT))
    assert "Thiếu 10" in page and "Không có biên lai nào" in page


def test_the_vietqr_is_an_image_that_the_browser_may_show(world, dossier, fee, here, signed_in):
    with scoping.system("test"):
        BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )
    client = signed_in("cashier")
    assess(client, here, fee)
    answer = client.get(here)
    page = answer.content.decode()
    assert re.search(r'<img src="data:image/svg\+xml;[^"]+"', page)
    assert "data:" in re.search(r"img-src ([^;]+)", answer["Content-Security-Policy"])[1]
    plain = "".join(c for c in dossier.code if c.isalnum())
    assert plain in html.unescape(page) and "0011" in page
    # a transfer needs its reference; told again it is refused
    assert collect(client, here, "1000", "vietqr").status_code == 400
    assert collect(client, here, "1000", "vietqr", bank_reference="FT1").status_code == 302
    assert collect(client, here, "1000", "vietqr", bank_reference="FT1").status_code == 409


def test_a_receipt_is_voided(world, dossier, fee, here, signed_in):
    client = signed_in("cashier")
    assess(client, here, fee)
    collect(client, here, "1000")
    with scoping.system("test"):
        key = Payment.objects.get().id
    with nothing_changes():
        assert client.post(here, {"action": "void", "payment": key, "reason": ""}).status_code == 400
        for wrong in ("x", uuid7()):
            assert client.post(here, {"action": "void", "payment": wrong, "reason": "a"}).status_code == 404
    client.post(here, {"action": "void", "payment": key, "reason": "Ghi nhầm"})
    assert "đã hủy: Ghi nhầm" in text(client.get(here))


def test_what_was_typed_wrong_is_shown_again(world, dossier, fee, here, signed_in):
    client = signed_in("cashier")
    assess(client, here, fee)
    with nothing_changes():
        for amount in ("", "một trăm", "-5", "0", "1e9", "9" * 16, "１００"):
            answer = collect(client, here, amount)
            assert answer.status_code == 400, amount
        assert "value=&#34;" not in collect(client, here, '"><b>').content.decode()
        for more in ({"copies": "x"}, {"waiver": "la"}, {"percent": "5000"}):
            assert assess(client, here, fee, **more).status_code == 400, more
        assert client.post(here, {"action": "đốt"}).status_code == 400
        assert client.post(SHIFT, {"counted": "x"}).status_code == 400


@pytest.mark.parametrize("role", ["signer", "inspector", "case_officer"])
def test_readers_see_and_collect_nothing(world, dossier, fee, here, signed_in, role):
    assess(signed_in("cashier"), here, fee)
    client = signed_in(role)
    assert 'value="collect"' not in client.get(here).content.decode()
    with nothing_changes():
        assert collect(client, here, "1000").status_code == 403
        assert client.get(SHIFT).status_code == 403
        assert client.post(SHIFT, {"counted": "0"}).status_code == 403


def test_a_transfer_that_named_no_dossier_is_found_by_a_person(world, dossier, fee, here, signed_in):
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )
        told = Transfer("FT9", fee.amount, "tien phi khach san", now())
        stray, _new = receive_transfer(account, told)
    client = signed_in("cashier")
    assess(client, here, fee)
    assert "1 khoản chưa rõ hồ sơ" in text(client.get(SHIFT))
    assert "tien phi khach san" in text(client.get(TRANSFERS))
    with nothing_changes():
        assert client.post(TRANSFERS, {"action": "match", "payment": stray.id, "code": "H05.1-2-3"}).status_code == 400
        assert client.post(TRANSFERS, {"action": "match", "payment": uuid7(), "code": dossier.code}).status_code == 404
    asked = {"action": "match", "payment": stray.id, "code": dossier.code.lower()}
    assert client.post(TRANSFERS, asked).status_code == 302
    assert "đã đủ" in text(client.get(here)) and "tien phi" not in text(client.get(TRANSFERS))
    with nothing_changes():
        assert client.post(TRANSFERS, asked).status_code == 409


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("cashier", [SHIFT, TRANSFERS]), ("controller", [RECKONING]), ("case_officer", []), ("admin", [ACCOUNTS]),
        ("centre_director", [BOOK, TRANSFERS, ACCOUNTS, RECKONING]),
    ],
)  # fmt: skip
def test_the_desk_leads_there_whoever_works_there(world, signed_in, role, shown):
    page = signed_in(role).get("/can-bo/").content.decode()
    assert [path for path in (SHIFT, BOOK, TRANSFERS, ACCOUNTS, RECKONING) if path in page] == shown


@pytest.mark.parametrize("amount", ["1.5", "15,00", "1.50", "1.500.00", "1,500.000", "0x10", "1e6"])
def test_an_amount_that_may_mean_two_things_is_asked_for_again(world, dossier, fee, here, signed_in, amount):
    client = signed_in("cashier")
    assess(client, here, fee)
    with nothing_changes():
        answer = collect(client, here, amount)
    assert answer.status_code == 400 and "ví dụ 150.000" in text(answer)


@pytest.mark.parametrize("amount", ["1.500 đ", "1 500", "1,500đ", "1500 VND", " 1.500 đồng "])
def test_an_amount_as_people_write_it(world, dossier, fee, here, signed_in, amount):
    client = signed_in("cashier")
    assess(client, here, fee)
    assert collect(client, here, amount).status_code == 302
    with scoping.system("test"):
        assert Payment.objects.get().amount == 1_500


def test_what_was_sent_from_a_page_of_before_is_not_taken(world, dossier, fee, here, signed_in):
    """Given two tabs, when the fee is paid in one, then the other does not take it again."""
    client = signed_in("cashier")
    assess(client, here, fee)
    shown = re.search(r'name="version" value="(\d+)"', client.get(here).content.decode())[1]
    assert collect(client, here, "1000", version=shown).status_code == 302
    with nothing_changes():
        assert collect(client, here, "1000", version=shown).status_code == 412
        assert client.post(here, {"action": "assess", f"fee-{fee.id}": "1", "version": shown}).status_code == 412


def test_a_counter_of_somebody_else_is_not_closed(world, dossier, fee, here, signed_in):
    client = signed_in("cashier")
    assess(client, here, fee)
    collect(client, here, "1000")
    with nothing_changes():
        answer = client.post(SHIFT, {"action": "close", "agency": str(uuid7()), "counted": "1000"})
    assert answer.status_code == 400 and "không thu tiền ở quầy này" in text(answer)


def ticked(page):
    """What the form to determine fees holds: ticked boxes, and what is written in the fields."""
    boxes = re.findall(r'<input type="checkbox" id="(fee-[0-9a-f-]{36})"[^>]* checked>', page)
    return set(boxes), dict(re.findall(r'name="(fee-[0-9a-f-]+-[a-z]+)"[^>]* value="([^"]*)"', page))


def test_determined_anew_the_form_begins_with_what_is_determined(world, dossier, here, signed_in):
    """Given one fee with a waiver, when the page is opened and another is ticked beside it, then the first stays as it was."""
    client = signed_in("cashier")
    with world.scope("cashier"):
        first, second = fees_of(dossier)[:2]
    import_catalogue(waivers(waiver(code="nua", name="Hộ nghèo & cận nghèo", percent=50, citation="NQ thử")))
    assert assess(client, here, first, waiver="nua").status_code == 302
    page = html.unescape(client.get(here).content.decode())
    boxes, fields = ticked(page)
    assert boxes == {f"fee-{first.id}"} and page.count('<option value="nua" selected>Hộ nghèo & cận nghèo') == 1
    chosen = {f"fee-{first.id}-waiver": "nua"}
    sent = {"action": "assess", **fields, **dict.fromkeys(boxes, "1"), **chosen, f"fee-{second.id}": "1"}
    assert client.post(here, sent).status_code == 302
    with scoping.system("test"):
        found = balance_of(dossier.id)
        assert {c.fee_id: c.due for c in found.charges} == {first.id: first.amount // 2, second.id: second.amount}
        assert found.charges[0].explanation["waived"]["citation"] == "NQ thử"


def test_quantity_base_and_stated_amount_are_there_again():
    charges = [
        Charge(fee_id=1, explanation={"each": 8_000, "stated": False, "copies": 3}),
        Charge(fee_id=2, explanation={"base": 10_000_000, "percent": "0.5"}),
        Charge(fee_id=3, explanation={"each": 75_000, "stated": True, "waived": {"percent": 100, "rule": "a", "citation": "b"}}),
        Charge(fee_id=4, explanation={"each": 5, "waived": {"code": "nua", "percent": 50, "rule": "a", "citation": "b"}}),
    ]  # fmt: skip
    assert filled(charges) == {
        "fee-1": "1", "fee-1-copies": "3", "fee-2": "1", "fee-2-base": "10000000", "fee-3": "1", "fee-3-stated": "75000",
        "fee-3-waiver": "+", "fee-3-percent": "100", "fee-3-rule": "a", "fee-3-citation": "b", "fee-4": "1", "fee-4-waiver": "nua",
    }  # fmt: skip


def test_a_charge_that_no_longer_applies_is_named_before_it_is_dropped(world, dossier, fee, here, signed_in):
    client = signed_in("cashier")
    assess(client, here, fee)
    assert "không còn áp dụng" not in text(client.get(here))
    with scoping.system("test"):
        Charge.objects.update(fee=FeeRow.objects.exclude(version_id=fee.version_id).first())
    assert f"«{fee.name}» không còn áp dụng" in text(client.get(here))


def test_choosing_nothing_does_not_drop_what_is_owed(world, dossier, fee, here, signed_in):
    client = signed_in("cashier")
    assess(client, here, fee)
    with nothing_changes():
        answer = client.post(here, {"action": "assess"})
    assert answer.status_code == 400 and "trường hợp được miễn" in text(answer)


def test_who_asks_for_money_is_told_what_stands(world, dossier, fee, here, signed_in):
    """Before a fee is determined, and after all is paid; in between nothing hinders."""
    asking = f"/can-bo/ho-so/{dossier.id}/request_payment/"
    assert "Chưa xác định phí, lệ phí nên" in text(signed_in("case_officer").get(asking))
    client = signed_in("cashier")
    assess(client, here, fee)
    said = text(signed_in("case_officer").get(asking))
    assert "nên công dân chưa thấy" not in said and "đã nộp đủ" not in said
    collect(signed_in("cashier"), here, str(fee.amount))
    assert "đã nộp đủ" in text(signed_in("case_officer").get(asking))


def test_a_waiver_is_chosen_from_a_list_and_another_one_only_by_a_head(world, fee, here, signed_in):
    """Given a rule in force and one of which the measure is not known, the cashier may choose the first and nothing else; the
    director of the centre may also say another one, with its text."""
    import_catalogue(
        waivers(waiver(code="nua", percent=50), waiver(code="chua_ro", name="Chưa rõ", percent=None, unverified=True))
    )
    other = {"waiver": "+", "percent": "100", "rule": "Người nghèo", "citation": "NQ thử"}
    client = signed_in("cashier")
    page = client.get(here).content.decode()
    assert 'value="nua"' in page and 'value="chua_ro"' not in page and 'value="+"' not in page
    assert "Danh mục chưa có mức giảm: lãnh đạo xác định." in page and f'name="fee-{fee.id}-citation"' not in page
    with nothing_changes():
        for asked in (other, {"percent": "100", "rule": "a", "citation": "b"}, {"waiver": "chua_ro", "percent": "100"}):
            assert assess(client, here, fee, **asked).status_code == 403
        for asked in ({"waiver": "la"}, {"waiver": "nua", "percent": "x"}):
            assert assess(client, here, fee, **asked).status_code == 400
    client = signed_in("centre_director")
    page = client.get(here).content.decode()
    assert 'value="chua_ro"' in page and 'value="+"' in page
    with nothing_changes():
        answer = assess(client, here, fee, **{**other, "citation": ""})
    assert answer.status_code == 400 and 'value="+" selected' in answer.content.decode()
    assert assess(client, here, fee, **other).status_code == 302
    shown = text(client.get(here))
    assert "miễn (−" in shown and "giảm 100%" not in shown and "NQ thử" in shown
    # who chooses none takes it off, though the other fields still say what it was
    assert assess(client, here, fee, **{**other, "waiver": ""}).status_code == 302
    assert "miễn (−" not in text(client.get(here))


def test_a_percentage_is_written_as_people_write_it(world, dossier, fee, here, signed_in):
    """Given charges of a tenth and of half a hundredth, one of them kept as it used to be, the page says 10% and 0,5%."""
    client = signed_in("cashier")
    assess(client, here, fee)
    for kept, said in (("1E+1", "10%"), ("0.5", "0,5%")):
        with scoping.system("test"):
            charge = Charge.objects.get(state="owed")
            charge.explanation |= {"percent": kept, "base": 1_000}
            charge.save()
        assert f" {said} × 1.000 đ" in text(client.get(here))


def test_when_a_fee_is_collected_is_said_and_what_is_owed_at_the_hand_over(world, dossier, fee, here, signed_in):
    """Given a result that is ready while its fee is not paid, the hand-over says so and goes on all the same."""
    client = signed_in("cashier")
    assert "Thời điểm thu: khi tiếp nhận." in text(client.get(here))
    assess(client, here, fee)
    with world.scope("unit_head"):
        complete(dossier.id, actor=world.actor("unit_head"), outcome="granted")
    page, act = f"/can-bo/ho-so/{dossier.id}/", f"/can-bo/ho-so/{dossier.id}/return_result/"
    said = f"Còn phải nộp {fee.amount:,} đ.".replace(",", ".")
    desk = signed_in("returner")
    assert said in text(desk.get(page)) and said in text(desk.get(act))
    assert said not in text(signed_in("case_officer").get(page))
    with scoping.system("test"):
        version = Dossier.objects.get(id=dossier.id).row_version
    assert signed_in("returner").post(act, {"version": version}).status_code == 302
    with scoping.system("test"):
        assert Dossier.objects.get(id=dossier.id).status == "returned"


def test_a_fee_that_goes_with_the_result_and_was_never_determined_is_named(world, signed_in):
    with scoping.system("test"):
        official(world, Role.SIGNER, "ward", suffix="-ward")
        official(world, Role.CASE_OFFICER, "ward", suffix="-ward")
    row = filed(
        world, procedure=CIVIL_STATUS, agency=world.agencies["ward"].code, applicant=person(1), accept=True,
        receiving_agency=world.centre.code,
    )  # fmt: skip
    with scoping.system("test"):
        Dossier.objects.filter(id=row.id).update(
            status="completed", outcome="granted", row_version=row.row_version + 1, completed_at=now()
        )
    page = text(signed_in("returner").get(f"/can-bo/ho-so/{row.id}/"))
    assert "Chưa xác định khoản thu khi trả kết quả: Bản sao trích lục hộ tịch." in page


def test_a_waiver_of_a_head_is_not_dropped_without_a_word(world, fee, here, signed_in):
    """Given a waiver by another text, the form of a head begins with it, that of a cashier says that it would be lost."""
    said = {"waiver": "+", "percent": "50", "rule": "Người nghèo", "citation": "NQ thử"}
    client = signed_in("centre_director")
    assess(client, here, fee, **said)
    page = client.get(here).content.decode()
    assert 'value="+" selected' in page and 'value="NQ thử"' in page
    assert "xác định lại ở vị trí của bạn sẽ bỏ miễn, giảm đó" in text(signed_in("cashier").get(here))
