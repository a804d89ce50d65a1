import base64
import os

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.models import Citizen
from foundation import scoping
from foundation.encryption import blind_candidates, blind_index, decrypt, encrypt, normalise_identity
from foundation.encryption.cipher import CannotDecrypt


def key(number: int, fill: bytes) -> str:
    return f"{number}:{base64.urlsafe_b64encode(fill * 32).decode()}"


def test_text_comes_back_and_two_encryptions_differ():
    first, second = encrypt("Nguyễn Văn Ưng"), encrypt("Nguyễn Văn Ưng")
    assert decrypt(first) == decrypt(second) == "Nguyễn Văn Ưng"
    assert first != second
    assert encrypt("") == b"" and decrypt(b"") == ""


def test_one_changed_byte_is_refused():
    stored = bytearray(encrypt("038090000001"))
    stored[-1] ^= 1
    with pytest.raises(CannotDecrypt):
        decrypt(bytes(stored))


def test_a_new_key_writes_and_the_old_one_still_reads(settings):
    settings.FIELD_ENCRYPTION_KEYS = key(1, b"a")
    old, old_index = encrypt("bí mật"), blind_index("038090000001", "identity")
    settings.FIELD_ENCRYPTION_KEYS = key(2, b"b") + "," + key(1, b"a")
    assert decrypt(old) == "bí mật"
    assert encrypt("x")[0] == 2
    assert old_index in blind_candidates("038090000001", "identity")


def test_without_its_key_a_value_is_not_guessed(settings):
    settings.FIELD_ENCRYPTION_KEYS = key(1, b"a")
    stored = encrypt("bí mật")
    settings.FIELD_ENCRYPTION_KEYS = key(2, b"b")
    with pytest.raises(CannotDecrypt):
        decrypt(stored)


@pytest.mark.parametrize("text", ["", "x", "1:short", "0:" + "A" * 43, key(1, b"a") + "," + key(1, b"b")])
def test_a_wrong_setting_is_named_and_the_key_not_shown(settings, text):
    settings.FIELD_ENCRYPTION_KEYS = text
    with pytest.raises(ImproperlyConfigured) as caught:
        encrypt("x")
    assert not text or text not in str(caught.value) or text == "x"


def test_the_index_is_over_the_whole_value_only():
    with pytest.raises(ValueError, match="whole value"):
        blind_index("1234", "identity")
    assert blind_candidates("1234", "identity") == []
    assert blind_index("038090000001", "identity") != blind_index("038090000001", "phone")


def test_identity_numbers_meet_in_one_form():
    assert normalise_identity(" 038-090 000.001 ") == "038090000001"
    assert normalise_identity("c1234567") == "C1234567"


@pytest.mark.django_db
def test_the_database_never_holds_the_text():
    number = "0380" + str(int.from_bytes(os.urandom(3), "big")).zfill(8)
    with scoping.system("test"):
        person = Citizen.objects.create(full_name="Lê Thị Thử", identity_number=number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT identity_number FROM accounts_citizen WHERE id = %s", [person.id])
            raw = bytes(cursor.fetchone()[0])
        person.refresh_from_db()
    assert number.encode() not in raw
    assert person.identity_number == number
