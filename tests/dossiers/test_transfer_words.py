"""What the words of a transfer may mean: pure."""

from hypothesis import given
from hypothesis import strategies as st

from dossiers.transfer_words import MOST, names_in
from dossiers.vietqr import message_of

CODE = "H05.101.01-261124-0001"
NAME = message_of(CODE)


def sure(words: str) -> bool:
    return names_in(words).get(NAME, False)


def test_however_it_is_written():
    for words in (
        CODE, CODE.lower(), NAME, "H05 101 01 261124 0001", "H05/101/01_261124_0001", f"nộp phí {CODE}, cảm ơn", f"CK{NAME}",
        f"MBVCB.1234567890.{CODE}.CT tu 0123456789", "h05.101.01–261124–0001", f"NOP PHI {NAME} CHO ANH BA", f"{NAME}chotoi",
        # level 1 last, as before 15/9/2025, with and without empty groups, with and without dots
        "01.101.H05-261124-0001", "000.01.101.H05-261124-0001", "00001101H052611240001", "000 01 101 h05 261124 0001 xin cam on",
    ):  # fmt: skip
        assert sure(words), words


def test_a_digit_that_follows_at_once_may_belong_to_a_longer_number():
    for words in (f"{CODE}2", f"{NAME}0912345678"):
        assert names_in(words)[NAME] is False
    assert sure(f"{CODE} 0912345678")


def test_what_names_nothing():
    for words in ("", "tien dien thang 11", "H05", "H05101012612019999", "🏦", "0912345678 nguyen van a"):
        assert NAME not in names_in(words), words


@given(st.text(max_size=600))
def test_anything_is_read_and_not_for_long(words):
    assert len(names_in(words)) <= MOST


@given(st.text(alphabet="H05 .-123", max_size=400))
def test_what_looks_like_many_codes_is_read_too(words):
    assert len(names_in(words)) <= MOST
    assert sure(f"{CODE} {words}")


@given(st.text(alphabet="abc ,;đ", max_size=60), st.text(alphabet="xyz ,;ư", max_size=60))
def test_whatever_stands_around(before, after):
    assert sure(f"{before} {CODE}{after}")
