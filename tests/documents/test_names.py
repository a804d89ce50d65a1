import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.names import safe_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("don.pdf", "don.pdf"), (unicodedata.normalize("NFD", "Đơn đề nghị.pdf"), "Đơn đề nghị.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\a\\don.pdf", "don.pdf"), ("/don.pdf", "don.pdf"),
        ("..", "tep"), ("", "tep"), ("   ", "tep"), (".pdf", "pdf"), ("a\x00b.pdf", "a b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"), ('a"b<c>d|e?f*.pdf', "abcdef.pdf"),
        ("tien\u202efdp.exe", "tien fdp.exe"), ("hai  cham..pdf", "hai cham.pdf"), ("Ảnh  thẻ .PNG", "Ảnh thẻ.PNG"),
    ],
)  # fmt: skip
def test_what_is_left_of_a_name(raw, name):
    assert safe_name(raw) == name


def test_a_name_of_four_hundred_characters_keeps_its_ending():
    assert safe_name("Ằ" * 400 + ".pdf") == "Ằ" * 180 + ".pdf"
    assert safe_name("Ằ" * 400) == "Ằ" * 191


@given(st.text(max_size=500))
def test_any_text_becomes_a_name_that_a_file_system_and_a_header_can_carry(raw):
    name = safe_name(raw)
    assert 0 < len(name) <= 191 and name.isprintable() and not set(name) & set('<>:"/\\|?*')
    assert name not in (".", "..") and name == safe_name(name)
