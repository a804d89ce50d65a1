"""The book of a counter: what it accepted, in order, one line each, numbered through the year."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.forms.catalogue import PaperKind
from dossiers.actions.issue_register import issue_register
from dossiers.models import Dossier
from dossiers.register import book, entries
from foundation import scoping
from foundation.errors import InvalidInput, NotFound, NotPermitted
from foundation.local_time import LOCAL, today_local
from procedures.models import Field, Procedure
from tests.forms.conftest import bytes_of, text_of
from tests.forms.lives import issued, lived
from tests.support.unchanged import nothing_changes
from tests.support.world import HOTEL, filed

pytestmark = pytest.mark.django_db


def field_of(code=HOTEL) -> Field:
    with scoping.system("test"):
        return Procedure.objects.get(code=code).field


def accepted_on(world, number: int, day: date) -> Dossier:
    dossier = filed(world, number, accept=True)
    with scoping.system("test"):
        Dossier.objects.filter(id=dossier.id).update(accepted_at=datetime.combine(day, datetime.min.time(), LOCAL))
    return dossier


def printed(world, first, last, role="receptionist", agency="centre"):
    with world.scope(role):
        return issue_register(world.agencies[agency].id, field_of().code, first, last, actor=world.actor(role))


def test_07_every_column(world):
    dossier = lived(world, PaperKind.CONTROL)
    issued(world, PaperKind.RECEIPT, dossier)
    day = today_local()
    paper = printed(world, day, day)
    text = text_of(bytes_of(paper))
    for part in (
        "SỔ THEO DÕI HỒ SƠ", "Lĩnh vực: Du lịch", f"Quyển số: Du lịch – {day.year}", f"Từ ngày {day:%d/%m/%Y}", "STT",
        "Mã hồ sơ", "Tên thủ tục hành chính", "Tên tổ chức, cá nhân", "Địa chỉ, số điện thoại", "Cơ quan chủ trì", "Nhận hồ sơ",
        "Hẹn trả", "Trả kết quả", "Phương thức", "Ký nhận", "Công ty TNHH Khách sạn Sông Cầu 1", "Phường Thử Nghiệm",
        "Sở Văn hóa, Thể thao và Du lịch", "Quầy số 4", "Người lập sổ",
    ):  # fmt: skip
        assert part.replace(" ", "") in text.replace(" ", ""), part
    assert dossier.code in text.replace("\u200b", "").replace(" ", "")
    assert paper.number == "0001/STD"


def test_lines_are_counted_through_the_year_whatever_days_are_printed(world):
    """Given dossiers of three days, when only the last is asked for, then its line goes on from the days before."""
    days = [date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 10), date(2025, 12, 31)]
    made = [accepted_on(world, number, day) for number, day in enumerate(days, start=1)]
    with world.scope("receptionist"):
        found = entries(list(book(world.centre.id, field_of(), date(2026, 3, 9), date(2026, 3, 10))))
        whole = entries(list(book(world.centre.id, field_of(), date(2026, 1, 1), date(2026, 12, 31))))
    assert [(e.line, e.code) for e in found] == [(3, made[2].code), (4, made[3].code)]
    assert [e.line for e in whole] == [1, 2, 3, 4]


def test_the_receipt_says_the_same_line_as_the_book(world):
    import json

    filed(world, 1, accept=True)
    dossier = filed(world, 2, accept=True)
    data = json.loads(issued(world, PaperKind.RECEIPT, dossier).data)["fields"]
    with world.scope("receptionist"):
        lines = entries(list(book(world.centre.id, field_of(), today_local(), today_local())))
    assert data["so_thu_tu"] == f"{next(e.line for e in lines if e.code == dossier.code):04}" == "0002"


def test_what_another_counter_or_system_took_in_is_not_in_it(world):
    from tests.support.world import MARRIAGE, person

    filed(world, 1, accept=True)
    filed(world, 2, procedure=MARRIAGE, agency=world.agencies["ward"].code, applicant=person(2), accept=True)
    with world.scope("receptionist"):
        assert len(book(world.centre.id, field_of(), today_local(), today_local())) == 1
        assert len(book(world.centre.id, field_of(MARRIAGE), today_local(), today_local())) == 1
        assert len(book(world.department.id, field_of(), today_local(), today_local())) == 0


@pytest.mark.parametrize("role", ["cashier", "guide", "case_officer", "unit_head", "signer", "clerk", "admin", "inspector", "ward_receptionist"])  # fmt: skip
def test_who_does_not_keep_the_book_prints_nothing(world, role):
    with nothing_changes(), pytest.raises(NotPermitted):
        printed(world, today_local(), today_local(), role)


@pytest.mark.parametrize("role", ["receptionist", "returner", "centre_director", "controller"])
def test_who_keeps_it(world, role):
    assert printed(world, today_local(), today_local(), role).sequence == 1


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ((2026, 3, 2), (2026, 3, 1), "before_first"), ((2025, 12, 31), (2026, 1, 1), "other_year"),
        ((2026, 1, 1), (2026, 4, 3), "too_far"), ((2199, 1, 1), (2199, 1, 2), "future"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_printed(world, first, last, code):
    with nothing_changes(), pytest.raises(InvalidInput) as fault:
        printed(world, date(*first), date(*last))
    assert fault.value.code == code


def test_too_many_lines_and_unknown_books(world, monkeypatch):
    monkeypatch.setattr("dossiers.actions.issue_register.MOST_LINES", 1)
    filed(world, 1, accept=True)
    filed(world, 2, accept=True)
    with nothing_changes(), pytest.raises(InvalidInput) as fault:
        printed(world, today_local(), today_local())
    assert fault.value.code == "too_many"
    with world.scope("receptionist"), nothing_changes(), pytest.raises(NotFound):
        issue_register(world.centre.id, "khong-co", today_local(), today_local(), actor=world.actor("receptionist"))


class TestPage:
    def test_shows_lines_and_prints_what_is_shown(self, world, signed_in):
        dossier = filed(world, accept=True)
        client = signed_in("receptionist")
        page = client.get(f"/can-bo/so-theo-doi/?linh_vuc={field_of().code}").content.decode()
        assert dossier.code in page and "Công ty TNHH Khách sạn Sông Cầu 1" in page
        day = today_local().isoformat()
        answer = client.post(
            "/can-bo/so-theo-doi/", {"noi": str(world.centre.id), "linh_vuc": field_of().code, "tu": day, "den": day}
        )
        assert answer.status_code == 302
        after = client.get(answer["Location"]).content.decode()
        path = after.split("/can-bo/so-theo-doi/")[-1]
        link = next(p for p in after.split('"') if p.startswith("/can-bo/so-theo-doi/") and p.endswith("/tep/"))
        assert path and b"".join(client.get(link).streaming_content).startswith(b"%PDF")
        other = signed_in("ward_receptionist")
        assert other.get(link).status_code == 404

    def test_has_the_same_number_of_queries_whatever_there_is(self, world, signed_in, settings):
        client, path = signed_in("receptionist"), f"/can-bo/so-theo-doi/?linh_vuc={field_of().code}"
        counts = []
        for last in (2, 9):
            for number in range(last - 1, last + 1):
                filed(world, number, accept=True)
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_is_paged(self, world, signed_in, monkeypatch):
        monkeypatch.setattr("portal.office.register.SIZE", 2)
        made = [accepted_on(world, n, today_local() - timedelta(days=4 - n)) for n in (1, 2, 3)]
        client = signed_in("receptionist")
        path = f"/can-bo/so-theo-doi/?linh_vuc={field_of().code}"
        page = client.get(path).content.decode()
        assert made[0].code in page and made[2].code not in page
        onward = next(p for p in page.split('"') if "cursor=" in p).replace("&amp;", "&")
        second = client.get(onward).content.decode()
        assert made[2].code in second and '<td data-label="STT" class="num">3</td>' in second

    @pytest.mark.parametrize("asked", ["tu=hom-nay", "tu=0001-01-01", "den=9999-12-31", "tu=9999-12-31&den=9999-12-31"])
    def test_words_that_are_no_days_are_told(self, world, signed_in, asked):
        answer = signed_in("receptionist").get(f"/can-bo/so-theo-doi/?{asked}")
        assert answer.status_code == 400 and "Cần sửa trước khi tiếp tục" in answer.content.decode()
