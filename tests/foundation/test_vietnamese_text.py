import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from foundation.vietnamese_text import fold, nfc, shorten, sort_key, squeeze, words


def test_dictionary_order_is_vietnamese_on_any_server():
    names = [
        "Ưng",
        "Ông",
        "On",
        "Ơn",
        "Lê",
        "Lệ",
        "Le",
        "Đặng",
        "Đỗ",
        "Dương",
        "Bùi",
        "Ân",
        "Ăn",
        "Án",
        "An",
        "Àn",
        "Uông",
    ]
    assert " ".join(sorted(names, key=sort_key)) == "An Àn Án Ăn Ân Bùi Dương Đặng Đỗ Le Lê Lệ On Ông Ơn Uông Ưng"


def test_search_forgets_diacritics_case_and_form():
    assert fold("ĐẶNG Thùy Dương") == "dang thuy duong"
    assert words("Công ty TNHH «Sông Cầu» 1") == ["cong", "ty", "tnhh", "song", "cau", "1"]
    assert words(unicodedata.normalize("NFD", "Nguyễn Văn Ưng")) == ["nguyen", "van", "ung"]


def test_white_space_and_control_characters_become_single_blanks():
    assert squeeze("  Nguyễn\t\nVăn\x00 A ") == "Nguyễn Văn A"


@given(st.text(max_size=300), st.integers(min_value=2, max_value=60))
def test_shortening_never_exceeds_the_limit_and_keeps_what_fits(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    if len(squeeze(text)) <= limit:
        assert short == squeeze(text)


def test_shortening_cuts_at_the_end_of_a_word():
    assert shorten("Đăng ký biến động quyền sử dụng đất", 20) == "Đăng ký biến động…"


@given(st.text(max_size=100))
def test_the_normal_form_is_stable(text):
    assert nfc(nfc(text)) == nfc(text)
