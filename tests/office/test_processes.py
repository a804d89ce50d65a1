"""The pages on which procedure control writes the province's own process."""

from datetime import date, timedelta

import pytest

from events.models import Event
from foundation import scoping
from foundation.local_time import today_local
from procedures.models import OwnProcess
from tests.support.unchanged import nothing_changes
from tests.support.world import HOTEL

pytestmark = pytest.mark.django_db
ADDRESS = f"/can-bo/thu-tuc/{HOTEL}/quy-trinh/"


def text(answer) -> str:
    return answer.content.decode()


def typed(draft, **changes):
    """What a browser sends for the form as it is shown, with some fields changed."""
    from portal.office.process_forms import initials

    sent = {
        "seen": str(draft.row_version),
        "b-INITIAL_FORMS": str(len(draft.draft)),
        "b-TOTAL_FORMS": str(len(draft.draft) + 1),
    }
    for index, step in enumerate(initials(draft.draft)):
        for name, value in step.items():
            if value is not None and name != "term" and value is not False:
                sent[f"b-{index}-{name}"] = "on" if value is True else str(value)
        sent[f"b-{index}-ORDER"] = str(index + 1)
    n = len(draft.draft)  # the empty line below: its lists always say something
    sent |= {f"b-{n}-agency_role": "receiver", f"b-{n}-staff_role": "guide", f"b-{n}-unit": "working_days"}
    return {**sent, **changes}


@pytest.fixture
def draft(world, signed_in):
    signed_in("controller").post(ADDRESS)
    with scoping.system("test"):
        return OwnProcess.objects.get()


def test_written_checked_drawn_and_published(world, signed_in, draft):
    client = signed_in("controller")
    page = f"/can-bo/quy-trinh/{draft.id}/"
    assert "Bản nháp đã lưu" in text(client.get(page))
    # a step is taken out and the one before leads past it
    index = {step["code"]: n for n, step in enumerate(draft.draft)}
    changes = {f"b-{index['xem_xet']}-DELETE": "on", f"b-{index['tham_dinh']}-next": "ky: Đạt", "luu": "1"}
    assert client.post(page, typed(draft, **changes)).status_code == 302
    with scoping.system("test"):
        draft.refresh_from_db()
    assert [s["code"] for s in draft.draft] == ["tiep_nhan", "phan_cong", "tham_dinh", "ky", "dong_dau", "tra"]
    assert draft.draft[2]["next"] == [{"to": "ky", "outcome": "Đạt"}]
    # and published
    sent = typed(
        draft, cong_bo="1", begins=today_local().isoformat(), citation="Quyết định 5/QĐ-UBND", decided="2026-11-20"
    )
    assert client.post(page, sent).status_code == 302
    shown = text(client.get(ADDRESS))
    assert "Quyết định 5/QĐ-UBND" in shown and "ký ngày 20/11/2026" in shown and "Đạt" in shown
    with scoping.system("test"):
        draft.refresh_from_db()
    assert (draft.decision_date, draft.published_date) == (date(2026, 11, 20), today_local())
    assert client.get(page).status_code == 404


def test_a_new_step_in_its_place(world, signed_in, draft):
    client, n = signed_in("controller"), len(draft.draft)
    new = {
        f"b-{n}-code": "hop", f"b-{n}-name": "Họp hội đồng", f"b-{n}-agency_role": "decider", f"b-{n}-staff_role": "unit_head",
        f"b-{n}-unit": "working_days", f"b-{n}-amount": "0.5", f"b-{n}-ORDER": "3", f"b-{n}-next": "xem_xet",
        "b-2-next": "hop", "b-2-amount": "11.5", "luu": "1",
    }  # fmt: skip
    answer = client.post(f"/can-bo/quy-trinh/{draft.id}/", typed(draft, **new))
    assert answer.status_code == 302, text(answer)[-2000:]
    with scoping.system("test"):
        draft.refresh_from_db()
    assert [s["code"] for s in draft.draft][2:5] == ["tham_dinh", "hop", "xem_xet"]


def test_what_is_wrong_is_said_by_step_and_nothing_is_published(world, signed_in, draft):
    client = signed_in("controller")
    page = f"/can-bo/quy-trinh/{draft.id}/"
    client.post(page, typed(draft, **{"b-2-amount": "60", "luu": "1"}))
    assert "Chưa công bố được" in text(client.get(page)) and "hơn thời hạn" in text(client.get(page))
    with scoping.system("test"):
        draft.refresh_from_db()
    answer = client.post(page, typed(draft, cong_bo="1", begins=today_local().isoformat(), citation="QĐ"))
    assert answer.status_code == 400
    with nothing_changes():
        bad = client.post(page, typed(draft, **{"b-0-code": "Có Dấu", "luu": "1"}))
    assert bad.status_code == 400 and "chữ thường không dấu" in text(bad)


def test_others_read_and_do_not_write(world, signed_in, draft):
    client = signed_in("unit_head")
    with nothing_changes():
        assert "Soạn quy trình" not in text(client.get(ADDRESS))
        assert client.post(ADDRESS).status_code == 403
        assert client.get(f"/can-bo/quy-trinh/{draft.id}/").status_code == 404
        assert client.post(f"/can-bo/quy-trinh/{draft.id}/", typed(draft, luu="1")).status_code == 404


def test_a_draft_is_thrown_away(world, signed_in, draft):
    client = signed_in("controller")
    assert client.post(f"/can-bo/quy-trinh/{draft.id}/", typed(draft, bo="1")).status_code == 302
    with scoping.system("test"):
        assert not OwnProcess.objects.exists()
        dropped = Event.objects.get(kind="process.dropped")
        assert (dropped.subject_id, dropped.data) == (draft.id, {"procedure": HOTEL, "version": 1, "number": 1})


def saved_meanwhile(draft) -> None:
    """Another official saved the draft after the page was opened."""
    with scoping.system("test"):
        OwnProcess.objects.filter(id=draft.id).update(row_version=draft.row_version + 1)


def test_what_another_saved_is_not_thrown_away_with_the_draft(world, signed_in, draft):
    saved_meanwhile(draft)
    client, page = signed_in("controller"), f"/can-bo/quy-trinh/{draft.id}/"
    for sent in (typed(draft, bo="1"), {"bo": "1"}):
        with nothing_changes():
            answer = client.post(page, sent)
        assert answer.status_code == 412 and "đã được người khác sửa" in text(answer)


def test_nor_written_over_after_the_form_came_back_with_a_fault(world, signed_in, draft):
    """Given a page opened before another official saved, when a fault is mended on the page that came back, then it is
    still refused: what was shown is what the sender saw, not what there is now."""
    client, page = signed_in("controller"), f"/can-bo/quy-trinh/{draft.id}/"
    saved_meanwhile(draft)
    bad = client.post(page, typed(draft, **{"b-0-code": "Có Dấu", "luu": "1"}))
    assert bad.status_code == 400 and f'name="seen" value="{draft.row_version}"' in text(bad)
    with nothing_changes():
        assert client.post(page, typed(draft, luu="1")).status_code == 412


def test_an_own_save_that_could_not_be_published_may_be_mended_and_sent_again(world, signed_in, draft):
    client, page = signed_in("controller"), f"/can-bo/quy-trinh/{draft.id}/"
    refused = client.post(page, typed(draft, cong_bo="1", begins="2020-01-01", citation="QĐ"))
    assert refused.status_code == 400 and f'name="seen" value="{draft.row_version + 1}"' in text(refused)


def test_an_end_in_the_middle_stays_one(world, signed_in, draft):
    """Given a step in the middle where the way ends (``next: []``), when the page is saved as it is shown, then it still
    ends there; without the tick it leads on to the step below it."""
    client, page = signed_in("controller"), f"/can-bo/quy-trinh/{draft.id}/"
    steps = [dict(step) for step in draft.draft]
    middle = next(n for n, step in enumerate(steps) if step["code"] == "ky")
    steps[middle]["next"] = []
    with scoping.system("test"):
        OwnProcess.objects.filter(id=draft.id).update(draft=steps)
        draft.refresh_from_db()
    assert f'name="b-{middle}-ends" id="id_b-{middle}-ends" checked' in text(client.get(page))
    sent = typed(draft, luu="1")
    assert client.post(page, sent).status_code == 302
    with scoping.system("test"):
        draft.refresh_from_db()
    assert draft.draft[middle]["next"] == [] and "next" not in draft.draft[-1]
    both = client.post(page, typed(draft, **{f"b-{middle}-next": "tra", "luu": "1"}))
    assert both.status_code == 400 and "bỏ trống ô này" in text(both)
    sent = {name: value for name, value in typed(draft, luu="1").items() if name != f"b-{middle}-ends"}
    assert client.post(page, sent).status_code == 302
    with scoping.system("test"):
        draft.refresh_from_db()
    assert "next" not in draft.draft[middle]


class TestWithdrawing:
    @pytest.fixture
    def ahead(self, signed_in, draft):
        begins = (today_local() + timedelta(days=9)).isoformat()
        page = f"/can-bo/quy-trinh/{draft.id}/"
        assert (
            signed_in("controller").post(page, typed(draft, cong_bo="1", begins=begins, citation="QĐ 5")).status_code
            == 302
        )
        return draft

    def test_what_was_published_ahead_is_taken_back_on_the_page(self, world, signed_in, ahead):
        client = signed_in("controller")
        assert f'name="rut" value="{ahead.id}"' in text(client.get(ADDRESS))
        assert client.post(ADDRESS, {"rut": str(ahead.id)}).status_code == 302
        shown = text(client.get(ADDRESS))
        assert "đã rút" in shown and 'name="rut"' not in shown
        again = client.post(ADDRESS, {"rut": str(ahead.id)})
        assert again.status_code == 409 and "đã được rút" in text(again)

    def test_others_do_not(self, world, signed_in, ahead):
        client = signed_in("unit_head")
        assert 'name="rut"' not in text(client.get(ADDRESS))
        with nothing_changes():
            assert client.post(ADDRESS, {"rut": str(ahead.id)}).status_code == 403
        client = signed_in("controller")
        with nothing_changes():
            assert client.post(ADDRESS, {"rut": "x"}).status_code == 404
