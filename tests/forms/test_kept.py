"""What was issued stays as it was issued: the row, the bytes, the signature."""

import io
import json

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from documents import checks
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper, StoredFile
from documents.seal_reader import Seal
from documents.trial_certificate import make
from documents.verifying import of_bytes, of_kept
from events.queries import of_subject
from foundation import scoping
from foundation.errors import Conflict
from tests.forms.conftest import bytes_of
from tests.forms.lives import issued, lived
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


def refused(change) -> bool:
    try:
        with scoping.system("test"), transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_the_row_and_its_file_cannot_be_changed_by_any_hand(world):
    paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
    row = IssuedPaper.objects.filter(id=paper.id)
    assert refused(lambda: row.update(number="0009/TTPVHCC"))
    assert refused(lambda: row.update(token_digest="0" * 64))
    assert refused(row.delete)
    assert refused(lambda: StoredFile.objects.filter(id=paper.file_id).update(sha256="0" * 64))
    assert not refused(lambda: row.update(void_reason="", data="{}"))  # a new key writes the data again


def test_what_was_printed_stands_encrypted_beside_it(world):
    from django.db import connection

    dossier = lived(world, PaperKind.RECEIPT)
    paper = issued(world, PaperKind.RECEIPT, dossier)
    data = json.loads(paper.data)
    assert data["fields"]["ma_tra_cuu"] == dossier.receipt_code and data["number"] == paper.number
    token = data["verify_url"].rstrip("/").rpartition("/")[2]
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM documents_issuedpaper p")
        kept = cursor.fetchone()[0]
    assert token not in kept and dossier.receipt_code not in kept and "2300000001" not in kept


def test_the_record_says_it_without_names(world):
    dossier = lived(world, PaperKind.RECEIPT)
    paper = issued(world, PaperKind.RECEIPT, dossier)
    with scoping.system("test"):
        event = list(of_subject("dossier", dossier.id))[-1]
    assert (event.kind, event.data["paper_id"], event.data["kind"]) == (
        "dossier.paper_issued", str(paper.id), "receipt",
    )  # fmt: skip
    assert event.actor_position_id is not None and event.data["version"] == dossier.row_version


class TestSignature:
    def test_holds_and_names_its_owner(self, world, certificate):
        paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
        content = bytes_of(paper)
        assert b"/ETSI.CAdES.detached" in content and "thử nghiệm" in paper.signed_by
        with scoping.system("test"):
            judged = of_kept(paper)
        assert (judged.same, judged.seal, judged.signer) == (True, Seal.VALID, paper.signed_by)

    def test_one_flipped_byte_is_found_wherever_it_is(self, world, certificate):
        paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
        content = bytes_of(paper)
        for place in (len(content) // 3, len(content) // 2, content.index(b"endstream") - 5):
            other = bytearray(content)
            other[place] ^= 1
            with scoping.system("test"):
                judged = of_bytes(bytes(other), paper)
            assert not judged.same and judged.seal is Seal.BROKEN, place

    def test_something_added_behind_is_found(self, world, certificate):
        paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
        writer = pypdf.PdfWriter(io.BytesIO(bytes_of(paper)), incremental=True)
        writer.add_blank_page(100, 100)
        out = io.BytesIO()
        writer.write(out)
        with scoping.system("test"):
            judged = of_bytes(out.getvalue(), paper)
        assert not judged.same and judged.seal in (Seal.BROKEN, Seal.NONE)

    def test_a_certificate_of_somebody_else_is_not_trusted(self, world, certificate, settings, tmp_path):
        paper = issued(world, PaperKind.RECEIPT, lived(world, PaperKind.RECEIPT))
        settings.SIGNING_PKCS12 = str(tmp_path / "khac.p12")
        make(tmp_path / "khac.p12")
        with scoping.system("test"):
            assert of_kept(paper).seal is Seal.UNKNOWN

    def test_a_paper_signed_while_the_certificate_held_is_good_afterwards(self, world, settings, tmp_path, monkeypatch):
        from datetime import timedelta

        from foundation.local_time import now

        long_ago = now() - timedelta(days=40)
        with monkeypatch.context() as then:
            then.setattr("documents.trial_certificate.now", lambda: long_ago)
            settings.SIGNING_PKCS12 = str(tmp_path / "het-han.p12")
            make(tmp_path / "het-han.p12", days=20)
        dossier = lived(world, PaperKind.RECEIPT)
        with nothing_changes(), pytest.raises(Conflict) as late:
            issued(world, PaperKind.RECEIPT, dossier)
        assert late.value.code == "cannot_sign"
        monkeypatch.setattr("dossiers.actions.issue_form.now", lambda: long_ago + timedelta(days=5))
        paper = issued(world, PaperKind.RECEIPT, dossier)
        with scoping.system("test"):
            assert of_kept(paper).seal is Seal.VALID

    def test_a_wrong_passphrase_stops_issuing_and_is_told_to_the_operator(self, world, settings, tmp_path):
        make(tmp_path / "a.p12", passphrase="đúng")
        settings.SIGNING_PKCS12, settings.SIGNING_PASSPHRASE = str(tmp_path / "a.p12"), "sai"
        dossier = lived(world, PaperKind.RECEIPT)
        with nothing_changes(), pytest.raises(Conflict):
            issued(world, PaperKind.RECEIPT, dossier)
        assert [f.level for f in checks.certificate()] == ["error"]

    def test_the_check_of_the_configuration(self, settings, tmp_path):
        assert [f.level for f in checks.certificate()] == ["warning"], "none"
        settings.SIGNING_PKCS12 = str(tmp_path / "khong-co.p12")
        assert [f.level for f in checks.certificate()] == ["error"], "no such file"
        call_command("create_test_certificate", settings.SIGNING_PKCS12, verbosity=0)
        found = list(checks.certificate())
        assert [f.level for f in found] == ["warning"] and "thử" in found[0].message
        settings.SIGNING_TRUST = str(tmp_path / "khong-co.pem")
        assert [f.level for f in checks.certificate()] == ["error"]

    def test_no_trial_certificate_in_earnest(self, settings, tmp_path):
        settings.PRODUCTION = True
        with pytest.raises(CommandError):
            call_command("create_test_certificate", str(tmp_path / "x.p12"))
        assert not (tmp_path / "x.p12").exists()


def test_a_paper_is_signed_and_read_where_an_event_loop_runs():
    """Given a caller inside an event loop (a browser test, a worker), then signing does not care (regression)."""
    import asyncio

    from documents.own_thread import in_own_thread

    async def inside():
        return in_own_thread(asyncio.run, asyncio.sleep(0, "xong"))

    assert in_own_thread(lambda: asyncio.run(inside())) == "xong"
