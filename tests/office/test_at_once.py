"""Settled while its owner waits (trả ngay, NĐ 61/2018 Đ17(4)): one act, all of it recorded, told once."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.actions.assess_charges import Case, assess_charges, fees_of
from dossiers.actions.settle_at_once import settle_at_once
from dossiers.models import BankAccount, Dossier, Payment
from dossiers.money import balance_of
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict
from foundation.local_time import today_local
from notifications.models import Message
from ratings.models import Invitation
from tests.api.conftest import ApiClient
from tests.support.administration import text
from tests.support.unchanged import nothing_changes
from tests.support.world import CIVIL_STATUS, MARRIAGE, client_of, filed, official, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def couple(world):
    """A marriage at the ward's own counter, not yet taken in."""
    with scoping.system("test"):
        official(world, Role.SIGNER, "ward", suffix="-ward")
    return filed(
        world, procedure=MARRIAGE, agency=world.agencies["ward"].code, applicant=person(1), co_applicants=[person(2)],
        receiving_agency=world.centre.code,
    )  # fmt: skip


def signer(world):
    from accounts.models import User

    with scoping.system("test"):
        return User.objects.get(username=f"signer-ward.{world.province.code.lower()}")


def test_taken_in_settled_and_handed_over_with_one_press(world, signed_in, couple):
    client = signed_in("receptionist")
    address = f"/can-bo/ho-so/{couple.id}/tra-ngay/"
    assert address in client.get(f"/can-bo/ho-so/{couple.id}/").content.decode()
    answer = client.post(
        address, {"version": couple.row_version, "signer": str(signer(world).id), "note": "Hai bản chính"}
    )
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    with scoping.system("test"):
        row = Dossier.objects.get(id=couple.id)
        events = list(Event.objects.filter(subject_id=row.id).order_by("seq"))
        told = list(Message.objects.filter(subject_id=row.id).values_list("kind", flat=True))
        steps = list(row.steps.values_list("step__code", "state"))
        assert Invitation.objects.filter(dossier=row).count() == 1
    assert (row.status, row.outcome, row.completed_at, row.returned_at) == (
        "returned", "granted", row.accepted_at, row.accepted_at,
    )  # fmt: skip
    assert row.code and row.receipt_code and row.due_at
    assert [e.kind for e in events] == [
        "dossier.submitted", "dossier.accepted", "dossier.completed", "dossier.returned",
    ]  # fmt: skip
    assert events[-1].data["signer_id"] == str(signer(world).id)
    assert set(told) == {"dossier.returned"}
    assert steps == [("tiep_nhan", "done"), ("trao", "done")]


@pytest.mark.parametrize("role", ["guide", "returner", "case_officer", "centre_director"])
def test_only_who_takes_in_does_it(world, signed_in, couple, role):
    client = signed_in(role)
    with nothing_changes():
        answer = client.post(
            f"/can-bo/ho-so/{couple.id}/tra-ngay/", {"version": couple.row_version, "signer": str(signer(world).id)}
        )
    assert answer.status_code == 404


def test_not_without_a_signer_of_the_agency_that_decides(world, signed_in, couple):
    client = signed_in("receptionist")
    with nothing_changes("foundation_readrecord"):  # who looked is kept: a marriage is sensitive
        for chosen in ("", str(world.people["signer"].id)):
            answer = client.post(
                f"/can-bo/ho-so/{couple.id}/tra-ngay/", {"version": couple.row_version, "signer": chosen}
            )
            assert answer.status_code == 400


def test_what_takes_days_or_came_from_afar_is_not_settled_at_once(world, signed_in):
    client = signed_in("receptionist")
    for row in (filed(world, 3), filed(world, 4, channel="online")):
        with nothing_changes():
            answer = client.post(f"/can-bo/ho-so/{row.id}/tra-ngay/", {"version": row.row_version, "signer": "x"})
        assert answer.status_code == 404


@pytest.fixture
def correction(world):
    """Civil status to be supplemented, while its owner waits: «Lệ phí hộ tịch» by resolution, 8.000 đ for a copy."""
    with scoping.system("test"):
        official(world, Role.SIGNER, "ward", suffix="-ward")
    return filed(
        world, procedure=CIVIL_STATUS, agency=world.agencies["ward"].code, applicant=person(1),
        receiving_agency=world.centre.code,
    )  # fmt: skip


def fees(world, row):
    with world.scope("receptionist"):
        return {fee.name: fee for fee in fees_of(row)}


def sent(world, row, ticked, **more):
    """What the page sends for these fees: each with what was said of it."""
    data = {"version": row.row_version, "signer": str(signer(world).id), "method": "cash", "print": "on", **more}
    for name, said in ticked.items():
        key = f"fee-{fees(world, row)[name].id}"
        data |= {key: "1", **{f"{key}-{part}": value for part, value in said.items()}}
    return data


def page_of(row):
    return f"/can-bo/ho-so/{row.id}/tra-ngay/"


def state_of(row):
    with scoping.system("test"):
        return (
            Dossier.objects.get(id=row.id),
            balance_of(row.id),
            list(Event.objects.filter(subject_id=row.id).order_by("seq").values_list("kind", flat=True)),
        )


def test_settled_charged_collected_and_receipted_on_one_page(world, signed_in, correction):
    """Given a queue, when one form says who signed and which copies are paid for, then all of it is done and numbered."""
    client = signed_in("receptionist")
    shown = text(client.get(page_of(correction)))
    for part in ("Lệ phí hộ tịch", "8.000 đ/bản", "Thời điểm thu: khi trả kết quả."):
        assert part in shown, shown
    answer = client.post(
        page_of(correction),
        sent(world, correction, {"Bản sao trích lục hộ tịch": {"copies": "3"}, "Lệ phí hộ tịch": {"stated": "15.000"}}),
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/can-bo/ho-so/{correction.id}/phi/")
    row, balance, kinds = state_of(correction)
    assert (row.status, balance.owed, balance.paid, balance.settled) == ("returned", 39_000, 39_000, True)
    assert kinds == [
        f"dossier.{kind}" for kind in (
            "submitted", "accepted", "charges_assessed", "payment_received", "completed", "returned", "paper_issued",
        )
    ]  # fmt: skip
    with scoping.system("test"):
        payment = Payment.objects.get()
        assert IssuedPaper.objects.get(kind=PaperKind.FEE_RECEIPT.value).occasion == payment.id
        assert set(Message.objects.filter(subject_id=row.id).values_list("kind", flat=True)) == {"dossier.returned"}
    shown = text(client.get(answer["Location"]))
    assert f"biên lai số {payment.receipt}" in shown and "Tải biên lai" in shown


def test_reckoned_before_it_is_done(world, signed_in, correction):
    client = signed_in("receptionist")
    data = sent(world, correction, {"Bản sao trích lục hộ tịch": {"copies": "2"}}, tinh="1", note="Đang chờ")
    with nothing_changes("foundation_readrecord"):
        answer = client.post(page_of(correction), data)
    assert answer.status_code == 200 and "Phải nộp 16.000 đ" in text(answer)
    assert "Đang chờ" in answer.content.decode() and 'value="2"' in answer.content.decode()  # nothing typed is lost
    with nothing_changes("foundation_readrecord"):
        answer = client.post(page_of(correction), {**data, f"fee-{fees(world, correction)['Lệ phí hộ tịch'].id}": "1"})
    assert "Chưa tính được" in text(answer) and "mức thu theo nghị quyết" in text(answer)


def test_with_a_waiver_nothing_is_taken(world, signed_in, correction):
    client = signed_in("receptionist")
    said = {"Lệ phí hộ tịch": {"stated": "15.000", "waiver": "ho_ngheo"}}
    assert client.post(page_of(correction), sent(world, correction, said)).status_code == 302
    row, balance, _kinds = state_of(correction)
    assert row.status == "returned" and balance.settled and (balance.owed, balance.payments) == (0, [])
    waived = balance.charges[0].explanation["waived"]
    assert (waived["code"], waived["percent"], waived["amount"]) == ("ho_ngheo", 100, 15_000)


def test_without_a_fee_as_before(world, signed_in, correction):
    client = signed_in("receptionist")
    answer = client.post(page_of(correction), sent(world, correction, {}))
    assert answer["Location"] == f"/can-bo/ho-so/{correction.id}/"
    row, balance, _kinds = state_of(correction)
    assert row.status == "returned" and not balance.charges and not balance.payments


def test_what_is_paid_later_is_said_to_be_owed(world, signed_in, correction):
    client = signed_in("receptionist")
    said = sent(world, correction, {"Bản sao trích lục hộ tịch": {"copies": "1"}}, method="sau")
    answer = client.post(page_of(correction), said, follow=True)
    assert "Còn phải nộp 8.000 đ" in text(answer) and state_of(correction)[1].left == 8_000


@pytest.mark.parametrize(
    ("ticked", "more"),
    [
        ({"Lệ phí hộ tịch": {}}, {}),  # how much is not said
        ({"Lệ phí hộ tịch": {"stated": "0"}}, {}),  # nothing, by what nobody can check
        ({"Bản sao trích lục hộ tịch": {"copies": "0"}}, {}),
        ({"Bản sao trích lục hộ tịch": {"waiver": "ho_ngheo"}}, {}),  # of the other fee
        ({"Bản sao trích lục hộ tịch": {"waiver": "dinh_danh_muc_2", "percent": "100"}}, {}),  # how much is not known
        ({"Bản sao trích lục hộ tịch": {"waiver": "+", "percent": "100", "rule": "a", "citation": "b"}}, {}),
        ({"Bản sao trích lục hộ tịch": {}}, {"amount": "x"}),
        ({"Bản sao trích lục hộ tịch": {}}, {"amount": "0"}),
        ({"Bản sao trích lục hộ tịch": {}}, {"method": "vietqr"}),  # without the reference
        ({"Bản sao trích lục hộ tịch": {}}, {"method": "vàng"}),
        ({}, {"amount": "8.000"}),  # money for nothing
    ],
)
def test_refused_leaves_nothing_changed(world, signed_in, correction, ticked, more):
    client, data = signed_in("receptionist"), sent(world, correction, ticked, **more)
    with nothing_changes("foundation_readrecord"):
        assert client.post(page_of(correction), data).status_code in (400, 403, 409)


def test_what_was_forgotten_at_the_counter_is_determined_and_taken_the_same_day(
    world, signed_in, correction, monkeypatch, redis_url
):
    with world.scope("receptionist"):
        settle_at_once(correction.id, actor=world.actor("receptionist"), signer_id=signer(world).id)
    client, fee = signed_in("receptionist"), fees(world, correction)["Bản sao trích lục hộ tịch"]
    money = f"/can-bo/ho-so/{correction.id}/phi/"
    assert "Xác định phí, lệ phí" in text(client.get(money))
    assert client.post(money, {"action": "assess", f"fee-{fee.id}": "1"}).status_code == 302
    asked = f"/api/v1/dossiers/{correction.id}/charges/"
    system = ApiClient(client_of(world, "dossiers:read"))
    with scoping.system("test"):
        BankAccount.objects.create(
            province=world.province, agency_id=correction.receiving_agency_id, bank="970436", number="0011", holder="x"
        )
    # what the page asks for, the API asks for
    assert "data:image/svg" in client.get(money).content.decode() and system.get(asked).json()["transfer"]
    assert client.post(money, {"action": "collect", "amount": "7.000", "method": "cash"}).status_code == 302
    assert client.post(money, {"action": "collect", "amount": "1.000", "method": "cash"}).status_code == 302
    assert state_of(correction)[1].settled
    tomorrow = today_local() + timedelta(days=1)
    monkeypatch.setattr("dossiers.actions.assess_charges.today_local", lambda: tomorrow)
    assert "Xác định phí, lệ phí" not in text(client.get(money))
    with world.scope("receptionist"), nothing_changes(), pytest.raises(Conflict, match="wrong_state"):
        assess_charges(correction.id, {fee.id: Case()}, actor=world.actor("receptionist"))
