"""One filing, several dossiers (liên thông, NĐ 63/2024 Đ7): each its own, the whole as its worst child."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.actions.accept import accept
from dossiers.actions.complete import complete
from dossiers.actions.file_jointly import file_jointly
from dossiers.actions.refuse import refuse
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.joint import kinds, state_of_all
from dossiers.joint_queries import unacknowledged, whole
from dossiers.models import Dossier
from dossiers.states import TERMINAL, Status
from foundation import scoping
from foundation.errors import InvalidInput, NotPermitted
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes
from tests.support.world import MOTORBIKE, new, person

KIND = "ho_kinh_doanh_giay_phep_con"


@pytest.fixture
def world(db):
    return worlds.build()


def pair(world, **changes):
    """A hotel's classification and a building permit of the same applicant."""
    ward = {"procedure": worlds.PERMIT, "agency": world.agencies["ward"].code, "applicant": person(1)}
    return [new(world, 1, **changes), new(world, 2, **ward)]


def filed(world, children=None, *, role="receptionist", kind=KIND, take_in=False):
    with world.scope(role):
        return file_jointly(kind, children or pair(world), actor=world.actor(role), take_in=take_in)


def seen(parent, role="", world=None):
    with world.scope(role) if world else scoping.system("test"):
        return whole(parent.id)


@pytest.mark.django_db
def test_each_child_has_its_own_code_receipt_and_clock(world):
    parent = filed(world, take_in=True)
    with scoping.system("test"):
        children = list(Dossier.objects.filter(parent=parent).order_by("id"))
    assert len({c.code for c in children}) == 2
    assert all(c.code and c.receipt_code and c.due_at for c in children)
    assert len({c.receipt_code for c in children}) == 2
    assert seen(parent).due_at == max(c.due_at for c in children)


@pytest.mark.django_db
def test_the_whole_stands_where_its_worst_child_does(world):
    """Given two children, when one is done and the other waits, then the whole waits; when all are handed over, it is."""
    parent = filed(world)
    with scoping.system("test"):
        hotel, permit = Dossier.objects.filter(parent=parent).order_by("id")
    assert seen(parent).state is Status.SUBMITTED
    with world.scope("receptionist"):
        accept(hotel.id, actor=world.actor("receptionist"))
    with world.scope("unit_head"):
        start(hotel.id, actor=world.actor("unit_head"))
        complete(hotel.id, actor=world.actor("unit_head"), outcome="granted")
    assert seen(parent).state is Status.SUBMITTED
    with world.scope("receptionist"):
        return_result(hotel.id, actor=world.actor("receptionist"))
        refuse(permit.id, actor=world.actor("receptionist"), reason="Không đúng thẩm quyền")
    assert seen(parent).state is Status.REFUSED


@pytest.mark.django_db
def test_who_settles_one_sees_that_and_how_the_whole_stands(world):
    parent = filed(world)
    found = seen(parent, "case_officer", world)
    assert (len(found.children), found.others, found.state) == (1, 1, Status.SUBMITTED)
    assert seen(parent, "other_officer", world) is None


@pytest.mark.django_db
def test_all_or_none_and_each_fault_by_child(world):
    children = [new(world, 1), new(world, 2, procedure=MOTORBIKE, applicant=person(2, phone="12"))]
    with nothing_changes(), pytest.raises(InvalidInput) as refused:
        filed(world, children)
    fields = {e.field for e in refused.value.errors}
    assert all(f.startswith("children.1.") for f in fields) and len(fields) >= 2
    with nothing_changes():
        for wrong in ([new(world, 1)], [new(world, n) for n in range(11)]):
            with pytest.raises(InvalidInput):
                filed(world, wrong)
        with pytest.raises(InvalidInput):
            filed(world, kind="khong_co")
        with pytest.raises(InvalidInput) as refused:
            filed(world, kind="sinh_cu_tru_bhyt")
        with pytest.raises(NotPermitted):
            filed(world, role="case_officer")


@pytest.mark.django_db
def test_who_has_not_said_in_time_that_it_received_its_part_is_named(world):
    parent = filed(world)
    with scoping.system("test"):
        assert list(unacknowledged()) == []
        rows = Dossier.objects.filter(parent=parent)
        rows.update(submitted_at=rows[0].submitted_at - timedelta(days=7))
        assert {row.id for row in unacknowledged()} == set(rows.values_list("id", flat=True))


@given(st.lists(st.sampled_from(list(Status)), min_size=1))
def test_the_whole_has_ended_only_when_every_child_has(statuses):
    found = state_of_all(statuses)
    assert found in statuses
    assert (found in TERMINAL) == (set(statuses) <= TERMINAL)


def test_what_could_not_be_checked_says_so():
    assert all(kind.citation for kind in kinds().values())
    assert kinds()["sinh_cu_tru_bhyt"].unverified
