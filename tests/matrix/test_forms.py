"""Every form × every role × every place: issuing, voiding, the book; who may not leaves nothing behind."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.forms.rules import OF_DOSSIERS
from events.models import Event
from foundation import scoping
from foundation.local_time import today_local
from tests.matrix.conftest import undone
from tests.matrix.table import BOOK_KEEPERS, FORMS, PLACES, VOIDERS, is_reader
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
EVERYWHERE = [(role.value, place) for role in Role for place in PLACES]
TYPED = {"papers": "Đơn", "copies": "1", "collect": "Quầy", "items": "Bản vẽ", "reason": "Thiếu", "asked_by": "", "returned": ""}  # fmt: skip
# what is issued in states that the matrix has no dossier of: each role in tests/forms/test_who.py
ELSEWHERE = {"refusal", "apology", "stop"}


def test_no_form_is_without_a_row():
    assert {kind for kind, _status, _who in FORMS} | ELSEWHERE == {kind.value for kind in OF_DOSSIERS}
    assert {kind.value for kind in PaperKind} - {kind.value for kind in OF_DOSSIERS} == {"register", "fee_receipt"}


@pytest.mark.parametrize(("kind", "status", "who"), FORMS, ids=[f"{k} {s}" for k, s, _w in FORMS])
def test_issuing(matrix, kind, status, who):
    dossier = matrix.dossiers[status]
    path = reverse("office:new-form", kwargs={"dossier_id": dossier.id, "kind": kind})
    with nothing_changes():
        for role, place in EVERYWHERE:
            if (role, place) in who:
                continue
            client, seen = matrix.officials[role, place], is_reader(role, place)
            assert client.get(path).status_code == (409 if seen else 404), (role, place)
            assert client.post(path, TYPED).status_code == (403 if seen else 404), (role, place)
        for name, client in matrix.nobodies.items():
            answer = client.post(path, TYPED)
            assert answer.status_code in (302, 403, 404), name
            assert answer.status_code != 302 or answer["Location"].startswith("/can-bo/dang-nhap/"), name
    for role, place in who:
        with undone():
            client = matrix.officials[role, place]
            assert client.get(path).status_code == 200, (role, place)
            answer = client.post(path, TYPED)
            assert answer.status_code == 302, (role, place, answer.content.decode()[-2000:])
            with scoping.system("test"):
                paper = IssuedPaper.objects.latest("id")
                assert (paper.kind, paper.subject_id, paper.issued_by_id) == (
                    kind, dossier.id, matrix.users[role, place].id,
                )  # fmt: skip
                assert Event.objects.filter(subject_id=dossier.id).latest("seq").kind == "dossier.paper_issued"


def test_voiding(matrix):
    dossier = matrix.dossiers["processing"]
    path = reverse("office:void-form", kwargs={"dossier_id": dossier.id, "paper_id": matrix.paper_id})
    with nothing_changes():
        for role, place in EVERYWHERE:
            if (role, place) not in VOIDERS:
                answer = matrix.officials[role, place].post(path, {"reason": "Sai"})
                assert answer.status_code == (409 if is_reader(role, place) else 404), (role, place)
        for name, client in matrix.nobodies.items():
            assert client.post(path, {"reason": "Sai"}).status_code in (302, 403, 404), name
    for role, place in VOIDERS:
        with undone():
            assert matrix.officials[role, place].post(path, {"reason": "Sai"}).status_code == 302
            with scoping.system("test"):
                assert IssuedPaper.objects.get(id=matrix.paper_id).is_voided


def test_the_book(matrix):
    """Who keeps the book of the counter reads it, prints it and fetches what was printed."""
    page, centre = reverse("office:register"), matrix.here.centre
    file = reverse("office:register-file", kwargs={"paper_id": matrix.book_id})
    field, day = matrix.dossiers["processing"].procedure.field.code, today_local().isoformat()
    asked = {"noi": str(centre.id), "linh_vuc": field, "tu": day, "den": day}
    with nothing_changes():
        for role, place in EVERYWHERE:
            client, keeps = matrix.officials[role, place], (role, place) in BOOK_KEEPERS
            answer = client.get(page, asked)
            read = answer.content.decode()
            assert (answer.status_code == 200 and matrix.dossiers["processing"].code in read) is keeps, (role, place)
            if not keeps:
                assert [mark for mark in matrix.marks if mark in read] == [], (role, place)
                assert client.post(page, asked).status_code in (400, 403), (role, place)
            assert client.get(file).status_code == (200 if keeps else 404), (role, place)
        for name, client in matrix.nobodies.items():
            assert client.post(page, asked).status_code in (302, 403), name
            assert client.get(file).status_code in (302, 403, 404), name
    for role, place in BOOK_KEEPERS:
        with undone():
            assert matrix.officials[role, place].post(page, asked).status_code == 302, (role, place)
