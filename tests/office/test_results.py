"""Results on the pages: heads revoke and correct, officers use again what the applicant has."""

import pytest

from dossiers.models import Attachment, Result
from foundation import scoping
from tests.dossiers.test_results import given_out
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


def test_a_head_corrects_a_result(world, signed_in):
    row = given_out(world)
    client = signed_in("signer")
    with scoping.system("test"):
        old = Result.objects.get(dossier=row)
    address = f"/can-bo/ho-so/{row.id}/ket-qua/{old.id}/"
    assert address in client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    with nothing_changes():
        assert client.post(address, {"what": "correct", "reason": "Sai tên"}).status_code == 400
    sent = {"what": "correct", "number": "1a/QĐ", "reason": "Sai tên khách sạn"}
    assert client.post(address, sent).status_code == 302
    page = client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    assert "đã được đính chính" in page and "1a/QĐ" in page and "Sai tên khách sạn" in page
    other = signed_in("case_officer")
    with nothing_changes():
        assert other.post(address, sent).status_code == 404


def test_an_earlier_result_is_used_again(world, signed_in):
    given_out(world)
    row = filed(world, 1, accept=True)
    client = signed_in("receptionist")
    page = client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    assert "Kết quả đã có của người nộp" in page
    with scoping.system("test"):
        result, code = Result.objects.get(), row.version_of_procedure.requirements.first().code
    address = f"/can-bo/ho-so/{row.id}/dung-lai/"
    with nothing_changes():
        assert client.post(address, {"result": "x", "requirement": code}).status_code == 400
    assert client.post(address, {"result": str(result.id), "requirement": code}).status_code == 302
    with scoping.system("test"):
        assert Attachment.objects.get(dossier=row).source_result_id == result.id
    assert "dùng lại" in client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
