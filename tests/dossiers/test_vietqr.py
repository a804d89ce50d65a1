"""The text of a VietQR: what NAPAS and EMVCo say stands where, and its checksum."""

import binascii
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.vietqr import QrFault, checksum, message_of, payload


def parts(text: str) -> dict[str, str]:
    """Tag, length, value, read the slow way."""
    found = {}
    while text:
        tag, length = text[:2], int(text[2:4])
        found[tag], text = text[4 : 4 + length], text[4 + length :]
    return found


def slow_crc(data: bytes) -> int:
    """CRC-16/CCITT-FALSE bit by bit."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _bit in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def test_the_known_value_of_the_checksum():
    assert checksum("123456789") == "29B1" and binascii.crc_hqx(b"123456789", 0xFFFF) == 0x29B1


def test_every_part_stands_where_the_standard_says():
    text = payload("970436", "0011001234567", 150_000, "H05101012612010001")
    fields = parts(text)
    assert list(fields) == ["00", "01", "38", "53", "54", "58", "62", "63"]
    assert (fields["00"], fields["01"], fields["53"], fields["54"], fields["58"]) == ("01", "12", "704", "150000", "VN")
    merchant = parts(fields["38"])
    assert (merchant["00"], merchant["02"]) == ("A000000727", "QRIBFTTA")
    assert parts(merchant["01"]) == {"00": "970436", "01": "0011001234567"}
    assert parts(fields["62"]) == {"08": "H05101012612010001"}
    assert fields["63"] == f"{slow_crc(text[:-4].encode()):04X}"


@given(
    st.from_regex(r"\A[0-9]{6}\Z"), st.text(string.ascii_letters + string.digits, min_size=1, max_size=19),
    st.integers(1, 9_999_999_999), st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=25),
)  # fmt: skip
def test_what_was_written_is_read_again(bank, account, amount, message):
    text = payload(bank, account, amount, message)
    fields = parts(text)
    assert parts(parts(fields["38"])["01"]) == {"00": bank, "01": account}
    assert (int(fields["54"]), parts(fields["62"])["08"]) == (amount, message)
    assert fields["63"] == checksum(text[:-4])


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"bank": "97043"}, "bank"), ({"bank": "9704３6"}, "bank"), ({"account": ""}, "account"),
        ({"account": "1 2"}, "account"), ({"amount": 0}, "amount"), ({"amount": 10**10}, "amount"),
        ({"message": ""}, "message"), ({"message": "Đ"}, "message"), ({"message": "A" * 26}, "message"),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_it_is_named(changes, fault):
    with pytest.raises(QrFault, match=fault):
        payload(**{"bank": "970436", "account": "1", "amount": 1, "message": "A", **changes})


def test_a_code_becomes_letters_and_digits():
    assert message_of("H05.101.01-261201-0001") == "H05101012612010001"
    assert message_of("chuyển tiền h05.101") == "CHUYENTIENH05101"
