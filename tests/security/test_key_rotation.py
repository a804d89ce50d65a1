"""A key is replaced while the house is open: read and found under both, written again, and the old one taken away."""

import base64
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.actions.register_person import Identity, register_citizen
from accounts.models import Citizen
from dossiers import queries
from dossiers.lookup import _decoy, find
from dossiers.models import Dossier, Party
from foundation import scoping
from foundation.encryption import BlindIndexField, EncryptedTextField, blind_index
from foundation.encryption.cipher import CannotDecrypt
from foundation.encryption.rotation import protected, remaining, rotate
from foundation.errors import NotFound
from foundation.local_time import now
from tests.support import world as worlds
from zalo.models import Grant, GrantAudit, OfficialAccount, PhoneReach
from zalo.tokens import spent_before

pytestmark = pytest.mark.django_db
OLD, NEW = (f"{n}:{base64.urlsafe_b64encode(fill * 32).decode()}" for n, fill in ((1, b"a"), (2, b"b")))
NUMBER, PHONE, TOKEN = "027090712345", "+84900007123", "refresh-token-da-dung"


@pytest.fixture
def dossier(redis_url, settings):
    """Written under the old key: a dossier with its owner, and what Zalo's room keeps."""
    settings.FIELD_ENCRYPTION_KEYS = OLD
    _decoy.cache_clear()
    world = worlds.build()
    made = worlds.filed(world, accept=True, applicant=worlds.person(1, identity_number=NUMBER, phone=PHONE))
    with scoping.system("test"):
        oa = OfficialAccount.objects.create(province=world.province, oa_id="1", app_id="1", oa_secret="khoa-cua-oa")
        grant = Grant.objects.create(oa=oa, app_id="1", refresh_token=TOKEN)
        GrantAudit.objects.create(
            grant=grant, at=now(), cause="expiry", result="granted", previous_refresh=TOKEN,
            spent_index=blind_index(f"refresh:{TOKEN}", "zalo-refresh-token"),
        )  # fmt: skip
        PhoneReach.objects.create(phone_index=blind_index(PHONE, "zalo-reach"), learnt_at=now())
    yield made
    _decoy.cache_clear()


def restarted(settings, keys: str) -> None:
    """As after a restart with these keys."""
    settings.FIELD_ENCRYPTION_KEYS = keys
    _decoy.cache_clear()


def key_ids() -> dict[str, set[int]]:
    """The ids of the keys under which something lies, by column."""
    found = {}
    with scoping.system("test"), connection.cursor() as cursor:
        for model in protected():
            for field in model._meta.concrete_fields:
                if isinstance(field, (EncryptedTextField, BlindIndexField)):
                    cursor.execute(
                        f'SELECT DISTINCT get_byte("{field.column}", 0) FROM "{model._meta.db_table}"'
                        f' WHERE octet_length("{field.column}") > 0'
                    )
                    found[f"{model._meta.db_table}.{field.column}"] = {row[0] for row in cursor.fetchall()}
    return {column: ids for column, ids in found.items() if ids}


def everything_is_there(dossier) -> None:
    with scoping.system("test"):
        party = Party.objects.get(dossier=dossier)
        assert (party.identity_number, party.phone) == (NUMBER, PHONE)
        assert set(queries.search(Dossier.objects.all(), NUMBER)) == {dossier}
        assert set(queries.search(Dossier.objects.all(), PHONE)) == {dossier}
        assert Citizen.objects.filter(parties=party).get().identity_number == NUMBER
        assert OfficialAccount.objects.get().oa_secret == "khoa-cua-oa"
        assert spent_before(Grant.objects.get(), TOKEN) and not spent_before(Grant.objects.get(), "another-token")
    assert find(dossier.code, PHONE[-4:]) == dossier.id
    with pytest.raises(NotFound):
        find(dossier.code, "9999")
    # the same person is known again, not written down twice
    again = register_citizen(Identity("Nguyễn Văn Thử 1", "cccd", NUMBER))
    with scoping.system("test"):
        assert again == Citizen.objects.get(parties__dossier=dossier) and Citizen.objects.count() == 1


def test_from_one_key_to_the_next(dossier, settings):
    assert len(key_ids()) >= 9 and set.union(*key_ids().values()) == {1}
    everything_is_there(dossier)
    # given the new key in front: all is read and found as before, and what is written is written under it
    restarted(settings, f"{NEW},{OLD}")
    everything_is_there(dossier)
    assert sum(t.left for t in remaining()) >= 6
    # when it is written again
    told = StringIO()
    call_command("rotate_keys", stdout=told)
    assert "có thể bỏ khóa cũ" in told.getvalue()
    assert set.union(*key_ids().values()) == {2}
    everything_is_there(dossier)
    # then the old one can go
    restarted(settings, NEW)
    everything_is_there(dossier)
    with scoping.system("test"):
        assert not PhoneReach.objects.exists(), "a digest without its value is forgotten: Zalo is asked again"


def test_counting_changes_nothing_and_says_no(dossier, settings):
    restarted(settings, f"{NEW},{OLD}")
    before = key_ids()
    with pytest.raises(CommandError, match="chưa được bỏ khóa cũ"):
        call_command("rotate_keys", check=True, stdout=StringIO())
    assert key_ids() == before


def test_a_rotation_that_broke_off_is_taken_up(dossier, settings):
    restarted(settings, f"{NEW},{OLD}")
    next(rotate(batch=1))
    assert sum(t.left for t in remaining()) > 0
    assert [t for t in rotate(batch=1) if t.left] == []
    assert [t for t in rotate() if t.written or t.forgotten] == [], "nothing is done twice"


def test_a_key_taken_away_too_soon_is_a_clear_error(dossier, settings):
    restarted(settings, NEW)
    with scoping.system("test"), pytest.raises(CannotDecrypt, match="key 1 is not in FIELD_ENCRYPTION_KEYS"):
        list(Party.objects.all())


def test_each_digest_says_what_it_is_the_digest_of(dossier):
    """A digest whose value lies beside it can be made anew; those without are named here."""
    without = {
        f"{model._meta.label}.{field.name}"
        for model in protected() for field in model._meta.concrete_fields
        if isinstance(field, BlindIndexField) and field.of is None
    }  # fmt: skip
    assert without == {"zalo.PhoneReach.phone_index"}
