"""Who works on a dossier: given on its page, and what nobody works on is seen by those who could."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from dossiers.actions.assign import assign
from dossiers.actions.withdraw import withdraw
from dossiers.models import Assignment
from events.models import Event
from foundation import scoping
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


def give(client, dossier, person, version=None):
    seen = dossier.row_version if version is None else version
    return client.post(
        f"/can-bo/ho-so/{dossier.id}/phan-cong/", {"assignee": str(getattr(person, "id", person)), "version": seen}
    )


def text(answer) -> str:
    return answer.content.decode()


def test_the_head_of_the_unit_gives_a_dossier_on_its_page(world, signed_in):
    # given an accepted dossier that nobody works on
    dossier, officer = filed(world, accept=True), world.people["case_officer"]
    client = signed_in("unit_head")
    page = text(client.get(f"/can-bo/ho-so/{dossier.id}/"))
    # then those are offered who handle dossiers there, and no others
    offered = {name for name, user in world.people.items() if f'<option value="{user.id}"' in page}
    assert offered == {"case_officer", "unit_head"}
    # when one is chosen
    answer = give(client, dossier, officer)
    assert answer.status_code == 302
    page = text(client.get(f"/can-bo/ho-so/{dossier.id}/"))
    # then the page says so, and it is written down once
    assert "Đã phân công hồ sơ." in page and f'<option value="{officer.id}" selected>' in page
    with scoping.system("test"):
        assert Assignment.objects.get().assignee == officer
        assert Event.objects.filter(kind="dossier.assigned").count() == 1
    with nothing_changes(), world.scope("unit_head"):
        assign(dossier.id, actor=world.actor("unit_head"), assignee_id=officer.id)


@pytest.mark.parametrize(
    ("chosen", "status", "said"),
    [("", 400, "Hãy chọn người thụ lý."), ("signer", 400, "không giữ vị trí thụ lý"), ("case_officer", 412, "người khác")],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(world, signed_in, chosen, status, said):
    dossier = filed(world, accept=True)
    client = signed_in("unit_head")
    version = dossier.row_version - 1 if status == 412 else dossier.row_version
    with nothing_changes():
        answer = give(client, dossier, world.people.get(chosen, ""), version)
    assert answer.status_code == status and said in text(answer)


def test_who_has_left_is_not_offered_nor_given_anything(world, signed_in):
    dossier = filed(world, accept=True)
    with scoping.system("test"):
        User.objects.filter(id=world.people["case_officer"].id).update(is_active=False)
    client = signed_in("unit_head")
    assert str(world.people["case_officer"].id) not in text(client.get(f"/can-bo/ho-so/{dossier.id}/"))
    assert give(client, dossier, world.people["case_officer"]).status_code == 400


def test_an_officer_sees_what_nobody_works_on_and_it_leaves_when_it_is_given(world, signed_in):
    # given one dossier in hand that nobody works on, one at the counter, one of another unit
    with scoping.system("test"):
        world.people["second"] = worlds.official(world, Role.CASE_OFFICER, "department", suffix="-2")
    dossier = filed(world, accept=True)
    filed(world, 2)
    client = signed_in("case_officer")
    # when the officer opens their desk
    page = text(client.get("/can-bo/"))
    # then it stands there under its name, and is a list of its own
    assert "Chưa phân công" in page and dossier.code in page and "Sông Cầu 2" not in page
    alone = text(client.get("/can-bo/?xem=mine&nhom=unassigned"))
    assert "Việc của tôi: Chưa phân công" in alone and dossier.code in alone
    # and what is searched there is searched among it
    typed = "/can-bo/?xem=mine&nhom=unassigned&q="
    assert dossier.code in text(client.get(f"{typed}song cau")) and dossier.code not in text(
        client.get(f"{typed}nguyen")
    )
    # and when it is given to a colleague, it is gone
    with world.scope("unit_head"):
        assign(dossier.id, actor=world.actor("unit_head"), assignee_id=world.people["second"].id)
    assert dossier.code not in text(client.get("/can-bo/"))
    assert dossier.code not in text(client.get("/can-bo/?xem=mine&nhom=unassigned"))


def test_another_unit_and_an_ended_dossier_show_nothing(world, client, signed_in):
    dossier = filed(world, accept=True)
    assert dossier.code not in text(signed_in("other_officer").get("/can-bo/"))
    with world.scope("case_officer"):
        dossier = withdraw(dossier.id, actor=world.actor("case_officer"), reason="Người dân rút")
    assert dossier.code not in text(signed_in("case_officer").get("/can-bo/"))
    client = signed_in("unit_head")
    with nothing_changes():
        assert give(client, dossier, world.people["case_officer"]).status_code == 409


def test_the_own_desk_costs_a_constant_number_of_queries(world, signed_in):
    client, counts = signed_in("case_officer"), []
    for numbers in (range(1, 3), range(3, 12)):
        for number in numbers:
            filed(world, number, accept=True)
        with CaptureQueriesContext(connection) as asked:
            assert "Chưa phân công" in text(client.get("/can-bo/"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
