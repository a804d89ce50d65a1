"""Anybody with a paper in hand may ask whether it is the one that was issued, and whether it still counts."""

import io
import json
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.forms.catalogue import PaperKind
from documents.seal_reader import Seal
from documents.verifying import Judgement
from dossiers.actions.void_form import void_form
from foundation import scoping
from foundation.models import ReadRecord
from portal.public import verify
from tests.forms.conftest import bytes_of
from tests.forms.lives import TYPED, issued, lived
from tests.support.unchanged import nothing_changes
from tests.support.world import MARRIAGE, filed, person

pytestmark = pytest.mark.django_db


def address_of(paper) -> str:
    return "/xac-thuc/" + json.loads(paper.data)["verify_url"].partition("/xac-thuc/")[2]


def held(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("phieu.pdf", content, content_type="application/pdf")}


@pytest.fixture
def receipt(world, certificate):
    return issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))


def test_a_valid_paper_says_what_it_is_and_no_more_of_its_owner_than_needed(client, receipt):
    with nothing_changes():
        answer = client.get(address_of(receipt))
    page = answer.content.decode()
    assert answer.status_code == 200 and "Phiếu còn hiệu lực" in page and receipt.number in page
    for part in (
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "Trung tâm Phục vụ hành chính công",
        "nguyên vẹn",
        "hợp lệ, của",
    ):
        assert part in page, part
    data = json.loads(receipt.data)["fields"]
    for secret in (data["chu_ho_so"], data["so_dinh_danh"], data["sdt"], data["ma_tra_cuu"], "Công nhận hạng"):
        assert secret not in page
    assert "Công t** T**" in page
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"


def test_a_voided_paper_says_so_and_names_what_stands_in_its_place(client, world, receipt):
    with scoping.system("test"):
        dossier = lived_of(receipt)
    with world.scope("receptionist"):
        void_form(dossier.id, receipt.id, actor=world.actor("receptionist"), reason="Ghi nhầm tên bà Lan")
    right = issued(world, PaperKind.RECEIPT, dossier)
    page = client.get(address_of(receipt)).content.decode()
    assert "Phiếu đã bị hủy" in page and "0002/TTPVHCC" in page and "bà Lan" not in page
    assert "Phiếu còn hiệu lực" not in page
    page = client.post(address_of(receipt), held(bytes_of(receipt))).content.decode()
    assert "Đúng là bản đã phát hành" in page and "Nhưng phiếu này đã hủy" in page
    page = client.get(address_of(right)).content.decode()
    assert "Phiếu còn hiệu lực" in page and "0001/TTPVHCC" in page


def lived_of(paper):
    from dossiers.models import Dossier

    return Dossier.objects.get(id=paper.subject_id)


@pytest.mark.parametrize("token", ["x", "a" * 32, "A-_" * 10 + "ab", "a" * 500])
def test_an_unknown_address_is_a_calm_page_of_the_same_kind(client, receipt, token):
    answer = client.get(f"/xac-thuc/{token}/")
    assert answer.status_code == 404
    assert "Không có phiếu nào ở địa chỉ này" in answer.content.decode()
    answer = client.post(f"/xac-thuc/{token}/", held(b"%PDF-"))
    assert answer.status_code == 404


class TestTheFileInHand:
    def test_the_very_bytes(self, client, receipt):
        with nothing_changes():
            page = client.post(address_of(receipt), held(bytes_of(receipt))).content.decode()
        assert "không khác một byte nào" in page

    def test_altered(self, client, receipt):
        other = bytearray(bytes_of(receipt))
        other[len(other) // 2] ^= 1
        with nothing_changes():
            answer = client.post(address_of(receipt), held(bytes(other)))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Không phải bản đã phát hành" in page and "nội dung đã đổi sau khi ký" in page
        assert "Phiếu còn hiệu lực" in page, "the paper itself is still good"

    def test_another_paper_of_ours(self, client, world, receipt):
        other = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT, 2))
        page = client.post(address_of(receipt), held(bytes_of(other))).content.decode()
        assert "Không phải bản đã phát hành" in page and "hợp lệ, của" in page

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"%PDF-", b"not a pdf", b"\x00" * 5000, b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
            b"%PDF-1.7\nxref\n0 999999999\ntrailer<</Size 9/Prev 0/Root 9 0 R>>\nstartxref\n9\n%%EOF", b"[" * 200_000,
        ],
    )  # fmt: skip
    def test_bytes_that_are_nothing(self, client, receipt, content):
        answer = client.post(address_of(receipt), held(content))
        assert answer.status_code == 200 and "Không phải bản đã phát hành" in answer.content.decode()

    def test_no_file_and_a_huge_one(self, client, receipt, monkeypatch):
        answer = client.post(address_of(receipt), {})
        assert answer.status_code == 400 and "Hãy chọn tệp PDF" in answer.content.decode()
        monkeypatch.setattr(verify, "LARGEST", 100)
        answer = client.post(address_of(receipt), held(b"x" * 1_000_000))
        assert answer.status_code == 400 and "Tệp lớn hơn" in answer.content.decode()

    def test_a_stream_that_would_unpack_to_gigabytes_bursts_nobody(self, client, receipt):
        """Given a file that swells, then the reader that looks at it ends, and the answer is an ordinary no."""
        bomb = zlib.compress(zlib.compress(b"\0" * 400_000_000, 9), 9)
        table = b"<</Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>" % len(bomb)
        content = b"%PDF-1.7\n1 0 obj\n" + table + b"\nstream\n" + bomb + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"
        answer = client.post(address_of(receipt), held(content))
        assert answer.status_code == 200 and "Không phải bản đã phát hành" in answer.content.decode()

    def test_every_cut_of_a_signed_paper_is_told_without_a_fault(self, client, receipt, settings):
        content = bytes_of(receipt)
        for share in range(1, 10):
            answer = client.post(address_of(receipt), held(content[: len(content) * share // 10]))
            assert answer.status_code == 200 and "Không phải bản đã phát hành" in answer.content.decode()


def test_a_kept_file_that_was_touched_or_lost_is_not_confirmed(client, receipt):
    with scoping.system("test"):
        key = receipt.file.storage_key
    content = bytearray(bytes_of(receipt))
    content[100] ^= 1
    default_storage.delete(key)
    default_storage.save(key, io.BytesIO(bytes(content)))
    page = client.get(address_of(receipt)).content.decode()
    assert "Chưa xác nhận được phiếu này" in page and "không còn nguyên vẹn" in page
    default_storage.delete(key)
    page = client.get(address_of(receipt)).content.decode()
    assert "Chưa xác nhận được phiếu này" in page and "không đọc được" in page


def test_a_sealed_paper_whose_seal_is_gone_or_another_s_is_not_confirmed(client, receipt, monkeypatch):
    """Given a kept file that somebody replaced together with its check sum, then its seal tells."""
    for seal, signer in ((Seal.NONE, ""), (Seal.VALID, "Ai đó khác"), (Seal.UNKNOWN, "")):
        judged = Judgement(True, seal, signer)
        monkeypatch.setattr(verify, "of_kept", lambda _paper, judged=judged: judged)
        assert "Phiếu còn hiệu lực" not in client.get(address_of(receipt)).content.decode()
    monkeypatch.setattr(verify, "of_kept", lambda _paper: Judgement(True, Seal.UNKNOWN, receipt.signed_by))
    assert "Phiếu còn hiệu lực" in client.get(address_of(receipt)).content.decode()


def test_trust_that_cannot_be_read_is_no_reason_to_fail(client, receipt, settings, tmp_path):
    for trust in (tmp_path / "không có", tmp_path / "rác"):
        settings.SIGNING_TRUST = str(trust)
        (tmp_path / "rác").write_bytes(b"-----BEGIN CERTIFICATE-----\n@@\n-----END CERTIFICATE-----\n")
        assert client.get(address_of(receipt)).status_code == 200


def test_without_a_certificate_the_bytes_alone_speak(client, world):
    paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
    page = client.get(address_of(paper)).content.decode()
    assert "Phiếu còn hiệu lực" in page and "không có (bản giấy do cán bộ ký)" in page


def test_in_english(client, receipt):
    client.get("/en/tra-cuu/")
    page = client.get(address_of(receipt)).content.decode()
    assert '<html lang="en">' in page and "This paper is valid" in page


def test_a_look_at_a_sensitive_dossier_is_written_down(client, world):
    dossier = filed(world, 3, procedure=MARRIAGE, agency=world.agencies["ward"].code, applicant=person(3), accept=True)
    paper = issued(world, PaperKind.RECEIPT, dossier, typed=TYPED[PaperKind.RECEIPT])
    with scoping.system("test"):
        before = ReadRecord.objects.count()
    page = client.get(address_of(paper)).content.decode()
    assert "kết hôn" not in page and "Nguyễn V** T** 3**" in page
    with scoping.system("test"):
        assert ReadRecord.objects.count() == before + 1


def test_who_asks_too_often_waits(client, receipt, monkeypatch):
    monkeypatch.setattr(verify, "PACE", 2)
    path = address_of(receipt)
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/xac-thuc/x/").status_code == 429
    assert "Retry-After" in client.get(path)


def test_the_code_of_the_receipt_opens_the_look_up(client, world, receipt):
    """The eight characters printed on the receipt are the second factor."""
    data = json.loads(receipt.data)["fields"]
    page = client.post("/tra-cuu/", {"code": data["ma_ho_so"], "secret": data["ma_tra_cuu"]}).content.decode()
    assert "Công nhận hạng" in page
