"""Files and the ledger of a dossier: for who may see it, and only what belongs to it."""

import io

import pytest

from dossiers.actions.add_document import add_document
from foundation import scoping
from notifications.models import Message
from tests.support.world import filed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def with_file(world, number=1):
    dossier = filed(world, number, accept=True)
    with world.scope("case_officer"):
        paper = add_document(dossier.id, actor=world.actor("case_officer"), stream=io.BytesIO(PDF), file_name="Đơn.pdf")
    return dossier, paper.file_id


def test_a_file_comes_as_an_attachment_that_nobody_keeps(world, signed_in):
    dossier, file_id = with_file(world)
    answer = signed_in("receptionist").get(f"/can-bo/ho-so/{dossier.id}/tep/{file_id}/")
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_file_of_another_dossier_is_not_found_under_this_one(world, signed_in):
    one, _mine = with_file(world)
    _two, foreign = with_file(world, 2)
    assert signed_in("receptionist").get(f"/can-bo/ho-so/{one.id}/tep/{foreign}/").status_code == 404


@pytest.mark.parametrize("role", ["other_officer", "ward_receptionist"])
def test_who_may_not_see_the_dossier_gets_neither_file_nor_ledger(world, signed_in, role):
    dossier, file_id = with_file(world)
    client = signed_in(role)
    assert client.get(f"/can-bo/ho-so/{dossier.id}/tep/{file_id}/").status_code == 404
    assert client.get(f"/can-bo/ho-so/{dossier.id}/tin/").status_code == 404


def test_the_ledger_says_nothing_twice(world, signed_in):
    dossier = filed(world, accept=True)
    client = signed_in("receptionist")
    page = client.get(f"/can-bo/ho-so/{dossier.id}/tin/").content.decode()
    mark = page.split('"X-Seen":"')[1][:16]
    same = client.get(f"/can-bo/ho-so/{dossier.id}/tin/", headers={"X-Seen": mark})
    assert same.status_code == 204 and same.content == b""
    with scoping.system("test"):
        Message.objects.update(state="sending")
    assert client.get(f"/can-bo/ho-so/{dossier.id}/tin/", headers={"X-Seen": mark}).status_code == 200
