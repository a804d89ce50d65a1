"""Scripts typed as names, reasons, notes, votes: stored as they were typed, and shown as text wherever they are shown."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from complaints.actions.submit_feedback import NewFeedback, submit_feedback
from dossiers.actions.add_document import add_document
from dossiers.actions.refuse import refuse
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.models import Dossier
from foundation import scoping
from ratings import queries
from tests.matrix.people import PDF
from tests.security.strictness import inline
from tests.support import world as worlds
from tests.support.administration import signed_in

pytestmark = pytest.mark.django_db
FIELDS = (
    "name", "address", "summary", "reason", "note", "refusal", "feedback", "complainant", "vote", "official", "agency",
    "hours",
)  # fmt: skip


def hostile(field: str) -> str:
    return f"Zz{field} <script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{{{7*7}}}} </textarea><svg/onload=x>"


@pytest.fixture
def house(redis_url):
    """A dossier whose every text is hostile, another that was refused and rated, a feedback."""
    world = worlds.build()
    with scoping.system("test"):
        for row, field, value in (
            (world.people["case_officer"], "full_name", hostile("official")), (world.department, "name", hostile("agency")),
            (world.department, "opening_note", hostile("hours")[:200]),
        ):  # fmt: skip
            type(row).objects.filter(pk=row.pk).update(**{field: value})
    bad = worlds.person(1, full_name=hostile("name"), address=hostile("address"))
    dossier = worlds.filed(world, accept=True, applicant=bad, summary=hostile("summary"))
    with world.scope("case_officer"):
        actor = world.actor("case_officer")
        start(dossier.id, actor=actor, note=hostile("note"))
        request_supplement(dossier.id, actor=actor, reason=hostile("reason"))
        add_document(
            dossier.id, actor=actor, stream=io.BytesIO(PDF), file_name=hostile("file").replace("/", "") + ".pdf"
        )
    refused = worlds.filed(world, 2)
    with world.scope("receptionist"):
        refuse(refused.id, actor=world.actor("receptionist"), reason=hostile("refusal"))
    said = NewFeedback("rules", hostile("feedback"), hostile("complainant"), "0900000001", "H05", world.department.code)
    submit_feedback(said)
    with scoping.system("test"):
        token = queries.open_token(refused.id)
    assert Client().post(f"/danh-gia/{token}/", {"score": "1", "text": hostile("vote")}).status_code == 200
    return world, dossier, refused


def harmless(client: Client, path: str) -> set[str]:
    """The fields that a page shows, none of which became part of the page."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    assert inline(page) == [] and "<svg" not in page.lower(), path
    assert " 49 " not in page, f"{path} ran a template"
    return {field for field in FIELDS if f"Zz{field} &lt;script&gt;" in page}


def test_no_page_runs_them_and_each_is_shown_somewhere(house):
    world, dossier, refused = house
    shown: set[str] = set()
    of_a_dossier = [f"/can-bo/ho-so/{d.id}/" for d in (dossier, refused)]
    with scoping.system("test"):
        party = dossier.parties.get()
    for role in ("receptionist", "case_officer", "unit_head", "inspector", "controller"):
        client = signed_in(world, role)
        pages = ["/can-bo/", "/can-bo/?xem=unit", reverse("office:feedback"), reverse("office:ratings"), *of_a_dossier]
        pages += [reverse("office:ledger", args=[dossier.id])]
        for path in pages:
            shown |= harmless(client, path)
    officer = signed_in(world, "receptionist")
    shown |= harmless(officer, f"/can-bo/ho-so/{dossier.id}/receive_supplement/")
    shown |= harmless(officer, reverse("office:notices", args=[dossier.id, party.id]))
    citizen = Client()
    citizen.post("/tra-cuu/", {"code": dossier.code, "secret": "0001"})
    shown |= harmless(citizen, "/tra-cuu/trang-thai/")
    shown |= harmless(Client(), "/phan-anh/?province=H05")
    assert set(FIELDS) - shown == set(), "what no page showed was not tested"


def test_what_is_typed_into_public_forms_comes_back_as_text(redis_url):
    worlds.build()
    stranger = Client()
    for path, form in (
        ("/tra-cuu/", {"code": hostile("code")[:90], "secret": "<svg/onload=x>"}),
        ("/can-bo/dang-nhap/", {"username": hostile("u"), "password": "x", "next": "'\"><svg/onload=x>"}),
        ("/phan-anh/", {"text": hostile("t"), "name": hostile("n"), "phone": "\"'><svg/onload=x>", "agency": "<svg>"}),
    ):
        answer = stranger.post(path, form)
        page = answer.content.decode()
        assert answer.status_code in (200, 400) and inline(page) == [] and "<svg" not in page.lower(), path
    for path in ("/tra-cuu/?code=", "/thu-tuc/?q=", "/can-bo/dang-nhap/?next=", "/phan-anh/?province="):
        page = stranger.get(path + "%22'%3E%3Csvg/onload=x%3E").content.decode()
        assert inline(page) == [] and "<svg" not in page.lower(), path


def test_the_administration_shows_them_as_text(house):
    world, _dossier, _refused = house
    client = signed_in(world, "admin")
    for path in (
        reverse("admin:accounts_agency_changelist"), reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_agency_change", args=[world.department.pk]),
        reverse("admin:accounts_user_change", args=[world.people["case_officer"].pk]),
    ):  # fmt: skip
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200 and "&lt;script&gt;alert(1)" in page, path
        assert inline(page) == [] and "<svg/onload" not in page, path


def test_they_are_kept_as_typed(house):
    _world, dossier, _refused = house
    with scoping.system("test"):
        assert Dossier.objects.get(pk=dossier.pk).summary == hostile("summary")
