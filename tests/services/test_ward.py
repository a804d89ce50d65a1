"""The services of a ward, each from filing to its end through its real steps."""

from datetime import timedelta

from calendars.queries import calendar_for
from dossiers.actions.add_result import add_result
from dossiers.actions.answer_consultation import answer_consultation
from dossiers.actions.complete import complete
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.consult import consult
from dossiers.actions.forward import forward
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.settle_at_once import settle_at_once
from dossiers.actions.start import start
from dossiers.clocking import state_of
from dossiers.explaining import explanation
from dossiers.models import DossierStep
from dossiers.tasks import close_supplement_windows, end_silent_consultations
from foundation import scoping
from tests.support.world import MARRIAGE, PERMIT, person

CIVIL_STATUS, FIRST_CERTIFICATE = "1.004859", "1.013978"


def test_a_marriage_of_two_parties_with_two_originals(province):
    """Given two who marry, when the ward's people do their steps, then two originals are handed over and both are told."""
    row = province.file("tiepnhanphuong", MARRIAGE, "ward", "ward_centre", co_applicants=[person(2)])
    assert province.read(row).due_at == province.read(row).accepted_at.replace(hour=10, minute=30)  # 17:30 in Viet Nam
    province.by("thulyphuong", start, row)
    assert province.here(row) == "tham_tra"
    province.by("thulyphuong", forward, row, to="ky")
    province.by("chutich", forward, row)
    assert province.here(row) == "ghi_so"
    for number in ("12/2026 (bản 1)", "12/2026 (bản 2)"):
        province.by("chutich", add_result, row, name="Giấy chứng nhận kết hôn", number=number)
    province.by("chutich", complete, row, outcome="granted")
    province.by("tiepnhanphuong", return_result, row)
    end = province.read(row)
    assert (end.status, end.national_status, end.outcome) == ("returned", 10, "granted")
    assert end.completed_at <= end.due_at
    assert province.way(row) == [
        ("tiep_nhan", "ward_centre", "done"), ("tham_tra", "ward", "done"), ("ky", "ward", "done"),
        ("ghi_so", "ward", "done"), ("trao", "ward_centre", "done"),
    ]  # fmt: skip
    with scoping.system("test"):
        assert end.results.count() == 2
    assert province.told(row) == [
        kind for kind in ("accepted", "started", "completed", "returned") for _both in range(2)
    ]  # fmt: skip


def test_a_marriage_that_must_be_verified_has_five_days_and_its_parties_are_told(province):
    """Given that something must be verified, then the case of five working days holds from acceptance on, both are told
    the new date, and it is the date that statistics judge by."""
    row = province.file("tiepnhanphuong", MARRIAGE, "ward", "ward_centre", co_applicants=[person(2)])
    province.by("thulyphuong", start, row)
    province.by("thulyphuong", forward, row, to="xac_minh")
    now_due = province.read(row)
    with scoping.system("test"):
        hours = calendar_for(row.agency_id)
    assert now_due.term_variant == "verification"
    assert now_due.due_at == now_due.original_due_at == hours.add(now_due.accepted_at, 5 * 8 * 3600)
    assert province.told(row).count("recalculated") == 2
    with scoping.system("test"):
        assert explanation(now_due) and state_of(now_due).due_at == now_due.due_at
    province.later(16)
    province.by("thulyphuong", forward, row)
    province.by("chutich", forward, row)
    province.by("chutich", complete, row, outcome="granted")
    assert province.read(row).completed_at < province.read(row).due_at


def test_a_civil_status_entry_while_its_owner_waits(province):
    row = province.file("tiepnhanphuong", CIVIL_STATUS, "ward", "ward_centre", accept=False)
    province.by("tiepnhanphuong", settle_at_once, row, signer_id=province.user("chutich").id)
    end = province.read(row)
    assert (end.national_status, end.outcome) == (10, "granted")
    assert province.kinds(row) == ["submitted", "accepted", "completed", "returned"]
    assert province.told(row) == ["returned"]


def test_a_building_permit_with_a_silent_agency_refused_after_appraisal(province):
    """Given an agency that does not answer in its two days, then its silence is consent; and a refusal after appraisal is
    a result that is handed over (NĐ 61/2018 Đ19(8))."""
    row = province.file("tiepnhanphuong", PERMIT, "ward", "ward_centre")
    province.by("tiepnhanphuong", forward, row)
    province.by("truongphongphuong", forward, row, assignee_id=province.user("thulyphuong").id)
    asked = province.by(
        "thulyphuong",
        consult,
        row,
        agency_id=province.house.agencies["land"].id,
        question="Đất có đúng mục đích không?",
        step="hoi_y_kien",
    )
    assert asked.silence_agrees
    province.later(17)
    assert end_silent_consultations() == 1
    province.by("thulyphuong", forward, row)
    province.by("truongphongphuong", forward, row)
    province.by("chutich", complete, row, outcome="refused", reason="Không phù hợp quy hoạch")
    assert province.read(row).national_status == 9
    province.by("tiepnhanphuong", return_result, row)
    end = province.read(row)
    assert (end.national_status, end.outcome) == (10, "refused")
    assert end.completed_at <= end.due_at
    assert [s for s in province.way(row) if s[0] == "hoi_y_kien"] == [("hoi_y_kien", "land", "silent")]


def test_a_building_permit_with_an_answer(province):
    row = province.file("tiepnhanphuong", PERMIT, "ward", "ward_centre", term_variant="other_works")
    province.by("thulyphuong", start, row)
    asked = province.by("thulyphuong", consult, row, agency_id=province.house.agencies["tax"].id, question="Nợ thuế?")
    province.by("phoihop", answer_consultation, row, asked.id, answer="agreed")
    for who in ("thulyphuong", "truongphongphuong", "chutich"):
        province.by(who, forward, row)
    province.by("chutich", complete, row, outcome="granted")
    province.by("tiepnhanphuong", return_result, row)
    assert province.read(row).national_status == 10
    with scoping.system("test"):
        step = DossierStep.objects.get(dossier=row, step__code="ky")
    assert (step.finished_by_id, step.state) == (province.user("chutich").id, "done")


def test_a_first_land_certificate_through_ward_tax_and_land_office(province):
    """Given several agencies inside one dossier (liên thông, NĐ 61/2018 Đ19(6)), then each has it on its desk in turn,
    its clock stands while taxes are due, and the ward that leads hands it on where an agency works elsewhere."""
    row = province.file("tiepnhanphuong", FIRST_CERTIFICATE, "ward", "ward_centre")
    promised = province.read(row).due_at
    province.by("thulyphuong", start, row)
    for who in ("thulyphuong", "chutich", "thulyphuong"):
        province.by(who, forward, row)
    assert province.way(row)[-1] == ("thue", "tax", "open")
    province.by("thulyphuong", request_payment, row, reason="Tiền sử dụng đất")
    assert province.read(row).national_status == 6
    province.later(5 * 8)
    province.by("tiepnhanphuong", confirm_payment, row)
    assert province.read(row).due_at > promised + timedelta(days=6)
    province.by("phoihop", forward, row)
    province.by("chutich", forward, row)
    assert province.way(row)[-1] == ("cap_nhat", "land", "open")
    province.by("chutich", complete, row, outcome="granted")
    province.by("tiepnhanphuong", return_result, row)
    end = province.read(row)
    assert (end.national_status, set(end.other_agency_ids)) == (
        10, {province.house.agencies["tax"].id, province.house.agencies["land"].id},
    )  # fmt: skip
    assert "payment_requested" in province.told(row) and "payment_confirmed" in province.told(row)


def test_a_first_land_certificate_that_is_never_supplemented_stops_by_itself(province):
    """Given papers asked for and none brought within the window, then it is stopped, and its step with it."""
    row = province.file("tiepnhanphuong", FIRST_CERTIFICATE, "ward", "ward_centre")
    province.by("thulyphuong", start, row)
    province.by("thulyphuong", request_supplement, row, reason="Thiếu sơ đồ thửa đất")
    assert close_supplement_windows() == 0
    province.later(15 * 8 + 1)
    assert close_supplement_windows() == 1
    end = province.read(row)
    assert (end.status, end.national_status) == ("stopped", 8)
    assert province.way(row)[-1] == ("kiem_tra", "ward", "cancelled")
    assert province.told(row)[-2:] == ["supplement_requested", "stopped"]
