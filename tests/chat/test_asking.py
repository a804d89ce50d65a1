"""How people type the command, and what is none."""

import unicodedata

import pytest

from portal.chat.asking import code_in

CODE = "H05.101.01-261124-0001"


@pytest.mark.parametrize(
    "text",
    [
        f"tra cứu {CODE}",
        f"Tra Cứu {CODE}",
        f"TRA CỨU {CODE}",
        f"tra cuu {CODE.lower()}",
        f"tracuu {CODE}",
        f"tracứu {CODE}",
        f"#tracuu {CODE}",
        f"  tra   cứu \n {CODE}  ",
        f"tra cứu: {CODE}",
        f"tra cứu hồ sơ {CODE}",
        f"tra cứu mã hồ sơ {CODE}",
        f"tra cứu mã số hồ sơ: {CODE}",
        f"tra cứu mã {CODE}",
        f"tra cứu <{CODE}>",
        f'tra cứu "{CODE}"',
        f"tra cứu {CODE}.",
        "tra cứu H05 . 101 . 01 - 261124 - 0001",
        "tra cứu H05.101.01–261124–0001",
        "tra cứu Ｈ０５.101.01-261124-0001",
        unicodedata.normalize("NFD", f"tra cứu {CODE}"),
        f"tra\u200b cứu {CODE}",
        CODE,
        CODE.lower(),
        f" {CODE} ",
    ],
)
def test_one_code_in_many_spellings(text):
    assert code_in(text) == CODE


@pytest.mark.parametrize(
    "text", ["tra cứu", "#tracuu", "TRA CUU ", "tra cứu:", "tra cứu hồ sơ", "tra cứu ???", "tra cứu đất đai"]
)
def test_the_command_alone(text):
    assert code_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "xin chào", "tôi muốn hỏi về hồ sơ", "24/11/2026", "0900.000.001", "tracuuhoso", "cứu tra H05",
        "www.example.com", "1.004594", "😀", "tra", "a" * 5000,
    ],
)  # fmt: skip
def test_what_asks_for_nothing(text):
    assert code_in(text) is None


def test_old_and_imported_codes_are_codes_too():
    assert code_in("tra cứu 000.00.64.h10-230515-0011") == "000.00.64.H10-230515-0011"
    assert code_in("G09.20-20260609-0092637") == "G09.20-20260609-0092637"


def test_a_very_long_code_is_cut():
    assert len(code_in("tra cứu " + "H05." * 100)) <= 60
