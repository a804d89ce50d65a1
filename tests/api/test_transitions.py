"""``POST dossiers/{id}/transitions/``: every act by every state, versions, and what is lost on nobody."""

import pytest

from dossiers.models import Remark
from dossiers.states import Action
from foundation import scoping
from tests.api.conftest import act, problem
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
NEEDED = {
    "refuse": {"reason": "Không thuộc thẩm quyền"}, "request_supplement": {"reason": "Thiếu bản sao"},
    "request_payment": {"reason": "Phí thẩm định"}, "withdraw": {"reason": "Tự nguyện"}, "stop": {"reason": "Quá hạn"},
    "complete": {"outcome": "granted"}, "recall": {"reason": "Sai số nhà"},
    "extend": {"reason": "Chờ xác minh", "due_at": "2027-12-24T16:00:00+07:00"},
}  # fmt: skip
# how to get there from acceptance, and what is allowed there
ROADS = {
    "submitted": (None, ["accept", "refuse", "request_supplement", "withdraw"]),
    "awaiting_intake_supplement": (None, ["receive_supplement", "withdraw", "stop"]),
    "refused": (None, []),
    "accepted": ([], ["start", "request_supplement", "withdraw", "extend"]),
    "processing": (["start"], ["request_supplement", "request_payment", "withdraw", "stop", "complete", "extend"]),
    "awaiting_supplement": (["start", "request_supplement"], ["receive_supplement", "withdraw", "stop"]),
    "awaiting_payment": (["start", "request_payment"], ["confirm_payment", "withdraw", "stop"]),
    "withdrawn": (["withdraw"], []),
    "stopped": (["start", "stop"], []),
    "completed": (["start", "complete"], ["return_result", "recall"]),
    "returned": (["start", "complete", "return_result"], []),
}  # fmt: skip
BEFORE = {"submitted": [], "awaiting_intake_supplement": ["request_supplement"], "refused": ["refuse"]}


def brought(api, body, status):
    road = ROADS[status][0]
    made = api.post("dossiers/", {**body, "accept": road is not None}).json()
    for action in BEFORE[status] if road is None else road:
        answer = act(api, made, action, **NEEDED.get(action, {}))
        assert answer.status_code == 200, answer.content
        made = answer.json()
    assert made["status"] == status
    return made


@pytest.mark.parametrize("status", ROADS)
def test_each_state_allows_its_acts_and_refuses_all_others_with_the_list(api, body, status):
    dossier, allowed = brought(api, body, status), ROADS[status][1]
    with nothing_changes():
        for action in Action:
            if action not in allowed:
                told = problem(act(api, dossier, action.value, **NEEDED.get(action.value, {})), 409)
                assert told["allowed"] == allowed, action
    for action in allowed:
        other = brought(api, body, status)
        answer = act(api, other, action, **NEEDED.get(action, {}))
        assert answer.status_code == 200, (action, answer.content)
        done = answer.json()
        assert answer["ETag"] == f'"{done["version"]}"' and done["version"] == other["version"] + 1


def test_to_the_result_and_its_record(api, dossier):
    assert act(api, dossier, "start").json()["status"] == "processing"
    done = act(api, dossier, "complete", outcome="granted").json()
    assert (done["national_status"], done["outcome"]) == (9, "granted") and done["completed_at"].endswith("+07:00")
    assert act(api, dossier, "return_result").json()["national_status"] == 10
    kinds = [e["kind"] for e in api.get(f"dossiers/{dossier['id']}/events/").json()["results"]]
    assert kinds == [f"dossier.{k}" for k in ("submitted", "accepted", "started", "completed", "returned")]


class TestIfMatch:
    @pytest.mark.parametrize("form", ['"{0}"', 'W/"{0}"', '"77", W/"{0}"', "*", ""])
    def test_the_present_version_is_taken(self, api, dossier, form):
        assert act(api, dossier, "start", if_match=form.format(dossier["version"])).status_code == 200

    @pytest.mark.parametrize("form", ['"{0}"', 'W/"{0}"', '"x"', '""', '"-1"', '"1", "77"'])
    def test_any_other_is_412_and_nothing_changes(self, api, dossier, form):
        act(api, dossier, "start")
        with nothing_changes():
            told = problem(act(api, dossier, "withdraw", reason="x", if_match=form.format(dossier["version"])), 412)
        assert "đọc lại" in told["detail"] or "mở lại" in told["detail"]

    @pytest.mark.parametrize("header", ["nonsense", "1", '"1', "'1'", '"1" "2"', '"1",', '"' + "9" * 2000 + '"'])
    def test_what_is_no_tag_is_400(self, api, dossier, header):
        with nothing_changes():
            problem(act(api, dossier, "start", if_match=header), 400, "If-Match")


@pytest.mark.parametrize(
    ("action", "more", "field"),
    [
        ("complete", {}, "outcome"), ("complete", {"outcome": "maybe"}, "outcome"),
        ("complete", {"outcome": "refused"}, "reason"), ("withdraw", {}, "reason"), ("withdraw", {"reason": "  "}, "reason"),
        ("withdraw", {"reason": "x" * 2001}, "reason"), ("stop", {"reason": "x", "note": "x" * 2001}, "note"),
        ("fly", {}, "action"), (None, {}, "action"), ("extend", {"reason": "x"}, "due_at"),
        ("extend", {"reason": "x", "due_at": "mai"}, "due_at"), ("extend", {"reason": "x", "due_at": "2026-01-05T09:00:00+07:00"}, "due_at"),
        ("extend", {"reason": "x", "due_at": "2027-12-25T09:00:00+07:00"}, "due_at"), ("start", {"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_a_field(api, dossier, action, more, field):
    act(api, dossier, "start")
    with nothing_changes():
        problem(act(api, dossier, action, **more), 400, field)


def test_a_reason_that_the_act_does_not_take_is_not_lost(api, dossier):
    assert act(api, dossier, "start", reason="Ưu tiên", note="Ghi chú").status_code == 200
    with scoping.system("test"):
        remark = Remark.objects.get(dossier_id=dossier["id"])
    assert (remark.reason, remark.note) == ("", "Ghi chú\nƯu tiên")


def test_a_second_supplement_needs_an_override(api, dossier):
    for action in ("request_supplement", "receive_supplement"):
        act(api, dossier, action, **NEEDED.get(action, {}))
    with nothing_changes():
        told = problem(act(api, dossier, "request_supplement", reason="Thiếu nữa"), 409)
    assert told["code"] == "second_supplement" and told["needs"] == "override"
    assert act(api, dossier, "request_supplement", reason="Thiếu nữa", override=True).status_code == 200


def test_one_extension_only(api, dossier):
    assert act(api, dossier, "extend", **NEEDED["extend"]).status_code == 200
    with nothing_changes():
        told = problem(act(api, dossier, "extend", reason="x", due_at="2028-01-05T09:00:00+07:00"), 409)
    assert told["code"] == "extended_already" and "61/2018" in told["detail"] and "extend" not in told["allowed"]


@pytest.mark.parametrize("dossier_id", ["019e0000-0000-7000-8000-000000000000", "x", "1"])
def test_an_unknown_dossier_is_404(api, world, dossier_id):
    with nothing_changes():
        problem(act(api, {"id": dossier_id}, "start"), 404)
