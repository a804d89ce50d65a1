"""Biên lai thu phí, lệ phí: numbered with the money, printed, signed, kept, voided and issued anew."""

import io
import json

import pypdf
import pytest

from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from documents.verifying import of_kept
from dossiers.actions.assess_charges import Case, assess_charges
from dossiers.actions.issue_receipt import issue_receipt
from dossiers.actions.move_transfer import move_transfer
from dossiers.actions.void_form import void_form
from dossiers.actions.void_payment import void_payment
from dossiers.charging import Waiver
from dossiers.models import BankAccount, Charge, Collector
from foundation import scoping
from foundation.errors import Conflict, NotFound, NotPermitted
from foundation.ids import uuid7
from foundation.local_time import now
from tests.dossiers.test_money import assessed, kinds, paid, rows
from tests.dossiers.test_transfers import owing, told
from tests.forms.conftest import bytes_of
from tests.support.administration import text
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


def printed(world, payment, role="cashier"):
    with world.scope(role):
        return issue_receipt(payment.id, actor=world.actor(role))


def dots(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def words_of(paper) -> str:
    with scoping.system("test"):
        read = pypdf.PdfReader(io.BytesIO(bytes_of(paper)))
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def test_it_says_what_a_receipt_has_to_say(world):
    row, owed = owing(world, 1)
    payment = paid(world, row, owed)
    with scoping.system("test"):
        Collector.objects.create(
            province=world.province, agency=world.centre, tax_code="0100000000", form_symbol="MAU-THU", symbol="KH-THU"
        )
    paper = printed(world, payment)
    assert (paper.kind, paper.year, paper.sequence, paper.number) == (
        "fee_receipt",
        payment.year,
        payment.number,
        "0000001",
    )
    said = words_of(paper)
    for part in (
        "BIÊN LAI THU PHÍ, LỆ PHÍ", "0000001", "0100000000", "MAU-THU", "KH-THU", row.code, "Người thu tiền", "Tiền mặt",
        "Một triệu năm trăm nghìn đồng" if owed == 1_500_000 else "đồng", f"{owed:,}".replace(",", "."), "Người nộp",
    ):  # fmt: skip
        assert part in said, part
    assert "cần kiểm tra" not in said and "Còn phải nộp" not in said
    with scoping.system("test"):
        assert of_kept(paper)
    assert kinds(row)[-1] == "paper_issued"


def test_what_nobody_entered_is_not_made_up(world):
    row, owed = owing(world, 1)
    paper = printed(world, paid(world, row, owed - 1_000))
    said, data = words_of(paper), json.loads(paper.data)
    assert said.count("(cần kiểm tra)") == 3 and "Còn phải nộp: 1.000 đồng" in said
    assert data["fields"]["ky_hieu"] == data["fields"]["ma_so_thue"] == ""


def test_it_says_what_stood_when_the_money_came_whenever_it_is_printed(world):
    """Given two instalments, a new determination and a cancellation, the first receipt, printed after all of it, says what
    was owed then, what was left then, and that it was a part; the second what had been paid before it."""
    row, owed = owing(world, 1)
    first = paid(world, row, owed - 5_000)
    second = paid(world, row, 5_000)
    assessed(world, row, "unit_head", waiver=Waiver(50, "Hợp tác xã", "Nghị quyết thử"))
    with world.scope("cashier"):
        void_payment(paid(world, row, 7_000).id, reason="Nhầm", actor=world.actor("cashier"))
    with world.scope("unit_head"):
        assess_charges(row.id, {rows(world, row)[1].id: Case()}, actor=world.actor("unit_head"))
    one, two = json.loads(printed(world, first).data)["fields"], json.loads(printed(world, second).data)["fields"]
    (line,) = one["khoan"]
    assert (line["so_tien"], line["mien_giam"]) == (dots(owed), "")
    assert (one["con_lai"], one["da_nop"], one["nop_thua"]) == ("5.000 đồng", "", "")
    assert one["so_tien"].endswith("(thu một phần)")
    assert two["khoan"] == one["khoan"] and (two["con_lai"], two["da_nop"]) == ("", f"{dots(owed - 5_000)} đồng")
    assert two["so_tien"] == "5.000 đồng"


def test_what_was_voided_by_then_had_not_been_paid_before(world):
    row, owed = owing(world, 1)
    wrong = paid(world, row, 9_000)
    with world.scope("cashier"):
        void_payment(wrong.id, reason="Nhầm", actor=world.actor("cashier"))
    right = paid(world, row, 1_000)
    found = json.loads(printed(world, right).data)["fields"]
    assert (found["da_nop"], found["con_lai"]) == ("", f"{dots(owed - 1_000)} đồng")


def test_a_waiver_and_what_was_paid_too_much_are_shown(world):
    row, owed = owing(world, 1)
    assessed(world, row, "unit_head", waiver=Waiver(50, "Hợp tác xã", "Nghị quyết thử"))
    said = words_of(printed(world, paid(world, row, owed)))
    for part in (
        f"Mức thu {dots(owed)} đồng, giảm 50%: Hợp tác xã (Nghị quyết thử), số tiền miễn, giảm: {dots(owed // 2)} đồng", f"Nộp thừa: {dots(owed // 2)} đồng",
    ):  # fmt: skip
        assert part in said, said
    assert "thu một phần" not in said


def test_money_that_came_before_anything_was_determined_stands_against_what_was_determined_first(world):
    row, owed = owing(world, 1)
    payment = paid(world, row, 1_000)
    with scoping.system("test"):
        Charge.objects.update(assessed_at=now())
    found = json.loads(printed(world, payment).data)["fields"]
    assert found["khoan"][0]["so_tien"] == dots(owed) and found["con_lai"] == f"{dots(owed - 1_000)} đồng"


def test_one_valid_receipt_of_a_payment_and_anew_with_the_next_number(world):
    row, owed = owing(world, 1)
    payment = paid(world, row, owed)
    first = printed(world, payment)
    with nothing_changes(), pytest.raises(Conflict, match="issued_already"):
        printed(world, payment)
    with world.scope("cashier"):
        void_form(row.id, first.id, actor=world.actor("cashier"), reason="Sai tên người nộp")
    again = printed(world, payment)
    assert (again.number, again.replaces_id) == ("0000002", first.id) and "Thay cho phiếu số 0000001" in words_of(again)
    assert paid(world, row, 1_000).number == 3


def test_money_that_is_voided_or_moved_takes_its_receipt_with_it(world):
    (one, owed), (two, _owed) = owing(world, 1), owing(world, 2)
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number="0011", holder="Trung tâm"
        )
    cash, transfer = paid(world, one, 1_000), told(account, one.code, owed)
    papers = [printed(world, cash), printed(world, transfer)]
    with world.scope("cashier"):
        actor = world.actor("cashier")
        void_payment(cash.id, reason="Nhầm", actor=actor)
        made = move_transfer(transfer.id, two.code, reason="Nhầm hồ sơ", actor=actor)
    with scoping.system("test"):
        assert all(IssuedPaper.objects.get(id=p.id).voided_at for p in papers)
    assert printed(world, made).number == f"{made.number:07}"
    with nothing_changes(), pytest.raises(Conflict, match="voided_already"):
        printed(world, cash)


@pytest.mark.parametrize("role", ["case_officer", "signer", "guide", "centre_director", "admin", "ward_receptionist"])
def test_who_does_not_collect_prints_none(world, role):
    row, owed = owing(world, 1)
    payment = paid(world, row, owed)
    with nothing_changes(), pytest.raises((NotPermitted, NotFound)):
        printed(world, payment, role)
    with nothing_changes(), pytest.raises(NotFound), world.scope("cashier"):
        issue_receipt(uuid7(), actor=world.actor("cashier"))


def test_on_the_pages(world, signed_in):
    """Printed by a press, saved from the page, verified by whoever holds it."""
    row, owed = owing(world, 1)
    payment = paid(world, row, owed)
    client = signed_in("cashier")
    here = f"/can-bo/ho-so/{row.id}/phi/"
    assert client.post(here, {"action": "receipt", "payment": payment.id}).status_code == 302
    page = client.get(here)
    assert "Tải biên lai" in text(page) and 'value="receipt"' not in page.content.decode()
    with scoping.system("test"):
        paper = IssuedPaper.objects.get(kind=PaperKind.FEE_RECEIPT.value)
        address = json.loads(paper.data)["verify_url"]
    assert client.get(f"/can-bo/ho-so/{row.id}/phieu/{paper.id}/tep/").status_code == 200
    answer = client.get("/xac-thuc/" + address.split("/xac-thuc/")[1])
    assert answer.status_code == 200 and "Biên lai thu phí, lệ phí" in text(answer)
    with nothing_changes():  # its own page, not that of the forms
        assert client.post(f"/can-bo/ho-so/{row.id}/phieu/fee_receipt/", {}).status_code == 409
        assert client.get(f"/can-bo/ho-so/{row.id}/phieu/fee_receipt/").status_code == 409
