"""Who holds the paper: it follows its dossier on slips that both sides sign (NĐ 61/2018 Đ18(2))."""

from datetime import datetime

import pytest

from dossiers.actions.forward import forward
from dossiers.actions.give_papers import give_papers
from dossiers.actions.receive_papers import receive_papers
from dossiers.custody import held
from dossiers.custody_queries import to_give, to_receive
from dossiers.models import Dossier, HandOverSlip
from events.models import Event
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.local_time import LOCAL
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


def where(dossier):
    with scoping.system("test"):
        row = Dossier.objects.select_related("receiving_agency").get(id=dossier.id)
        return held([row])[row.id]


@pytest.fixture
def sent(world):
    """Two dossiers on paper that the counter has sent on."""
    rows = [filed(world, n, accept=True) for n in (1, 2)]
    with world.scope("receptionist"):
        for row in rows:
            forward(row.id, actor=world.actor("receptionist"))
    return rows


def give(world, rows, role="receptionist", **more):
    asked = {"from_agency_id": world.centre.id, "to_agency_id": world.department.id, **more}
    with world.scope(role):
        return give_papers([row.id for row in rows], actor=world.actor(role), **asked)


def take(world, slip, role="clerk", **more):
    with world.scope(role):
        return receive_papers(slip.id, actor=world.actor(role), **more)


def test_from_the_counter_to_the_department_signed_by_both(world, sent):
    """Given papers at the counter, when a slip is given and signed for, then the department holds them, and each act is
    in the record of each dossier."""
    assert where(sent[0]).agency == world.centre
    slip = give(world, sent)
    assert (slip.number, slip.given_by_id) == (1, world.people["receptionist"].id)
    assert where(sent[0]).to == world.department
    with world.scope("clerk"):
        assert [s.id for s in to_receive([world.department.id])] == [slip.id]
    take(world, slip)
    assert (where(sent[0]).agency, where(sent[0]).to) == (world.department, None)
    with scoping.system("test"):
        kinds = list(Event.objects.filter(subject_id=sent[1].id).order_by("seq").values_list("kind", flat=True))
        slip = HandOverSlip.objects.get()
    assert kinds[-2:] == ["dossier.papers_given", "dossier.papers_received"]
    assert slip.received_by_id == world.people["clerk"].id


def test_what_is_missing_stays_with_the_giver(world, sent):
    slip = give(world, sent)
    take(world, slip, missing=[sent[0].id])
    assert where(sent[0]).agency == world.centre
    assert where(sent[1]).agency == world.department
    again = give(world, sent[:1])
    assert again.number == 2


@pytest.mark.parametrize("role", ["case_officer", "clerk", "other_officer"])
def test_only_who_stands_there_gives(world, sent, role):
    with nothing_changes(), pytest.raises(NotPermitted):
        give(world, sent, role=role)


@pytest.mark.parametrize("role", ["receptionist", "other_officer", "admin"])
def test_only_the_other_side_signs(world, sent, role):
    slip = give(world, sent)
    with nothing_changes(), pytest.raises((NotPermitted, NotFound)):
        take(world, slip, role=role)


def test_one_paper_is_in_one_place(world, sent):
    slip = give(world, sent[:1])
    with nothing_changes(), pytest.raises(Conflict) as refused:
        give(world, sent)
    assert refused.value.code == "on_its_way"
    take(world, slip)
    with nothing_changes(), pytest.raises(Conflict) as refused:
        give(world, sent[:1])
    assert refused.value.code == "not_here"
    with nothing_changes(), pytest.raises(Conflict):
        take(world, slip)


def test_what_came_online_has_no_paper(world):
    row = filed(world, channel="online", accept=True)
    with nothing_changes(), pytest.raises(Conflict) as refused:
        give(world, [row])
    assert refused.value.code == "no_paper"


def test_an_empty_batch_and_ones_own_agency_are_refused(world, sent):
    with nothing_changes():
        with pytest.raises(InvalidInput):
            give(world, [])
        with pytest.raises(InvalidInput):
            give(world, sent, to_agency_id=world.centre.id)


def test_the_list_says_until_when_the_law_gives(world, sent):
    """Given one taken in before and one after 15:00, then the first goes the same day, the other the next morning."""
    with scoping.system("test"):
        for row, hour in zip(sent, (14, 16), strict=True):
            at = datetime(2026, 11, 26, hour, 0, tzinfo=LOCAL)
            Dossier.objects.filter(id=row.id).update(accepted_at=at)
        rows = {line.dossier.id: line for line in to_give(world.centre.id)}
    assert rows[sent[0].id].to == world.department
    assert rows[sent[0].id].until == datetime(2026, 11, 26, 17, 30, tzinfo=LOCAL)
    assert rows[sent[1].id].until == datetime(2026, 11, 27, 7, 30, tzinfo=LOCAL)


def test_a_paper_goes_on_with_its_dossier(world, sent):
    """Given a paper that the department holds, when the result waits at the counter, then it is to be given back there."""
    from dossiers.actions.complete import complete
    from dossiers.actions.start import start

    take(world, give(world, sent))
    with world.scope("unit_head"):
        start(sent[0].id, actor=world.actor("unit_head"))
        complete(sent[0].id, actor=world.actor("unit_head"), outcome="granted")
    with scoping.system("test"):
        assert to_give(world.centre.id) == []
        [line] = to_give(world.department.id)
    assert (line.dossier.id, line.to, line.until) == (sent[0].id, world.centre, None)


def test_papers_go_to_nobody_who_has_nothing_to_do_with_the_dossier(world, sent):
    with nothing_changes(), pytest.raises(Conflict) as refused:
        give(world, sent, to_agency_id=world.agencies["land"].id)
    assert refused.value.code == "not_concerned"
