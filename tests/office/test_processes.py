"""The pages on which procedure control writes the province's own process."""

from datetime import date

import pytest

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
    from portal.office.process_forms import initial_of

    sent = {
        "seen": str(draft.row_version),
        "b-INITIAL_FORMS": str(len(draft.draft)),
        "b-TOTAL_FORMS": str(len(draft.draft) + 1),
    }
    for index, step in enumerate(draft.draft):
        for name, value in initial_of(step).items():
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
    assert client.post(f"/can-bo/quy-trinh/{draft.id}/", {"bo": "1"}).status_code == 302
    with scoping.system("test"):
        assert not OwnProcess.objects.exists()
