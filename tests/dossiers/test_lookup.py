"""The look-up: what opens a dossier, and that nothing else tells anything."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers.actions.complete import complete
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.actions.void_payment import void_payment
from dossiers.lookup import check_pace, find, view
from dossiers.models import Dossier
from foundation import scoping
from foundation.errors import NotFound, TooMany
from tests.dossiers.test_money import assessed, paid, waiting
from tests.support import world as worlds
from tests.support.world import filed, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    return filed(world, accept=True, applicant=person(1, full_name="Nguyễn Văn An"))


def receipt(dossier) -> str:
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id).receipt_code


def test_the_last_four_digits_or_the_receipt_code_open_it(dossier):
    assert find(dossier.code, "0001") == dossier.id
    assert find(f" {dossier.code.lower()} ", " 0001 ") == dossier.id
    assert find(unicodedata.normalize("NFD", dossier.code), receipt(dossier).lower()) == dossier.id


@pytest.mark.parametrize("secret", ["", "0", "0002", "00001", "ABCDEFGH", "٠٠٠١", "%", "000" + "1" * 500])
def test_nothing_else_opens_it(dossier, secret):
    with pytest.raises(NotFound):
        find(dossier.code, secret)


def test_an_unknown_code_and_a_wrong_factor_are_the_same_answer_after_the_same_queries(dossier):
    said, queries = [], []
    for code in (dossier.code, "H05.101.01-990101-0001", "", "x" * 300):
        with (
            CaptureQueriesContext(
                connection,
            ) as seen,
            pytest.raises(NotFound) as caught,
        ):
            find(code, "9999")
        said.append((caught.value.code, caught.value.message, caught.value.status))
        queries.append(len(seen))
    assert len(set(said)) == 1
    assert queries[0] == queries[1]


def test_a_party_without_a_number_is_not_opened_by_an_empty_tail(world):
    dossier = filed(world, accept=True, applicant=person(1, phone="", identity_number="", identity_kind=""))
    for secret in ("", "0000"):
        with pytest.raises(NotFound):
            find(dossier.code, secret)
    assert find(dossier.code, receipt(dossier)) == dossier.id


def test_what_the_citizen_sees(dossier, world):
    seen = view(dossier.id)
    assert seen.applicant == "Nguyễn V** A**"
    assert seen.title == "Đã tiếp nhận" and seen.due_at and seen.agency == world.department.name
    assert [s.state for s in seen.stages] == ["done", "done", "current", "to_come"]
    assert [h.text for h in seen.happenings] == ["Hồ sơ được tiếp nhận", "Hồ sơ được nộp"]


def test_a_sensitive_procedure_is_not_named(world):
    dossier = filed(
        world, accept=True, procedure=worlds.MARRIAGE, agency=world.agencies["ward"].code, applicant=person(1),
        co_applicants=(person(2),), receiving_agency=world.centre.code,
    )  # fmt: skip
    assert view(dossier.id).procedure == "Thủ tục hộ tịch"


def test_the_view_costs_a_constant_number_of_queries(dossier):
    with CaptureQueriesContext(connection) as seen:
        view(find(dossier.code, "0001"))
    assert len([q for q in seen if "SELECT" in q["sql"] and "set_config" not in q["sql"]]) <= 5


def test_too_many_tries_wait(redis_url, dossier):
    for _ in range(10):
        check_pace(dossier.code, "198.51.100.7")
    with pytest.raises(TooMany) as caught:
        check_pace(dossier.code.lower(), "198.51.100.8")
    assert 0 < caught.value.extra["retry_after"] <= 600
    check_pace("H05.101.01-261124-9999", "198.51.100.9")


def test_a_reason_is_told_while_it_explains_where_the_dossier_is(world):
    """The words of a bill stand there until it is paid; they do not explain the result that comes afterwards."""
    dossier = filed(world, accept=True)
    with world.scope("case_officer"):
        start(dossier.id, actor=world.actor("case_officer"))
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu sơ đồ vị trí")
    assert view(dossier.id).reason == "Thiếu sơ đồ vị trí"
    with world.scope("receptionist"):
        receive_supplement(dossier.id, actor=world.actor("receptionist"))
    assert view(dossier.id).reason == ""
    with world.scope("signer"):
        complete(dossier.id, actor=world.actor("signer"), outcome="granted")
    assert view(dossier.id).reason == ""
    with world.scope("returner"):
        return_result(dossier.id, actor=world.actor("returner"))
    assert view(dossier.id).reason == ""


def test_a_voided_receipt_explains_nothing_to_citizens(world):
    """Given a dossier that waits for money and one that was refused, when a receipt of theirs is voided, then the citizen reads
    why the dossier stands where it stands, and never the words on the receipt."""
    dossier = filed(world, accept=True)
    with world.scope("case_officer"):
        start(dossier.id, actor=world.actor("case_officer"))
    assessed(world, dossier)
    waiting(world, dossier)
    first, second = paid(world, dossier, 1_000), paid(world, dossier, 2_000)
    with world.scope("cashier"):
        void_payment(first.id, reason="Ghi nhầm, tiền của người khác", actor=world.actor("cashier"))
    assert view(dossier.id).reason == "Nộp phí thẩm định"
    with world.scope("cashier"):
        confirm_payment(dossier.id, actor=world.actor("cashier"))
    with world.scope("signer"):
        complete(dossier.id, actor=world.actor("signer"), outcome="refused", reason="Cơ sở chưa đủ điều kiện")
    with world.scope("cashier"):
        void_payment(second.id, reason="Ghi nhầm, tiền của người khác", actor=world.actor("cashier"))
    assert view(dossier.id).reason == "Cơ sở chưa đủ điều kiện"


def test_the_reason_of_a_refused_result_stays_when_it_is_handed_over(world):
    dossier = filed(world, accept=True)
    with world.scope("case_officer"):
        start(dossier.id, actor=world.actor("case_officer"))
    with world.scope("signer"):
        complete(dossier.id, actor=world.actor("signer"), outcome="refused", reason="Cơ sở chưa đủ điều kiện")
    assert view(dossier.id).reason == "Cơ sở chưa đủ điều kiện"
    with world.scope("returner"):
        return_result(dossier.id, actor=world.actor("returner"))
    assert view(dossier.id).reason == "Cơ sở chưa đủ điều kiện"
