"""Keeping a file: what is written down of it, and that a refused or broken one leaves nothing."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage, default_storage

from documents import orphans
from documents.actions.store import storing
from documents.kinds import MAX_BYTES
from documents.models import StoredFile
from documents.orphans import sweep
from documents.serving import as_attachment
from foundation import scoping
from foundation.errors import InvalidInput, TooLarge, Unsupported
from foundation.ids import uuid7
from foundation.local_time import now
from foundation.redis import client, key
from tests.documents import samples as s
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return worlds.build(catalogue=False)


def keep(world, content=s.PDF, name="don.pdf", **more):
    with scoping.staff(world.province.id, None):
        with storing(
            io.BytesIO(content), name, province_id=world.province.id, agency_ids=[world.centre.id], **more
        ) as kept:
            pass
        return kept


def nothing_kept() -> bool:
    with scoping.system("test"):
        rows = StoredFile.objects.exists()
    root = default_storage.location
    return not rows and not any(files for _at, _dirs, files in os.walk(root))


def test_a_file_is_written_down_with_its_kind_size_and_hash(world):
    kept = keep(world, name="C:\\tam\\Đơn.PDF", size=len(s.PDF))
    assert (kept.name, kept.media_type, kept.size) == ("Đơn.PDF", "application/pdf", len(s.PDF))
    assert kept.sha256 == hashlib.sha256(s.PDF).hexdigest()
    assert default_storage.open(kept.storage_key).read() == s.PDF
    assert "Đơn" not in kept.storage_key and ".." not in kept.storage_key


def test_the_limit_is_the_limit(world):
    exactly = s.PDF + bytes(MAX_BYTES - len(s.PDF) - 8) + b"\n%%EOF\n\n"
    assert len(exactly) == MAX_BYTES and keep(world, exactly).size == MAX_BYTES


@pytest.mark.parametrize("size", [None, MAX_BYTES + 1, 30 * 1024 * 1024])
def test_a_file_over_the_limit_is_not_kept(world, size):
    with pytest.raises(TooLarge) as caught:
        keep(world, s.PDF + bytes(MAX_BYTES), size=size)
    assert caught.value.errors[0].field == "file" and nothing_kept()


def test_a_size_that_is_told_is_believed_before_a_byte_is_read(world):
    class Unreadable(io.BytesIO):
        def read(self, *args):
            raise AssertionError("read")

    with (
        scoping.staff(world.province.id, None),
        pytest.raises(TooLarge),
        storing(Unreadable(), "don.pdf", province_id=world.province.id, agency_ids=[], size=MAX_BYTES + 1),
    ):
        pass


@pytest.mark.parametrize(
    ("content", "name", "error", "code"),
    [
        (b"", "don.pdf", InvalidInput, "empty"), (s.EXE, "don.pdf", Unsupported, "type"),
        (s.PDF, "don.exe", Unsupported, "ending"), (s.PDF, "don", Unsupported, "ending"),
        (s.PDF, "don.pdf.exe", Unsupported, "ending"), (s.png(), "anh.jpg", Unsupported, "ending"),
        (s.docx(**{"word/vbaProject.bin": b"x"}), "don.docx", Unsupported, "macro"),
        (s.PDF + s.archive({"a": b"b"}), "don.pdf", Unsupported, "two_kinds"), (s.bomb(), "don.docx", Unsupported, "bomb"),
    ],
)  # fmt: skip
def test_a_refused_file_leaves_nothing_and_says_why_in_vietnamese(world, content, name, error, code):
    with pytest.raises(error) as caught:
        keep(world, content, name)
    assert [(e.field, e.code) for e in caught.value.errors] == [("file", code)]
    assert any(letter in caught.value.message for letter in "ệạọểẩộậ") and nothing_kept()


def test_what_fails_after_the_file_was_written_takes_it_away_again(world):
    with (
        scoping.staff(world.province.id, None),
        pytest.raises(RuntimeError),
        storing(io.BytesIO(s.PDF), "don.pdf", province_id=world.province.id, agency_ids=[]) as kept,
    ):
        assert default_storage.exists(kept.storage_key)
        raise RuntimeError
    assert nothing_kept()


def test_a_disk_that_fails_leaves_no_row(world, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(OSError, match="No space"):
        keep(world)
    assert nothing_kept()


@pytest.mark.usefixtures("redis_url")
class TestOrphans:
    def orphan(self, hours: float) -> str:
        milliseconds = int((now().timestamp() - hours * 3600) * 1000)
        key = f"{milliseconds:012x}" + uuid7().hex[12:]
        path = f"{key[:8]}/{key}"
        default_storage.save(path, io.BytesIO(s.PDF))
        return path

    def test_what_no_row_knows_is_taken_away_once_no_upload_can_still_be_running(self, world):
        kept, young, old = keep(world), self.orphan(1), self.orphan(30)
        assert sweep() == 1 and sweep() == 0
        assert default_storage.exists(kept.storage_key) and default_storage.exists(young)
        assert not default_storage.exists(old)

    def test_what_a_row_knows_stays_however_old(self, world):
        kept, path = keep(world), self.orphan(30)
        with scoping.system("test"):
            StoredFile.objects.filter(id=kept.id).update(storage_key=path)
        assert sweep() == 0
        assert default_storage.exists(path)

    def test_a_sweep_that_was_away_for_weeks_goes_on_where_it_ended(self, world):
        # given a sweep of long ago, and a file left behind soon after it
        sweep(now() - timedelta(days=50))
        left, older = self.orphan(49 * 24), self.orphan(60 * 24)
        # when the next one runs, weeks late
        assert sweep() == 1
        # then it found it, and did not begin anew
        assert not default_storage.exists(left) and default_storage.exists(older)

    def test_a_sweep_without_a_memory_looks_back_a_month(self, world):
        within, before = self.orphan(29 * 24), self.orphan(32 * 24)
        assert sweep() == 1
        assert not default_storage.exists(within) and default_storage.exists(before)

    def test_a_sweep_that_runs_out_of_time_is_continued(self, world, monkeypatch):
        left = self.orphan(3)
        with monkeypatch.context() as hurried:
            hurried.setattr(orphans, "LONGEST", 0.0)
            assert sweep() == 0
        first = int(client().get(key("documents:orphans-next")))
        assert default_storage.exists(left)
        assert sweep() == 1
        assert int(client().get(key("documents:orphans-next"))) > first


def test_a_file_is_handed_out_as_a_download_only(world):
    kept = keep(world, name="Đơn đề nghị.pdf")
    response = as_attachment(kept)
    assert (
        response["Content-Disposition"].startswith("attachment")
        and "filename*=utf-8''" in response["Content-Disposition"]
    )
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store" and b"".join(response.streaming_content) == s.PDF


def test_a_file_of_another_province_or_agency_is_not_found(world):
    elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
    kept = keep(world)
    for province, agencies, found in [
        (world, None, True), (world, [world.centre.id], True), (world, [world.department.id], False), (elsewhere, None, False),
    ]:  # fmt: skip
        with scoping.staff(province.province.id, agencies):
            assert StoredFile.objects.filter(id=kept.id).exists() is found
