"""Every act × every role × the unit that receives, the one that decides, another one, another province: on the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from dossiers.models import Dossier
from events.models import Event
from foundation import scoping
from foundation.local_time import now, to_local
from tests.matrix.conftest import undone
from tests.matrix.table import ACTS, ASSIGNERS, IDENTITY, NOTICES, PLACES, STEPPERS, is_reader
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
EVERYWHERE = [(role.value, place) for role in Role for place in PLACES]


def members(act: str, dossier: Dossier) -> dict[str, str]:
    """What the form of this act asks for."""
    later = to_local(now() + timedelta(days=90)).replace(hour=10, minute=0)
    while later.weekday() > 4:
        later += timedelta(days=1)
    return {
        "version": str(dossier.row_version), "note": "", "reason": "Theo đề nghị của công dân", "outcome": "granted",
        "due_at": f"{later:%Y-%m-%dT%H:%M}", "override": "on",
    }  # fmt: skip


@pytest.mark.parametrize(("act", "status", "who"), ACTS, ids=[f"{a} {s}" for a, s, _w in ACTS])
def test_officials(matrix, act, status, who):
    dossier = matrix.dossiers[status]
    path = reverse("office:act", kwargs={"dossier_id": dossier.id, "name": act})
    with nothing_changes():
        for role, place in EVERYWHERE:
            if (role, place) in who:
                continue
            answer = matrix.officials[role, place].post(path, members(act, dossier))
            assert answer.status_code == (409 if is_reader(role, place) else 404), (role, place, answer.status_code)
            if role in ("clerk", "admin"):  # the form itself is shown to nobody else either
                shown = matrix.officials[role, place].get(path)
                assert shown.status_code == (409 if is_reader(role, place) else 404), (role, place)
        for name, client in matrix.nobodies.items():
            answer = client.post(path, members(act, dossier))
            assert answer.status_code in (302, 403, 404), name
            assert answer.status_code != 302 or answer["Location"].startswith("/can-bo/dang-nhap/"), name
    for role, place in who:
        with undone():
            answer = matrix.officials[role, place].post(path, members(act, dossier))
            assert answer.status_code == 302, (role, place, answer.content.decode()[-3000:])
            assert answer["Location"] == f"/can-bo/ho-so/{dossier.id}/"
            with scoping.system("test"):
                changed = Dossier.objects.get(id=dossier.id)
                assert changed.row_version > dossier.row_version, (role, place)
                last = Event.objects.filter(subject_id=dossier.id).latest("seq")
                assert last.actor_user_id == matrix.users[role, place].id, "the record names who did it"


def test_who_gives_a_dossier_to_an_official(matrix):
    dossier = matrix.dossiers["processing"]
    path = reverse("office:assign", kwargs={"dossier_id": dossier.id})
    chosen = {"assignee": str(matrix.users["unit_head", "competent"].id), "version": str(dossier.row_version)}
    page = reverse("office:dossier", kwargs={"dossier_id": dossier.id})
    with nothing_changes():
        for role, place in EVERYWHERE:
            client = matrix.officials[role, place]
            if (role, place) not in ASSIGNERS:
                assert client.post(path, chosen).status_code == (403 if is_reader(role, place) else 404), (role, place)
                assert f'action="{path}"' not in client.get(page).content.decode(), (role, place)
        for name, client in matrix.nobodies.items():
            assert client.post(path, chosen).status_code in (302, 403, 404), name
        # and nobody is given it who does not handle dossiers there
        head = matrix.officials["unit_head", "competent"]
        for somebody in (("clerk", "competent"), ("case_officer", "receiving"), ("case_officer", "elsewhere")):
            asked = {**chosen, "assignee": str(matrix.users[somebody].id)}
            assert head.post(path, asked).status_code == 400, somebody
    for role, place in ASSIGNERS:
        with undone():
            assert f'action="{path}"' in matrix.officials[role, place].get(page).content.decode(), (role, place)
            assert matrix.officials[role, place].post(path, chosen).status_code == 302, (role, place)
            with scoping.system("test"):
                assert Dossier.objects.get(id=dossier.id).assignee_id == matrix.users["unit_head", "competent"].id
                last = Event.objects.filter(subject_id=dossier.id).latest("seq")
                assert (last.kind, last.actor_user_id) == ("dossier.assigned", matrix.users[role, place].id)


def test_who_moves_a_dossier_from_step_to_step(matrix):
    """On the desk of its officer: those who do that step send it on, ask others, and nobody else."""
    dossier = matrix.dossiers["processing"]
    version = {"version": str(dossier.row_version)}
    page = reverse("office:dossier", kwargs={"dossier_id": dossier.id})
    on, back, ask = (
        reverse(f"office:step-{act}", kwargs={"dossier_id": dossier.id}) for act in ("forward", "send-back", "consult")
    )
    question = {**version, "agency": str(matrix.here.agencies["land"].id), "question": "Có ý kiến gì?"}
    with nothing_changes():
        for role, place in EVERYWHERE:
            if (role, place) in STEPPERS:
                continue
            client = matrix.officials[role, place]
            assert client.post(on, version).status_code == (403 if is_reader(role, place) else 404), (role, place)
            assert client.post(back, {**version, "reason": "Thiếu"}).status_code == 404, (role, place)
            assert client.post(ask, question).status_code == 404, (role, place)
            assert f'action="{on}"' not in client.get(page).content.decode(), (role, place)
        for name, client in matrix.nobodies.items():
            assert client.post(on, version).status_code in (302, 403, 404), name
    for role, place in STEPPERS:
        client = matrix.officials[role, place]
        with undone():
            assert f'action="{on}"' in client.get(page).content.decode()
            assert client.post(on, version).status_code == 302
            with scoping.system("test"):
                last = Event.objects.filter(subject_id=dossier.id).latest("seq")
                assert (last.kind, last.actor_user_id) == ("dossier.step_completed", matrix.users[role, place].id)
        with undone():
            assert client.post(ask, question).status_code == 302
        with undone():
            assert client.post(back, {**version, "reason": "Thiếu chữ ký"}).status_code == 302


def test_the_choice_about_messages(matrix):
    dossier = matrix.dossiers["processing"]
    path = reverse("office:notices", kwargs={"dossier_id": dossier.id, "party_id": matrix.party_id})
    with nothing_changes():
        for role, place in EVERYWHERE:
            if (role, place) not in NOTICES:
                answer = matrix.officials[role, place].post(path, {"choice": "no"})
                assert answer.status_code == (403 if is_reader(role, place) else 404), (role, place)
        for name, client in matrix.nobodies.items():
            assert client.post(path, {"choice": "no"}).status_code in (302, 403, 404), name
        # a person of another dossier is no way in
        other = reverse(
            "office:notices", kwargs={"dossier_id": matrix.dossiers["accepted"].id, "party_id": matrix.party_id}
        )
        assert matrix.officials["receptionist", "receiving"].post(other, {"choice": "no"}).status_code == 404
    for role, place in NOTICES:
        with undone():
            assert matrix.officials[role, place].post(path, {"choice": "no"}).status_code == 302, (role, place)


def test_how_an_identity_was_confirmed(matrix):
    dossier = matrix.dossiers["processing"]
    path = reverse("office:identity", kwargs={"dossier_id": dossier.id, "party_id": matrix.party_id})
    with nothing_changes():
        for role, place in EVERYWHERE:
            if (role, place) not in IDENTITY:
                assert matrix.officials[role, place].post(path, {"how": "card"}).status_code == 404, (role, place)
        for name, client in matrix.nobodies.items():
            assert client.post(path, {"how": "card"}).status_code in (302, 403, 404), name
    for role, place in IDENTITY:
        with undone():
            assert matrix.officials[role, place].post(path, {"how": "card"}).status_code == 302, (role, place)


def test_without_the_token_of_the_page_nothing_is_done(matrix):
    """A page elsewhere cannot press our buttons (CSRF)."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies = matrix.officials["receptionist", "receiving"].cookies
    dossier = matrix.dossiers["submitted"]
    path = reverse("office:act", kwargs={"dossier_id": dossier.id, "name": "accept"})
    with nothing_changes():
        for headers in ({}, {"origin": "https://evil.example"}, {"referer": "https://evil.example/"}):
            answer = client.post(path, members("accept", dossier), headers=headers)
            assert answer.status_code == 403 and "hết hạn" in answer.content.decode()
        assert client.post("/can-bo/dang-xuat/").status_code == 403
    assert client.get("/can-bo/").status_code == 200, "still signed in"
