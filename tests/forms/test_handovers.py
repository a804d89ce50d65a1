"""The lines of the control slip, from plain happenings."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.actions.forward import forward
from dossiers.forms.handovers import Happening, handovers
from dossiers.handing import handed_over
from dossiers.models import Dossier
from events.queries import of_subject
from foundation import scoping
from tests.support.world import filed

NINE = datetime(2026, 12, 1, 2, tzinfo=UTC)


def at(hours: int) -> datetime:
    return NINE + timedelta(hours=hours)


def judge(ended, due):
    return "" if due is None else "đúng" if ended <= due else "trễ"


def test_given_received_judged_and_noted():
    found = handovers(
        [
            Happening(at(0), "Một cửa", "A", to_unit="Sở"),
            Happening(at(1), "Sở", "B", to_unit="Sở", to_person="C"),
            Happening(at(2), "Sở", "C", note="yêu cầu bổ sung"),
            Happening(at(3), "Sở", "C", note="đã bổ sung"),
            Happening(at(9), "Sở", "D", to_unit="Một cửa", due_at=at(8)),
            Happening(at(10), "Một cửa", "E", to_unit="Người nộp", to_person="F", taken=True),
        ],
        judge,
    )
    assert [(h.giver_unit, h.giver, h.receiver_unit, h.receiver, h.given_at, h.received_at) for h in found] == [
        ("Một cửa", "A", "Sở", "B", at(0), at(1)), ("Sở", "B", "Sở", "C", at(1), at(2)),
        ("Sở", "D", "Một cửa", "E", at(9), at(10)), ("Một cửa", "E", "Người nộp", "F", at(10), at(10)),
    ]  # fmt: skip
    assert [h.verdict for h in found] == ["", "", "trễ", ""]
    assert found[1].note == "yêu cầu bổ sung; đã bổ sung"


def test_what_nobody_has_taken_up_yet_is_open():
    (only,) = handovers([Happening(at(0), "Một cửa", "A", to_unit="Sở")], judge)
    assert only.received_at is None and only.receiver == ""


units = st.sampled_from(["Một cửa", "Sở", "Phòng"])
happenings = st.lists(
    st.builds(
        Happening, at=st.integers(0, 90).map(at), unit=units, person=st.sampled_from("ABC"), to_unit=units | st.just(""),
        to_person=st.sampled_from(["", "D"]), due_at=st.none() | st.integers(0, 90).map(at), note=st.sampled_from(["", "n"]),
    ),
    max_size=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(happenings)
def test_one_line_for_each_that_was_handed_on_and_none_received_before_it_was_given(happened):
    told = sorted(happened, key=lambda h: h.at)
    found = handovers(told, judge)
    assert len(found) == sum(bool(h.to_unit) for h in told)
    assert all(h.received_at is None or h.received_at >= h.given_at for h in found)
    assert sum(h.note.count("n") for h in found) <= sum(bool(h.note) for h in told)


@pytest.mark.django_db
def test_each_hand_over_between_desks_has_one_line(world):
    """Given a head who names the officer while sending on, then the slip has one line for it (regression)."""
    row = filed(world, accept=True)
    for role, more in (
        ("receptionist", {}), ("unit_head", {"assignee_id": world.people["case_officer"].id}), ("case_officer", {}),
    ):  # fmt: skip
        with world.scope(role):
            forward(row.id, actor=world.actor(role), **more)
    with scoping.system("test"):
        dossier = Dossier.objects.select_related("agency", "receiving_agency").get(id=row.id)
        lines = handed_over(dossier, list(of_subject("dossier", row.id)))
    assert [(line.giver, line.receiver) for line in lines] == [
        (str(world.people["receptionist"]), str(world.people["unit_head"])),
        (str(world.people["unit_head"]), str(world.people["case_officer"])),
        (str(world.people["case_officer"]), ""),
    ]  # fmt: skip
    assert all(line.verdict == "Trước hạn" for line in lines)
