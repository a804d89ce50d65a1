"""Amounts in words: what everybody says, and read back they are the same amount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.spoken_numbers import dong_in_words, in_words

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip


def read(words: str) -> int:
    """The other way round, written apart: what a person understands."""
    total = below = group = 0
    for word in words.split():
        if word in _DIGITS:
            group += _DIGITS[word]
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += group % 10 * 9
        elif word == "trăm":
            group *= 100
        elif word in ("nghìn", "triệu"):
            below, group = below + group * (1_000 if word == "nghìn" else 1_000_000), 0
        elif word == "tỷ":
            total, below, group = (total + below + group) * 10**9, 0, 0
        else:
            assert word == "linh", word
    return total + below + group


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (11, "mười một"), (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"),
        (24, "hai mươi bốn"), (55, "năm mươi lăm"), (100, "một trăm"), (101, "một trăm linh một"), (105, "một trăm linh năm"),
        (110, "một trăm mười"), (115, "một trăm mười lăm"), (121, "một trăm hai mươi mốt"), (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"), (1_015, "một nghìn không trăm mười lăm"), (15_000, "mười lăm nghìn"),
        (150_000, "một trăm năm mươi nghìn"), (1_500_000, "một triệu năm trăm nghìn"),
        (1_005_021, "một triệu không trăm linh năm nghìn không trăm hai mươi mốt"),
        (1_000_001, "một triệu không trăm linh một"), (10**9, "một tỷ"), (2 * 10**9 + 5, "hai tỷ không trăm linh năm"),
        (10**12, "một nghìn tỷ"), (10**15 + 10**6, "một triệu tỷ không trăm linh một triệu"),
        (21 * 10**9 + 15 * 10**6, "hai mươi mốt tỷ không trăm mười lăm triệu"),
    ],
)  # fmt: skip
def test_as_everybody_says(number, words):
    assert in_words(number) == words


@given(st.integers(0, 10**18 - 1))
def test_read_back_it_is_the_same(number):
    assert read(in_words(number)) == number


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1))
def test_two_amounts_are_never_written_alike(one, two):
    assert (in_words(one) == in_words(two)) is (one == two)


def test_on_a_receipt():
    assert dong_in_words(150_000) == "Một trăm năm mươi nghìn đồng"
    assert dong_in_words(0) == "Không đồng"


@pytest.mark.parametrize("number", [-1, 10**18])
def test_what_no_receipt_says(number):
    with pytest.raises(ValueError):
        in_words(number)
