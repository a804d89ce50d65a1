import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.codes import is_importable, new_receipt_code, search_key


@pytest.mark.parametrize(
    "typed",
    [
        "H05.101.01-261124-0001", " h05.101.01-261124-0001 ", "h05.101.01 - 261124 - 0001",
        "H05.101.01–261124–0001", "Ｈ05.101.01-261124-0001", unicodedata.normalize("NFD", "H05.101.01-261124-0001"),
    ],
)  # fmt: skip
def test_the_ways_people_type_a_code_meet(typed):
    assert search_key(typed) == "H05.101.01-261124-0001"


@pytest.mark.parametrize(
    "code", ["G09.20-20260609-0092637", "000.00.64.H10-230515-0011", "H52.101.114-250116-0001", "A2345678"]
)
def test_codes_of_other_systems_are_kept(code):
    assert is_importable(code)


@pytest.mark.parametrize("code", ["", "short", "có dấu 123", "a b c d e f", "x" * 61, "12345678;DROP"])
def test_what_is_not_a_code_is_not(code):
    assert not is_importable(code)


@given(st.text(max_size=200))
def test_any_text_has_a_key_of_bounded_length(text):
    assert len(search_key(text)) <= 60


def test_receipt_codes_have_no_letters_that_read_like_digits():
    codes = {new_receipt_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("01IO") and all(len(c) == 8 for c in codes)
