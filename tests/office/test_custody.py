"""Papers on the pages: the counter makes a slip, the department counts and signs."""

import pytest

from dossiers.actions.forward import forward
from dossiers.models import HandOverSlip
from foundation import scoping
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world):
    rows = [filed(world, n, accept=True) for n in (1, 2)]
    with world.scope("receptionist"):
        for row in rows:
            forward(row.id, actor=world.actor("receptionist"))
    return rows


def text(answer) -> str:
    return answer.content.decode()


def batch(world, rows):
    return {
        "from": str(world.centre.id), "to": str(world.department.id), "dossier": [str(row.id) for row in rows],
    }  # fmt: skip


def test_a_slip_from_the_counter_to_the_department(world, signed_in, sent):
    client = signed_in("receptionist")
    shown = text(client.get("/can-bo/ban-giao/"))
    assert "Cần giao cho Sở Văn hóa" in shown and sent[0].code in shown
    made = client.post("/can-bo/ban-giao/", batch(world, sent))
    assert made.status_code == 302
    with scoping.system("test"):
        slip = HandOverSlip.objects.get()
    address = f"/can-bo/ban-giao/{slip.id}/"
    assert "ký nhận</button>" not in text(client.get(address))
    assert "đang giao cho Sở" in text(client.get(f"/can-bo/ho-so/{sent[0].id}/"))
    with nothing_changes():
        assert client.post(address, {}).status_code == 403
    clerk = signed_in("clerk")
    assert "Chờ ký nhận" in text(clerk.get("/can-bo/ban-giao/"))
    assert clerk.post(address, {"missing": [str(sent[1].id)]}).status_code == 302
    assert "đã ký nhận" in text(clerk.get(address)) and "thiếu" in text(clerk.get(address))
    with nothing_changes():
        assert clerk.post(address, {}).status_code == 409


def test_another_unit_sees_no_slip(world, signed_in, sent):
    signed_in("receptionist").post("/can-bo/ban-giao/", batch(world, sent))
    with scoping.system("test"):
        slip = HandOverSlip.objects.get()
    other = signed_in("other_officer")
    with nothing_changes():
        assert other.get(f"/can-bo/ban-giao/{slip.id}/").status_code == 404
        assert other.post(f"/can-bo/ban-giao/{slip.id}/", {}).status_code == 404
    assert sent[0].code not in text(other.get("/can-bo/ban-giao/"))


def test_what_cannot_be_given_is_said(world, signed_in, sent):
    client = signed_in("receptionist")
    with nothing_changes():
        assert "Chọn từ 1 đến" in text(client.post("/can-bo/ban-giao/", batch(world, [])))
        answer = client.post("/can-bo/ban-giao/", {"dossier": "x"})
    assert answer.status_code == 400 and "Hãy chọn bên giao và bên nhận." in text(answer)
