"""The services of the province's own agencies, and of others that are only mirrored."""

from datetime import timedelta

import pytest

from accounts.actors import Actor
from dossiers.actions.complete import complete
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.extend import extend
from dossiers.actions.forward import forward
from dossiers.actions.mirror import mirror
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.actions.withdraw import withdraw
from dossiers.inputs import MirroredDossier
from dossiers.tasks import ask_for_apologies
from foundation import scoping
from foundation.errors import Conflict
from foundation.local_time import now
from tests.support.world import CITIZENSHIP, HOTEL, MOTORBIKE, person

TRANSFER, BY_AGREEMENT, FIRST_OF_ORGANISATIONS = "1.013831", "1.013980", "1.012753"
COMPANY = person(
    3,
    kind="business",
    full_name="Công ty TNHH Khách sạn Sông Cầu",
    identity_kind="tax_code",
    identity_number="2300000003",
)


def test_a_hotel_supplemented_twice_put_off_once_with_an_apology(province):
    """Given a second request that the law counts as late, an apology in time and an extension, then a second extension is
    refused, and the statistics keep the first date."""
    row = province.file("tiepnhan", HOTEL, "tourism", "centre", applicant=COMPANY)
    province.by("thuly", start, row)
    province.by("thuly", request_supplement, row, reason="Thiếu bản tự đánh giá")
    province.later(16)
    province.by("tiepnhan", receive_supplement, row)
    with pytest.raises(Conflict):
        province.by("thuly", request_supplement, row, reason="Thiếu bằng cấp")
    province.by("thuly", request_supplement, row, reason="Thiếu bằng cấp", override=True)
    province.later(8)
    province.by("thuly", receive_supplement, row)
    promised = province.read(row).due_at
    asked = 0
    while not asked and now() < promised:
        province.later(4)
        asked = ask_for_apologies()
    assert asked == 1 and now().date() < promised.date()
    province.by(
        "lanhdao", extend, row, due_at=(promised + timedelta(days=7)).replace(hour=9, minute=0), reason="Chờ thẩm định"
    )
    with pytest.raises(Conflict) as refused:
        province.by("lanhdao", extend, row, due_at=promised + timedelta(days=14), reason="Lần nữa")
    assert "Điều 19 khoản 9" in str(refused.value.message)
    for who in ("thuly", "truongphong", "lanhdao"):
        province.by(who, forward, row)
    assert province.here(row) == "dong_dau"
    province.by("vanthu", complete, row, outcome="granted")
    province.by("traketqua", return_result, row)
    end = province.read(row)
    assert (end.national_status, end.supplement_count, end.extended) == (10, 2, True)
    assert (end.original_due_at, end.due_at > promised) == (promised, True)
    assert province.told(row).count("supplement_requested") == 2
    assert "extended" in province.told(row)


def test_a_transfer_of_land_with_taxes(province):
    row = province.file("tiepnhan", TRANSFER, "land", "centre", co_applicants=[person(2)])
    province.by("thulydat", start, row)
    province.by("thulydat", forward, row)
    assert province.way(row)[-1] == ("thue", "tax", "open")
    province.by("thulydat", request_payment, row, reason="Lệ phí trước bạ và thuế thu nhập cá nhân")
    province.later(8)
    province.by("thuphi", confirm_payment, row)
    province.by("phoihop", forward, row)
    province.by("thulydat", forward, row)
    province.by("lanhdaodat", complete, row, outcome="granted")
    province.by("traketqua", return_result, row)
    assert province.read(row).national_status == 10
    assert [code for code, _where, _state in province.way(row)] == [
        "tiep_nhan", "tham_tra", "thue", "chinh_ly", "ky", "tra",
    ]  # fmt: skip


def test_a_change_by_agreement_that_its_owners_withdraw(province):
    row = province.file("tiepnhan", BY_AGREEMENT, "land", "centre")
    province.by("thulydat", start, row)
    province.by("thulydat", withdraw, row, reason="Hai bên thỏa thuận lại")
    end = province.read(row)
    assert (end.status, end.national_status) == ("withdrawn", 7)
    assert province.way(row)[-1][2] == "cancelled"
    assert province.told(row)[-1] == "withdrawn"


def test_the_first_certificate_of_an_organisation(province):
    row = province.file(
        "tiepnhanphuong", FIRST_OF_ORGANISATIONS, "ward", "ward_centre", applicant=COMPANY,
        term_variant="registration_only",
    )  # fmt: skip
    province.by("thulyphuong", start, row)
    for who in ("thulyphuong", "chutich", "thulyphuong", "phoihop"):
        province.by(who, forward, row)
    assert province.here(row) == "cap"
    province.by("chutich", complete, row, outcome="granted")
    province.by("tiepnhanphuong", return_result, row)
    assert province.read(row).national_status == 10


@pytest.mark.parametrize(("procedure", "agency"), [(MOTORBIKE, "police"), (CITIZENSHIP, "committee")])
def test_what_others_settle_is_shown_and_told_and_never_acted_on(province, procedure, agency):
    """Given a dossier of another system, then its state is told to its owner, no step of ours opens, no act is done."""
    house = province.house
    with scoping.system("test"):
        from procedures.queries import competent_agencies, current_version

        decides = list(competent_agencies(current_version(procedure), house.province.id))
        where = house.agencies[agency] if house.agencies[agency] in decides or not decides else decides[0]

    def tell(version, status, **more):
        told = MirroredDossier(
            procedure,
            where.code,
            status,
            person(5),
            source_version=version,
            received_at=now(),
            notify_zalo=True,
            **more,
        )
        with scoping.system("test"):
            row = mirror("bca", "G09.20-20261207-0092637", told, actor=Actor.system("test"))[0]
        province.later(1)
        return row

    row = tell(1, "accepted")
    tell(2, "processing")
    for act in (start, forward):
        with pytest.raises(Conflict):
            _act(act, row)
    tell(3, "completed", completed_at=now(), outcome="granted")
    assert province.way(row) == []
    assert province.read(row).national_status == 9
    assert province.told(row) == ["accepted", "started", "completed"]


def _act(act, row):
    with scoping.system("test"):
        act(row.id, actor=Actor.system("test"))
