"""Every look at a sensitive record is written down, by whom and how; and nobody changes what is written (promise 9)."""

import contextlib
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from complaints.actions.submit_feedback import NewFeedback, submit_feedback
from dossiers.actions.add_document import add_document
from foundation import scoping
from foundation.models import ReadRecord
from foundation.partitions import ensure
from tests.api.conftest import ApiClient
from tests.support import world as worlds
from tests.support.world import MARRIAGE, filed, person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def world(redis_url):
    return worlds.build()


@pytest.fixture
def marriage(world):
    """A dossier of a sensitive procedure, with a paper in it."""
    with world.scope("ward_receptionist"):
        made = worlds.file_dossier(
            worlds.new(
                world, 3, procedure=MARRIAGE, agency=world.agencies["ward"].code, applicant=person(3),
                receiving_agency=world.agencies["ward_centre"].code,
            ),
            actor=world.actor("ward_receptionist"), accept=True,
        )  # fmt: skip
        add_document(made.id, actor=world.actor("ward_receptionist"), stream=io.BytesIO(PDF), file_name="don.pdf")
    return made


def signed_in(user) -> Client:
    client = Client()
    with scoping.system("test"):
        client.force_login(user, backend="accounts.sign_in.ScopedModelBackend")
    return client


def looks() -> list[ReadRecord]:
    with scoping.system("test"):
        return list(ReadRecord.objects.order_by("id"))


def test_an_official_opens_it(world, marriage):
    user = world.people["controller"]
    client = signed_in(user)
    with scoping.system("test"):
        file_id = marriage.attachments.get().file_id
    page = f"/can-bo/ho-so/{marriage.id}/"
    for path, way in (
        (page, "page"), (f"{page}withdraw/", "page"), (f"{page}tep/{file_id}/", "file"), ("/can-bo/", "list"),
        (f"/can-bo/?q={marriage.code}", "list"),
    ):  # fmt: skip
        before = len(looks())
        answer = client.get(path)
        assert answer.status_code in (200, 409), path
        [row] = looks()[before:]
        assert (row.reader_kind, row.reader_user_id, row.way) == ("staff", user.id, way), path
        assert row.subject_ids == [marriage.id] and row.province_id == world.province.id
        assert str(row.correlation_id) == answer["X-Correlation-ID"], "the log line of the request is found by it"


def test_a_system_reads_it(world, marriage):
    client = worlds.client_of(world)
    api = ApiClient(client)
    for path in (f"dossiers/{marriage.id}/", "dossiers/"):
        before = len(looks())
        assert api.get(path).status_code == 200
        [row] = looks()[before:]
        assert (row.reader_kind, row.reader_client_id, row.way) == ("client", client.pk, "api")


def test_the_citizen_looks_it_up(world, marriage):
    assert Client().post("/tra-cuu/", {"code": marriage.code, "secret": "0003"}).status_code == 200
    assert [(r.reader_kind, r.way, r.subject_ids) for r in looks()] == [("citizen", "look-up", [marriage.id])]
    Client().post("/tra-cuu/", {"code": marriage.code, "secret": "9999"})
    assert len(looks()) == 1, "who does not get in has seen nothing"


def test_what_is_said_about_the_conduct_of_officials(world):
    feedback = submit_feedback(NewFeedback("conduct", "Cán bộ to tiếng", "Trần Thử", "0900000009", "H05"))
    submit_feedback(NewFeedback("rules", "Đường dây nóng không ai nghe", "Trần Thử", "0900000009", "H05"))
    assert signed_in(world.people["inspector"]).get("/can-bo/phan-anh/").status_code == 200
    assert [(r.subject_kind, r.subject_ids) for r in looks()] == [("feedback", [feedback.id])]


def test_an_ordinary_dossier_leaves_no_line(world):
    dossier = filed(world, accept=True, applicant=person(1))
    client = signed_in(world.people["controller"])
    assert client.get(f"/can-bo/ho-so/{dossier.id}/").status_code == 200 and client.get("/can-bo/").status_code == 200
    assert Client().post("/tra-cuu/", {"code": dossier.code, "secret": "0001"}).status_code == 200
    assert looks() == []


def test_who_is_refused_has_seen_nothing(world, marriage):
    assert signed_in(world.people["other_officer"]).get(f"/can-bo/ho-so/{marriage.id}/").status_code == 404
    assert looks() == []


@pytest.mark.parametrize("statement", ["UPDATE {0} SET way = 'x'", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_nobody_changes_what_is_written(world, marriage, statement):
    signed_in(world.people["controller"]).get(f"/can-bo/ho-so/{marriage.id}/")
    ensure(months_ahead=8)
    for scope in (scoping.system("test"), scoping.staff(world.province.id, None)):
        with scope, connection.cursor() as cursor:
            cursor.execute("SET LOCAL motcua.emptying = 'off'")
            cursor.execute(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'foundation_readrecord'::regclass"
            )
            months = [name for (name,) in cursor.fetchall()] if "TRUNCATE" in statement else []
            for table in ("foundation_readrecord", *months):
                with contextlib.suppress(DatabaseError), transaction.atomic():
                    cursor.execute(statement.format(table))
                    assert cursor.rowcount == 0, "neither refused nor passed over"
    assert len(looks()) == 1


def test_who_reads_the_log(world, marriage):
    elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
    signed_in(world.people["controller"]).get(f"/can-bo/ho-so/{marriage.id}/")
    for house, role, count in (
        (world, "inspector", 1), (world, "admin", 1), (world, "ward_receptionist", 0), (world, "signer", 0),
        (elsewhere, "admin", 0),
    ):  # fmt: skip
        with house.scope(role):
            assert ReadRecord.objects.count() == count, role
    listed = signed_in(world.people["admin"]).get("/quan-tri/foundation/readrecord/").content.decode()
    assert "Cán bộ controller" in listed and str(marriage.id) in listed
    # nobody writes in the name of another province
    with elsewhere.scope("admin"), pytest.raises(DatabaseError), transaction.atomic():
        ReadRecord.objects.create(
            at="2026-11-25T00:00:00Z", reader_kind="staff", province_id=world.province.id, subject_kind="dossier",
            subject_ids=[], way="page", correlation_id=marriage.id,
        )  # fmt: skip
