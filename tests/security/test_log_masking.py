"""What somebody put into a sentence, a field or an exception does not get into the log; what an operator needs does."""

import json
import logging
import time

import pytest
import structlog

from portal.conf.masking import MASK, mask_text
from tests.security.logs import capture

ZALO_TOKEN = "Vx7eJ2kQ_9aLmN0pRsTuVwXyZ-1234abcdEFGHijklMNOPqrst56UVWX78yz"  # made up, in the shape of one
SECRETS = [
    "0900000123", "+84900000123", "84900000123", "0900 000 123", "0900.000.123", "+84 900 000 123", "%2B84900000123",
    "02223855000", "027090712345", ZALO_TOKEN, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
]  # fmt: skip
SENTENCES = ["{}", "gửi đến {}.", "phone={}", "('{}', 1)", '{{"a": "{}"}}', "/thu-tuc/?q={}&x=1", "tel:{}"]
NAMED = [
    ("Authorization: Bearer {}", "abc.def-123"), ("Authorization: Basic {}", "a2hhY2g6Ymk="), ("refresh_token={}", "ngan-1"),
    ('"access_token": "{}"', "ngan-2"), ("{{'app_secret': '{}'}}", "ngan-3"), ("password={}&next=/", "mat-khau"),
    ("redis://:{}@10.0.0.1:6379/0", "mat-khau-redis"), ("postgresql://motcua:{}@db/motcua", "mat-khau-pg"),
    ("Not Found: /danh-gia/{}/", "0190abcd:chu-ky"),
]  # fmt: skip
KEPT = [
    "0190a2b3-7c4d-7e5f-8a9b-012345678901", "dossier 01234567-0901-7234-8567-090000012345 accepted",
    "H05.101.01-261124-0001", "000.00.01.H05-261125-0001", "G09.20-20261123-0092637", "2026-11-25T08:30:00.123456+07:00",
    "took 0.523456789 s", "1732521600000", "40001 could not serialize", "File \"/app/portal/api/token.py\", line 90",
    "test_a_very_long_name_of_a_function_that_no_one_would_shorten_1", "tokens renewed: 3", "203.0.113.9",
    "django.db.utils.ProgrammingError: column dossiers_clockentry.due_at does not exist", "1.004594",
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_numbers_and_keys_in_sentences(secret):
    for sentence in SENTENCES:
        told = mask_text(sentence.format(secret))
        assert secret not in told and MASK in told, sentence


@pytest.mark.parametrize(("sentence", "secret"), NAMED)
def test_values_that_are_named(sentence, secret):
    told = mask_text(sentence.format(secret))
    assert secret not in told and MASK in told
    assert told.startswith(sentence.partition("{}")[0].format()[:5]), "what it was is still told"


@pytest.mark.parametrize("text", KEPT)
def test_what_an_operator_needs_is_kept(text):
    assert mask_text(text) == text


def test_a_line_of_our_own():
    with capture() as lines:
        structlog.get_logger("thu").warning(
            "sent to 0900000123", to="0900000123", phone="x", tries=[{"token": "ngan", "number": "027090712345"}],
            dossier_id="0190a2b3-7c4d-7e5f-8a9b-012345678901", count=90_000_012_345,
        )  # fmt: skip
    [line] = [json.loads(text) for text in lines()]
    assert line["event"] == f"sent to {MASK}" and line["to"] == line["phone"] == MASK
    assert line["tries"] == [{"token": MASK, "number": MASK}]
    assert line["dossier_id"] == "0190a2b3-7c4d-7e5f-8a9b-012345678901" and line["count"] == 90_000_012_345


def test_a_line_of_a_library():
    with capture() as lines:
        logging.getLogger("thu").error("refused %s for %s", ZALO_TOKEN, "+84900000123")
        logging.getLogger("thu").error("%s", {"password": "mat-khau"})
    text = "".join(lines())
    assert ZALO_TOKEN not in text and "900000123" not in text and "mat-khau" not in text and text.count(MASK) == 3


def test_an_exception_and_its_cause():
    with capture() as lines:
        try:
            try:
                raise ValueError(f"token={ZALO_TOKEN}")
            except ValueError as cause:
                raise RuntimeError("citizen 027090712345, 0900000123") from cause
        except RuntimeError:
            logging.getLogger("thu").exception("failed")
    [line] = [json.loads(text) for text in lines()]
    assert "RuntimeError: citizen" in line["exception"] and "ValueError: token=" in line["exception"]
    assert "test_log_masking.py" in line["exception"]
    for secret in (ZALO_TOKEN, "900000123", "027090712345"):
        assert secret not in line["exception"]


def test_it_is_cheap_whatever_the_text():
    """Grows with the length of the text, not faster (no text makes the expression go back and forth)."""
    for piece in ("a", "0", "09 ", "token=", "eyJ", "://a:", "bearer ", "aA1-", "0190-", "secret_", "2026-11-25T"):
        started = time.process_time()
        mask_text(piece * (200_000 // len(piece)))
        assert time.process_time() - started < 2, piece
