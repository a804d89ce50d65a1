"""Forms have editions: the one in force on the day prints, what was printed stays, and a next one is prepared ahead."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from documents.forms import catalogue, editions, render
from documents.forms.catalogue import FORMS, PaperKind, Source
from documents.forms.editions import form_of, form_on, last_day
from documents.models import IssuedPaper
from foundation import scoping
from tests.forms.conftest import bytes_of, text_of
from tests.forms.lives import issued, lived
from tests.support.administration import text

pytestmark = pytest.mark.django_db
BEGINS = date(2027, 3, 1)
NEXT = Source(
    "tt_99_2027", "Thông tư 99/2027/TT-VPCP", "Thông tư 99/2027/TT-VPCP ngày 15/1/2027, Phụ lục I (văn bản thử)", BEGINS,
    source_text_date=BEGINS, decision_date=date(2027, 1, 20), published_date=date(2027, 1, 25),
)  # fmt: skip
# the last second before and the first of the day, on the wall clock in Viet Nam
EVE, MORNING = datetime(2027, 2, 28, 16, 59, 59, tzinfo=UTC), datetime(2027, 2, 28, 17, 0, 0, tzinfo=UTC)


@pytest.fixture
def prepared(monkeypatch, tmp_path):
    """A next edition of the receipt: another title, one field less, two more (one that nobody fills in yet), and its own
    template in a folder of its own."""
    shutil.copytree(render.TEMPLATES, tmp_path / "forms")
    folder = tmp_path / "forms" / NEXT.code
    folder.mkdir()
    (folder / "01.typ").write_text(
        '#import "../common.typ": *\n#show: set-up\n#heading-of-paper()\n#title-of-paper()\n'
        '#entry("ma_ho_so")\n#entry("chu_ho_so")\n#entry("ma_chung_thuc")\n#signatures()\n#check-mark()\n'
    )
    monkeypatch.setattr(render, "TEMPLATES", tmp_path / "forms")
    now = FORMS[PaperKind.RECEIPT][0]
    fields = {key: label for key, label in now.fields.items() if key != "email"}
    form = replace(
        now, title="Giấy tiếp nhận và hẹn trả (bản mới)", source=NEXT, folder=NEXT.code, unverified={},
        fields={**fields, "ma_ho_so": "Mã số hồ sơ", "ma_chung_thuc": "Mã chứng thực"},
    )  # fmt: skip
    monkeypatch.setitem(FORMS, PaperKind.RECEIPT, (now, form))
    return form


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr("dossiers.actions.issue_form.now", lambda: moment)


def test_the_seven_forms_come_from_a_text_with_its_dates_and_doubts():
    """Given the catalogue, every edition names its text and first day; what is not known is empty and marked."""
    assert [forms[0].number for forms in FORMS.values()] == ["01", "02", "03", "04", "05", "06", "07", "BL"]
    for kind, forms in FORMS.items():
        first = forms[0]
        if kind is PaperKind.FEE_RECEIPT:  # no form of the circular
            assert "Điều 32" in first.source.citation and "Công báo" in first.doubts["fields"]
            signed = date(2020, 10, 19)  # the decree of that day is in force from 1/7/2022 (Điều 59)
            assert first.source.source_text_date == first.source.effective_from == date(2022, 7, 1) != signed
        else:
            assert (first.source.effective_from, first.source.source_text_date) == (date(2025, 9, 15),) * 2
            assert "TT-VPCP" in first.source.citation
        assert first.source.decision_date is None and "decision_date" in first.doubts
        assert first.source.published_date is None and "published_date" in first.doubts
        assert last_day(kind, first) is None
        begun = [form.source.effective_from for form in forms]
        assert begun == sorted(set(begun)) and len({form.source.code for form in forms}) == len(forms)
        assert all((render.TEMPLATES / form.template).is_file() for form in forms)
    assert "Công báo" in FORMS[PaperKind.STOP][0].doubts["fields"]


def test_which_edition_counts_on_a_day(prepared):
    now = FORMS[PaperKind.RECEIPT][0]
    days = [date(2020, 1, 1), date(2025, 9, 15), date(2027, 2, 28), BEGINS, date(2030, 1, 1)]
    assert [form_on(PaperKind.RECEIPT, day) for day in days] == [now, now, now, prepared, prepared]
    assert last_day(PaperKind.RECEIPT, now) == date(2027, 2, 28)
    assert last_day(PaperKind.RECEIPT, prepared) is None
    assert form_of(PaperKind.RECEIPT, NEXT.code) is prepared
    with pytest.raises(LookupError):
        form_of(PaperKind.RECEIPT, "tt_01_2018")
    assert form_on(PaperKind.REFUSAL, BEGINS).source is catalogue.TT_03_2025, "each form for itself"


def test_a_prepared_edition_takes_over_by_date_and_what_was_printed_stays(world, prepared, monkeypatch):
    """Given an edition prepared for 1/3/2027, when a paper is issued in the last second before and one in the first
    second of that day in Viet Nam, then each is printed by its own, and the first keeps its bytes and its edition."""
    at(monkeypatch, EVE)
    old = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT, 1))
    kept = bytes_of(old)
    at(monkeypatch, MORNING)
    new = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT, 2))
    assert (old.edition, new.edition) == ("tt_03_2025", "tt_99_2027")
    said = text_of(bytes_of(new))
    assert "GIẤY TIẾP NHẬN VÀ HẸN TRẢ (BẢN MỚI)" in said and "Mẫu số 01, Thông tư 99/2027/TT-VPCP" in said
    assert "Mã số hồ sơ: " in said and "Mã chứng thực: —" in said and "Email" not in said
    assert "Mẫu số 01, Thông tư 03/2025/TT-VPCP" in text_of(kept) and "Email: —" in text_of(kept)
    with scoping.system("test"):
        again = IssuedPaper.objects.select_related("file").get(id=old.id)
    assert bytes_of(again) == kept and again.printed_by is FORMS[PaperKind.RECEIPT][0]
    assert new.printed_by is prepared
    assert json.loads(again.data)["circular"] == "Thông tư 03/2025/TT-VPCP"


def test_the_edition_of_a_paper_cannot_be_changed(world):
    paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
    with scoping.system("test"), pytest.raises(DatabaseError), transaction.atomic():
        IssuedPaper.objects.filter(id=paper.id).update(edition="tt_99_2027")


def test_an_edition_that_was_taken_out_does_not_hide_its_papers(world, prepared, monkeypatch):
    at(monkeypatch, MORNING)
    paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
    monkeypatch.setitem(FORMS, PaperKind.RECEIPT, FORMS[PaperKind.RECEIPT][:1])
    assert paper.printed_by is FORMS[PaperKind.RECEIPT][0]


def test_the_check_finds_an_edition_without_a_template(prepared):
    from documents.checks import printed_forms

    (found,) = printed_forms()
    assert found.level == "ok" and "01/03/2027" in found.message
    (render.TEMPLATES / prepared.template).unlink()
    (found,) = printed_forms()
    assert found.level == "error" and NEXT.code in found.message


class TestThePages:
    def test_list_of_forms_with_dates_and_doubts(self, signed_in, prepared):
        for role in ("admin", "controller", "centre_director"):
            shown = text(signed_in(role).get("/can-bo/mau-phieu/"))
            assert "01 Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in shown and "07 Sổ theo dõi hồ sơ" in shown
            assert "từ 15/09/2025 đến 28/02/2027 (đang áp dụng)" in shown
            assert "từ 01/03/2027 (chuẩn bị)" in shown

    def test_what_differs_between_two_editions(self, signed_in, prepared):
        page = signed_in("controller").get(f"/can-bo/mau-phieu/receipt/?den={NEXT.code}")
        shown = text(page)
        assert "Khác bản Thông tư 03/2025/TT-VPCP ở" in shown
        assert "decision_date" not in shown and "Ngày quyết định công bố (thêm)" in shown
        for part in ("Mã chứng thực (thêm)", "Email (bỏ)", "Mã số hồ sơ (đổi)", "20/01/2027", "25/01/2027"):
            assert part in shown, shown

    def test_one_edition_alone_is_compared_with_nothing(self, signed_in):
        shown = text(signed_in("admin").get("/can-bo/mau-phieu/stop/"))
        assert "Khác bản" not in shown and "So sánh" not in shown
        assert "Không tìm thấy các mục của mẫu này" in shown and "Giấy tờ trả lại" in shown

    @pytest.mark.parametrize("address", ["khac/", "receipt/?den=khac", "receipt/?tu=khac"])
    def test_what_there_is_not(self, signed_in, address):
        assert signed_in("admin").get(f"/can-bo/mau-phieu/{address}").status_code == 404

    def test_others_do_not_see_them(self, signed_in):
        assert signed_in("receptionist").get("/can-bo/mau-phieu/").status_code == 403
        assert "mau-phieu" not in signed_in("receptionist").get("/can-bo/").content.decode()
        assert "/can-bo/mau-phieu/" in signed_in("controller").get("/can-bo/").content.decode()


def test_editions_say_the_same_of_themselves_as_the_paper_keeps(world):
    """What a receipt gathers is what its edition asks for, so no field is printed empty for want of a source."""
    paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
    asked = {key for section, key, _label, _words in editions.said_by(paper.printed_by) if section == "fields"}
    assert asked == set(json.loads(paper.data)["fields"])
