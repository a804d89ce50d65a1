"""The permission matrix: every address × role × own unit, other unit, other province."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from foundation import scoping
from portal.chat.router import COMMANDS
from tests.api.conftest import ApiClient
from tests.matrix.table import ALL_STAFF, API, ELSEWHERE, PAGES
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db


def addresses(resolver=None, space="") -> set[str]:
    """The names of all our addresses (the admin has its own rules)."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                found |= addresses(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            found.add(f"{space}{entry.name}")
    return found


def test_no_address_is_without_a_row():
    known = set(PAGES) | set(API) | ELSEWHERE
    assert addresses() - known == set(), "add the new address to tests/matrix/table.py"
    assert (set(PAGES) | set(API)) - addresses() == set(), "take away what no longer exists"


def test_no_chat_command_is_without_a_row():
    assert len(COMMANDS) == 1, "a new command needs its row: who is answered what (tests/chat)"


@pytest.fixture
def house(db, redis_url):
    world = worlds.build()
    return world, filed(world), worlds.build("H19", "Đồng Nai", catalogue=False)


PER_DOSSIER_API = (
    "api:dossier", "api:transitions", "api:dossier-events", "api:dossier-messages", "api:documents", "api:results",
)  # fmt: skip


def path_of(name, dossier):
    arguments = {
        "public:procedure": {"code": worlds.HOTEL}, "public:rating": {"token": "x"},
        "public:english-page": {"rest": "tra-cuu/"}, "public:vietnamese-page": {"rest": "tra-cuu/"},
        "theme": {"province_id": dossier.province_id},
        "office:dossier": {"dossier_id": dossier.id}, "office:ledger": {"dossier_id": dossier.id},
        "office:paper": {"dossier_id": dossier.id, "file_id": dossier.id}, "office:act": {"dossier_id": dossier.id, "name": "accept"},
        "api:procedure": {"code": worlds.HOTEL}, "api:mirror": {"system": "bca", "code": "G09.20-20261123-0092637"},
    }  # fmt: skip
    if name in PER_DOSSIER_API:
        return reverse(name, kwargs={"dossier_id": dossier.id})
    return reverse(name, kwargs=arguments.get(name))


def signed_in(user) -> Client:
    client = Client()
    with scoping.system("test"):
        client.force_login(user, backend="accounts.sign_in.ScopedModelBackend")
    return client


def answered(client, name, dossier) -> bool:
    method, _who = PAGES[name]
    answer = client.generic(method, path_of(name, dossier))
    if name == "office:sign-out":
        return answer.status_code == 302 and answer["Location"] == "/can-bo/dang-nhap/"
    return answer.status_code == 200


def test_strangers(house):
    _world, dossier, _elsewhere = house
    for name, (_method, who) in PAGES.items():
        if name == "office:sign-out":
            continue
        assert answered(Client(), name, dossier) is ("anybody" in who), name
        if "moved" in who:
            answer = Client().get(path_of(name, dossier))
            assert answer.status_code == 302 and answer["Location"] in ("/", "/tra-cuu/"), name


@pytest.mark.parametrize("role", ALL_STAFF)
def test_own_unit(house, role):
    world, dossier, _elsewhere = house
    for name, (_method, who) in PAGES.items():
        if name.startswith("office:") and name not in ("office:sign-in", "office:sign-out"):
            got = answered(signed_in(world.people[role]), name, dossier)
            assert got is (role in who), (name, role)


FILES = ("api:documents", "api:results")
PER_DOSSIER = ("office:dossier", "office:ledger", "office:act")


@pytest.mark.parametrize("name", PER_DOSSIER)
def test_another_unit_and_another_province_get_nothing(house, name):
    world, dossier, elsewhere = house
    strangers = [world.people["other_officer"], world.people["ward_receptionist"]]
    strangers += [elsewhere.people[role] for role in ALL_STAFF]
    for user in strangers:
        assert not answered(signed_in(user), name, dossier), (name, user.username)


def test_the_api_asks_for_its_scope_and_keeps_to_its_agencies(house):
    world, dossier, elsewhere = house
    everything = " ".join({scope for _method, scope in API.values()})
    own = ApiClient(worlds.client_of(world, everything))
    foreign = ApiClient(worlds.client_of(elsewhere, everything))
    other_unit = ApiClient(worlds.client_of(world, everything, agencies=("land",)))
    for name, (method, scope) in API.items():
        path = path_of(name, dossier)
        without = ApiClient(worlds.client_of(world, " ".join({s for _m, s in API.values()} - {scope})))
        body = {} if method != "GET" else None
        # a JSON body where a file is wanted is refused before the token is read
        assert without.call(method, path, body).status_code in ((415,) if name in FILES else (403,)), name
        assert Client().generic(method, path).status_code == 401, name
        status = own.call(method, path, body).status_code
        assert status in ((200,) if method == "GET" else (400, 415)), (name, status)
        if "dossier_id" in str(path) or str(dossier.id) in path:
            for stranger in (foreign, other_unit):
                assert stranger.call(method, path, body).status_code in (404, 400, 415), name
                assert str(dossier.id) not in stranger.call(method, path, body).content.decode(), name
