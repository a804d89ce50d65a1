"""At the counter: a person says that they no longer want messages, or want them again."""

import html
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Consent
from dossiers.actions.choose_notices import choose_notices
from dossiers.models import Party
from foundation import scoping
from foundation.errors import NotFound, NotPermitted
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(redis_url):
    return worlds.build()


@pytest.fixture
def dossier(world):
    return filed(world, accept=True)


def party_of(dossier) -> Party:
    with scoping.system("test"):
        return Party.objects.get(dossier=dossier)


def said() -> list[tuple[bool, str, object]]:
    with scoping.system("test"):
        return list(Consent.objects.order_by("at", "id").values_list("granted", "source", "recorded_by_id"))


def signed_in(world, role: str) -> Client:
    client = Client()
    with scoping.system("test"):
        client.force_login(world.people[role], backend="accounts.sign_in.ScopedModelBackend")
    return client


def path(dossier) -> str:
    return f"/can-bo/ho-so/{dossier.id}/nhan-tin/{party_of(dossier).id}/"


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_one_press_stops_and_one_press_with_the_text_begins_again(world, dossier):
    client, official = signed_in(world, "receptionist"), world.people["receptionist"].id
    assert path(dossier) in shown(client, f"/can-bo/ho-so/{dossier.id}/")
    assert "Ngừng gửi tin" in shown(client, path(dossier))
    assert client.post(path(dossier), {"choice": "no"}).status_code == 302
    assert "đã rút đồng ý" in shown(client, f"/can-bo/ho-so/{dossier.id}/")
    again = shown(client, path(dossier))
    assert "Tôi đồng ý để Trung tâm" in again and "Họ đồng ý nhận tin" in again
    client.post(path(dossier), {"choice": "yes"})
    assert "đã rút đồng ý" not in shown(client, f"/can-bo/ho-so/{dossier.id}/")
    assert said()[1:] == [(False, "counter", official), (True, "counter", official)]


def test_who_had_not_chosen_zalo_may_choose_it_now(world):
    dossier = filed(world, accept=True, notify_zalo=False)
    assert said() == []
    client = signed_in(world, "guide")
    assert "Họ đồng ý nhận tin" in shown(client, path(dossier))
    client.post(path(dossier), {"choice": "yes"})
    assert party_of(dossier).notify_zalo and [granted for granted, _s, _b in said()] == [True]


@pytest.mark.parametrize("body", [{}, {"choice": ""}, {"choice": "maybe"}])
def test_a_form_that_says_nothing_changes_nothing(world, dossier, body):
    before = said()
    signed_in(world, "receptionist").post(path(dossier), body)
    assert said() == before


@pytest.mark.parametrize("role", ["signer", "clerk", "cashier", "inspector", "admin", "controller"])
def test_others_are_refused_and_nothing_is_written(world, dossier, role):
    before = said()
    client = signed_in(world, role)
    assert client.post(path(dossier), {"choice": "no"}).status_code == 403
    with world.scope(role), pytest.raises(NotPermitted):
        choose_notices(dossier.id, party_of(dossier).id, False, actor=world.actor(role))
    assert said() == before
    assert "nhan-tin" not in shown(client, f"/can-bo/ho-so/{dossier.id}/")


def test_another_province_and_another_dossier_s_person_are_not_found(world, dossier):
    other = worlds.build("H19", "Đồng Nai", catalogue=False)
    assert signed_in(other, "receptionist").post(path(dossier), {"choice": "no"}).status_code == 404
    second, before = filed(world, 2, accept=True), said()
    stranger = party_of(second).id
    assert signed_in(world, "receptionist").get(f"/can-bo/ho-so/{dossier.id}/nhan-tin/{stranger}/").status_code == 404
    for party_id in (stranger, uuid4()):
        with world.scope("receptionist"), pytest.raises(NotFound):
            choose_notices(dossier.id, party_id, False, actor=world.actor("receptionist"))
    assert said()[: len(before)] == before
