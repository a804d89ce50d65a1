import pytest

from foundation.phones import mask_phone, parse_phone


@pytest.mark.parametrize(
    "typed", ["0900000001", "0900 000 001", "0900.000.001", "+84900000001", "84900000001", "+84 900 000 001"]
)
def test_the_ways_people_write_a_number_meet(typed):
    assert parse_phone(typed).e164 == "+84900000001"
    assert parse_phone(typed).zalo == "84900000001"


@pytest.mark.parametrize("typed", ["", "abc", "123", "090000000", "0900000001234", "số của tôi"])
def test_what_is_not_a_number_says_why(typed):
    phone = parse_phone(typed)
    assert not phone.valid and phone.reason


def test_a_mask_shows_three_digits():
    assert mask_phone("+84900000123") == "•••123"
