"""Every page × every role × its own units, another unit, another province; and accounts that give no right."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.matrix.conftest import undone
from tests.matrix.table import (
    ACCOUNT_KEEPERS,
    ADMINISTRATORS,
    CASHIERS,
    EVERYBODY,
    FORM_KEEPERS,
    MONEY_KEEPERS,
    NOBODY,
    OFFICIALS,
    PAGES,
    PLACES,
    READERS,
    RECALCULATORS,
    SHIFT_KEEPERS,
    is_reader,
)
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


def path_of(name: str, matrix) -> str:
    dossier = matrix.dossiers["processing"]
    arguments = {
        "public:procedure": {"code": worlds.HOTEL}, "office:procedure": {"code": worlds.HOTEL}, "public:rating": {"token": "x"}, "public:verify": {"token": "x"}, "theme": {"province_id": dossier.province_id},
        "public:english-page": {"rest": "tra-cuu/"}, "public:vietnamese-page": {"rest": "tra-cuu/"},
        "office:dossier": {"dossier_id": dossier.id}, "office:ledger": {"dossier_id": dossier.id},
        "office:clock": {"dossier_id": dossier.id}, "office:money": {"dossier_id": dossier.id}, "office:recalculation": {"job_id": dossier.id},
        "office:assign": {"dossier_id": dossier.id},
        **{f"office:step-{act}": {"dossier_id": dossier.id} for act in ("forward", "pull-back", "send-back", "consult")},
        "office:processes": {"code": worlds.HOTEL}, "office:process": {"process_id": dossier.id},
        "office:result": {"dossier_id": dossier.id, "result_id": dossier.id}, "office:reuse": {"dossier_id": dossier.id},
        "office:from-store": {"dossier_id": dossier.id}, "office:drop-paper": {"dossier_id": dossier.id, "attachment_id": dossier.id}, "office:identity": {"dossier_id": dossier.id, "party_id": matrix.party_id},
        "office:at-once": {"dossier_id": dossier.id},
        "office:slip": {"slip_id": dossier.id}, "office:shift-of": {"cashier_id": dossier.id},
        "office:step-answer": {"dossier_id": dossier.id, "asked_id": matrix.asked_id},
        "office:act": {"dossier_id": dossier.id, "name": "complete"},
        "office:notices": {"dossier_id": dossier.id, "party_id": matrix.party_id},
        "office:paper": {"dossier_id": dossier.id, "file_id": matrix.file_id},
        "office:new-form": {"dossier_id": dossier.id, "kind": "control"},
        "office:form-file": {"dossier_id": dossier.id, "paper_id": matrix.paper_id},
        "office:void-form": {"dossier_id": dossier.id, "paper_id": matrix.paper_id},
        "office:form-edition": {"kind": "receipt"}, "office:register-file": {"paper_id": matrix.book_id},
    }  # fmt: skip
    return reverse(name, kwargs=arguments.get(name))


def is_for(who: str, role: str, place: str) -> bool:
    return {
        EVERYBODY: True, OFFICIALS: True, NOBODY: False, READERS: is_reader(role, place),
        ADMINISTRATORS: role == "admin", CASHIERS: role in ("cashier", "receptionist"), SHIFT_KEEPERS: role == "centre_director", RECALCULATORS: role in ("centre_director", "controller"),
        MONEY_KEEPERS: role in ("cashier", "receptionist", "centre_director"), ACCOUNT_KEEPERS: role in ("centre_director", "admin"),
        FORM_KEEPERS: role in ("admin", "centre_director", "controller"),
    }[who]  # fmt: skip


def content(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8", "replace")


def check(name: str, answer, entitled: bool, matrix, who: str) -> None:
    page = PAGES[name]
    if entitled and page.goes_to:
        assert (answer.status_code, answer["Location"]) == (302, page.goes_to), (name, who)
    elif entitled:
        assert answer.status_code == 200, (name, who, answer.status_code)
    elif page.who != NOBODY:
        assert answer.status_code in (302, 403, 404), (name, who, answer.status_code)
        assert answer.status_code != 302 or answer["Location"].startswith("/can-bo/dang-nhap/?next="), (name, who)


@pytest.mark.parametrize("role", [r.value for r in Role])
def test_officials(matrix, role):
    for place in PLACES:
        client, who = matrix.officials[role, place], f"{role} at {place}"
        with nothing_changes():
            for name, page in PAGES.items():
                if page.who == EVERYBODY and place != "receiving":
                    continue  # what everybody gets does not depend on a place
                answer = client.get(path_of(name, matrix))
                check(name, answer, is_for(page.who, role, place), matrix, who)
                if not is_reader(role, place):
                    shown = content(answer)
                    assert [m for m in matrix.marks if m in shown] == [], (name, who)


def test_accounts_that_give_no_right(matrix):
    with nothing_changes():
        for who, client in matrix.nobodies.items():
            official = who in ("post ended", "post not begun", "no post")
            for name, page in PAGES.items():
                answer = client.get(path_of(name, matrix))
                check(name, answer, page.who == EVERYBODY or (official and page.who == OFFICIALS), matrix, who)
                shown = content(answer)
                assert [m for m in matrix.marks if m in shown] == [], (name, who)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(matrix, method):
    everybody = [matrix.officials["admin", "receiving"], matrix.nobodies["a stranger"]]
    with nothing_changes():
        for name in PAGES:
            for client in everybody:
                answer = client.generic(method, path_of(name, matrix), b"action=complete&version=1")
                assert answer.status_code < 500, (name, method)


def test_signing_out_is_for_those_who_are_signed_in_and_by_post(matrix):
    for (role, place), client in matrix.officials.items():
        with undone():
            assert client.get("/can-bo/dang-xuat/").status_code == 405
            answer = client.post("/can-bo/dang-xuat/")
            assert (answer.status_code, answer["Location"]) == (302, "/can-bo/dang-nhap/"), (role, place)
            assert client.get("/can-bo/")["Location"].startswith("/can-bo/dang-nhap/")
        break
