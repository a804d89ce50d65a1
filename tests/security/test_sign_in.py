"""The door of the officials: whose session it becomes, where it leads, who is kept from guessing, and when it is over."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from foundation import scoping
from tests.config.house import bare, own_secrets, run
from tests.security.away import without_redis
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
DOOR, OUT = "/can-bo/dang-nhap/", "/can-bo/dang-xuat/"


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """A province, made once: what a test does to it is undone."""
    with django_db_blocker.unblock():
        try:
            yield worlds.build()
        finally:
            call_command("flush", interactive=False, verbosity=0, allow_cascade=True)


@pytest.fixture
def world(committed, db, redis_url):
    return committed


def sign_in(world, client: Client, role: str = "case_officer", **more: str):
    return client.post(DOOR, {"username": world.people[role].username, "password": "matkhau", **more})


def is_in(key: str) -> bool:
    """Whether a browser that brings this session is let in."""
    client = Client()
    client.cookies["sessionid"] = key
    return client.get("/can-bo/").status_code == 200


def kept(key: str) -> bool:
    with scoping.system("test"):
        return Session.objects.filter(session_key=key).exists()


class TestASessionThatSomebodyElsePlanted:
    @pytest.fixture
    def planted(self, world) -> str:
        from accounts.sessions import SessionStore

        session = SessionStore()
        session["mark"] = "attacker"
        session.create()
        return str(session.session_key)

    def test_gets_a_new_key_at_sign_in(self, world, planted):
        victim = Client()
        victim.cookies["sessionid"] = planted
        assert sign_in(world, victim).status_code == 302
        key = victim.cookies["sessionid"].value
        assert key != planted and is_in(key)
        assert not is_in(planted) and not kept(planted)

    def test_a_key_that_was_never_given_out_is_not_taken_over(self, world):
        victim = Client()
        victim.cookies["sessionid"] = "a" * 32
        sign_in(world, victim)
        assert victim.cookies["sessionid"].value != "a" * 32 and not is_in("a" * 32)

    def test_who_signs_in_after_somebody_else_gets_nothing_of_theirs(self, world):
        client = Client()
        sign_in(world, client, "receptionist")
        first = client.cookies["sessionid"].value
        sign_in(world, client, "case_officer")
        assert client.cookies["sessionid"].value != first and not is_in(first)


@pytest.mark.parametrize(
    "target",
    [
        "https://ke-xau.example/", "//ke-xau.example/", "///ke-xau.example", "/\\ke-xau.example", "\\\\ke-xau.example/",
        "http:ke-xau.example", "https:///ke-xau.example", "/\t/ke-xau.example", "javascript:alert(1)", "data:text/html,x",
        "@ke-xau.example", " //ke-xau.example", "http://testserver@ke-xau.example/", "can-bo/",
    ],
)  # fmt: skip
def test_next_leads_nowhere_else(world, target):
    assert sign_in(world, Client(), next=target)["Location"] == "/can-bo/"


def test_next_leads_back_into_the_house(world):
    assert sign_in(world, Client(), next="/can-bo/?xem=unit")["Location"] == "/can-bo/?xem=unit"


class TestCookies:
    def test_of_a_house_behind_https(self, world, settings):
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True  # what production says: the test below
        client = Client()
        client.get(DOOR)
        sign_in(world, client)
        for name in ("sessionid", "csrftoken"):
            cookie = client.cookies[name]
            assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax", name
            assert cookie["domain"] == "" and cookie["path"] == "/", name

    def test_of_a_look_up_behind_https(self, world):
        dossier = worlds.filed(world, accept=True)
        answer = Client().post("/tra-cuu/", {"code": dossier.code, "secret": "0001"}, secure=True)
        cookie = answer.cookies["tra_cuu"]
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Strict"

    def test_settings_of_production(self):
        asked = """
import django, json; django.setup()
from django.conf import settings
from django.test import Client
said = {name: getattr(settings, name) for name in (
    "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY", "DEBUG")}
answer = lambda **more: Client(raise_request_exception=False).get("/api/v1/khong-co/", headers={"host": "a.example.vn"}, **more)
said["https"] = answer(secure=True).headers.get("Strict-Transport-Security", "")
said["http"] = answer().headers.get("Strict-Transport-Security", "")
print(json.dumps(said))
"""
        done = run(
            "-c", asked, **bare(), **own_secrets(), PUBLIC_URL="https://a.example.vn",
            DJANGO_SETTINGS_MODULE="portal.settings",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1]) == {
            "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True, "SESSION_COOKIE_SAMESITE": "Lax",
            "CSRF_COOKIE_SECURE": True, "CSRF_COOKIE_HTTPONLY": True, "DEBUG": False,
            "https": "max-age=31536000", "http": "",
        }  # fmt: skip


class TestLeaving:
    def test_kills_the_session_not_only_the_cookie(self, world):
        client = Client()
        sign_in(world, client)
        key = client.cookies["sessionid"].value
        assert is_in(key)
        client.post(OUT)
        assert not is_in(key) and not kept(key)

    @pytest.mark.parametrize("door", [OUT, "/quan-tri/logout/"])
    def test_is_done_by_post_alone(self, world, door):
        client = Client()
        sign_in(world, client, "admin")
        for method in ("get", "head", "options"):
            getattr(client, method)(door)
            assert is_in(client.cookies["sessionid"].value), method
        client.post(door)
        assert client.get("/can-bo/").status_code == 302

    def test_and_entering_need_a_form_of_ours(self, world):
        client = Client(enforce_csrf_checks=True)
        with nothing_changes():
            assert sign_in(world, client).status_code == 403
        inside = Client(enforce_csrf_checks=True)
        with scoping.system("test"):
            inside.force_login(world.people["clerk"], backend="accounts.sign_in.ScopedModelBackend")
        assert inside.post(OUT).status_code == 403 and is_in(inside.cookies["sessionid"].value)

    def test_a_new_password_ends_the_sessions_of_the_old_one(self, world):
        elsewhere = Client()
        sign_in(world, elsewhere)
        with scoping.system("test"):
            user = User.objects.get(pk=world.people["case_officer"].pk)
            user.set_password("mat-khau-moi")
            user.save()
        assert elsewhere.get("/can-bo/").status_code == 302

    def test_an_account_that_was_closed_is_out_at_once(self, world):
        client = Client()
        sign_in(world, client)
        with scoping.system("test"):
            User.objects.filter(pk=world.people["case_officer"].pk).update(is_active=False)
        assert client.get("/can-bo/").status_code == 302


def tries(names: list[str], addresses: list[str]) -> list[int]:
    return [
        Client().post(DOOR, {"username": name, "password": "sai"}, REMOTE_ADDR=address).status_code
        for name, address in zip(names, addresses, strict=True)
    ]


class TestGuessing:
    def test_of_one_name_is_over_after_five_and_only_for_who_guesses(self, world):
        name = world.people["case_officer"].username
        assert tries([name] * 6, ["2001:db8:1:2::1", *[f"2001:db8:1:2:{n}::" for n in range(5)]])[-1] == 429
        assert sign_in(world, Client()).status_code == 302, "at another address the official works on"

    def test_of_many_names_from_one_address(self, world, monkeypatch):
        monkeypatch.setattr("portal.office.sign_in.BY_ADDRESS", 6)
        names = [f"can-bo-{n}" for n in range(7)]
        assert tries(names, [f"2001:db8:1:2::{n}" for n in range(7)]) == [400] * 6 + [429]
        assert tries(["can-bo-9"], ["2001:db8:1:3::1"]) == [400]

    def test_of_one_name_from_many_addresses(self, world, monkeypatch):
        monkeypatch.setattr("portal.office.sign_in.BY_NAME", 6)
        name = world.people["case_officer"].username
        assert tries([name, name.upper()] * 3 + [name], [f"203.0.113.{n}" for n in range(7)]) == [400] * 6 + [429]
        assert sign_in(world, Client()).status_code == 429, "who guessed right then learns nothing"
        assert sign_in(world, Client(), "receptionist").status_code == 302

    def test_of_one_name_from_one_address_shuts_nobody_else_out(self, world):
        # given somebody who tries an official's name a hundred times from one address, in capitals too
        name = world.people["case_officer"].username
        typed = [name, name.upper(), name.title(), name.swapcase()] * 25
        assert tries(typed, ["203.0.113.9"] * 100)[-1] == 429
        # when the official signs in elsewhere, then they are let in
        assert sign_in(world, Client()).status_code == 302

    def test_without_redis(self, world, monkeypatch):
        without_redis(monkeypatch)
        monkeypatch.setattr("portal.office.sign_in.BY_ADDRESS", 6)
        assert tries([f"can-bo-{n}" for n in range(7)], ["203.0.113.1"] * 7) == [400] * 6 + [429]

    def test_what_was_typed_as_a_name_is_not_kept(self, world):
        from foundation.redis import client, key

        tries(["mat-khau-nham-cho"], ["203.0.113.1"])
        names = [name.decode() for name in client().scan_iter(key("*").encode())]
        assert [n for n in names if "sign-in" in n] and not [n for n in names if "nham-cho" in n]
