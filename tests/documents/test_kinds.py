"""What a file is, by its content."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.kinds import ALLOWED, Fault, NotTaken, fits, kind_of
from tests.documents import samples as s

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (s.PDF, "application/pdf"), (s.JPEG, "image/jpeg"), (s.png(), "image/png"), (s.HEIC, "image/heic"),
        (s.docx(), WORD), (s.xlsx(), SHEET), (s.PDF + bytes(900), "application/pdf"),
        (s.JPEG + b"a film that a telephone put behind its picture", "image/jpeg"),
    ],
)  # fmt: skip
def test_what_is_taken_is_known(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY), (s.EXE, Fault.TYPE), (s.HTML, Fault.TYPE), (s.SVG, Fault.TYPE), (s.OLE, Fault.TYPE),
        (s.RAR, Fault.TYPE), (s.SEVEN, Fault.TYPE), (s.GZIP, Fault.TYPE), (b"plain text", Fault.TYPE),
        (b" " + s.PDF, Fault.TYPE), (s.PDF[:40], Fault.CUT_OFF), (s.png()[:40], Fault.CUT_OFF),
        (s.docx()[:-30], Fault.CUT_OFF), (s.archive({"a.txt": b"x"}), Fault.TYPE),
        (s.archive({"word/document.xml": b"<x/>"}), Fault.TYPE), (s.docx(**{"../../evil": b""}), Fault.TYPE),
        (s.docx(**{"/etc/passwd": b""}), Fault.TYPE), (s.docx(**{"word/vbaProject.bin": b"x"}), Fault.MACRO),
        (s.xlsx(**{"xl/VBAPROJECT.bin": b"x"}), Fault.MACRO), (s.encrypted(), Fault.ENCRYPTED),
        (s.PDF + s.docx(), Fault.TWO_KINDS),
        (s.JPEG + s.archive({"run.exe": s.EXE}), Fault.TWO_KINDS), (s.png() + s.archive({"a": b"b"}), Fault.TWO_KINDS),
        (b"%PDF-1.4\n" + s.archive({"a.js": b"alert(1)"}, stored=True) + b"\n%%EOF\n", Fault.TWO_KINDS),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_not(content, fault):
    with pytest.raises(NotTaken) as caught:
        kind_of(content)
    assert caught.value.fault is fault


def test_what_unpacks_to_far_more_than_it_is_stays_packed():
    began = time.process_time()
    with pytest.raises(NotTaken) as caught:
        kind_of(s.bomb())
    assert caught.value.fault is Fault.BOMB
    for count in (6_000, 60_000):
        with pytest.raises(NotTaken) as caught:
            kind_of(s.many_members(count))
        assert caught.value.fault is Fault.BOMB
    assert time.process_time() - began < 60


def test_a_long_table_of_contents_is_not_even_read():
    """Four hundred thousand entries would take seconds and gigabytes to list."""
    content = s.many_members(40_000)
    began = time.process_time()
    with pytest.raises(NotTaken):
        kind_of(content)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("kind", list(ALLOWED))
def test_the_ending_must_say_what_the_content_is(kind):
    own = ALLOWED[kind]
    assert all(fits(ending, kind) and fits(ending.upper(), kind) for ending in own)
    assert not any(fits(e, kind) for other, endings in ALLOWED.items() if other != kind for e in endings)
    assert not any(fits(e, kind) for e in ("", ".exe", ".pdf.exe", "pdf"))


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", s.png()[:8], s.docx(), s.PDF]))
def test_any_bytes_are_of_a_kind_or_refused(noise, head):
    kind = ""
    with suppress(NotTaken):
        kind = kind_of(head + noise)
    assert kind in {"", *ALLOWED}
