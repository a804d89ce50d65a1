"""One vote per invitation, whoever is quick; who is invited, until when, and who reads the votes."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from dossiers.actions.refuse import refuse
from dossiers.actions.withdraw import withdraw
from events.models import Event
from events.queries import of_subject
from foundation import scoping
from foundation.errors import NotPermitted
from foundation.local_time import now, to_local
from ratings import queries
from ratings.actions.vote import vote
from ratings.models import Invitation, Vote
from ratings.policies import visible
from ratings.tokens import invitation_of
from tests.support import world as worlds
from tests.support.world import filed, person


def ended(world, number=1):
    dossier = filed(world, number)
    with world.scope("receptionist"):
        refuse(dossier.id, actor=world.actor("receptionist"), reason="Sai nơi nộp")
    return dossier


def open_token(dossier_id):
    with scoping.system("test"):
        return queries.open_token(dossier_id)


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_leave_one_vote(redis_url):
    world = worlds.build()
    token = open_token(ended(world).id)
    start, statuses = threading.Barrier(4), []

    def post(score):
        start.wait()
        try:
            statuses.append(Client().post(f"/danh-gia/{token}/", {"score": str(score)}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=(score,)) for score in (1, 2, 4, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409, 409, 409]
    with scoping.system("test"):
        assert Vote.objects.count() == 1 and Event.objects.filter(kind="rating.voted").count() == 1


@pytest.mark.django_db
class TestVotes:
    @pytest.fixture
    def world(self, db, redis_url):
        return worlds.build()

    def test_nobody_is_invited_before_the_end(self, world):
        assert open_token(filed(world, accept=True).id) is None
        with scoping.system("test"):
            assert not Invitation.objects.exists()

    def test_after_thirty_days_it_is_too_late(self, world, client):
        dossier = ended(world)
        token = open_token(dossier.id)
        with scoping.system("test"):
            Invitation.objects.update(expires_at=now() - timedelta(minutes=5))
        page = client.get(f"/danh-gia/{token}/")
        assert page.status_code == 409 and "<h1>Lời mời đã hết hạn</h1>" in page.content.decode()
        assert client.post(f"/danh-gia/{token}/", {"score": "4"}).status_code == 409
        assert open_token(dossier.id) is None
        with scoping.system("test"):
            assert not Vote.objects.exists()

    def test_an_answered_invitation_shows_no_form(self, world, client):
        token = open_token(ended(world).id)
        client.post(f"/danh-gia/{token}/", {"score": "4"})
        page = client.get(f"/danh-gia/{token}/")
        assert page.status_code == 409 and "<form" not in page.content.decode()
        assert "<h1>Hồ sơ này đã được đánh giá</h1>" in page.content.decode()

    def test_an_official_does_not_vote(self, world, client):
        token = open_token(ended(world).id)
        with scoping.system("test"):
            client.force_login(world.people["receptionist"])
        assert client.post(f"/danh-gia/{token}/", {"score": "5"}).status_code == 403
        with pytest.raises(NotPermitted), scoping.system("test"):
            vote(invitation_of(token), score=5, actor=world.actor("case_officer"))
        with scoping.system("test"):
            assert not Vote.objects.exists()

    def test_the_finished_dossier_offers_the_rating_until_it_is_given(self, world, client):
        dossier = filed(world, accept=True, applicant=person(1))
        asked = {"code": dossier.code, "secret": "0001"}
        assert "/danh-gia/" not in client.post("/tra-cuu/", asked).content.decode()
        with world.scope("case_officer"):
            withdraw(dossier.id, actor=world.actor("case_officer"), reason="Người dân rút")
        token = open_token(dossier.id)
        assert f"/danh-gia/{token}/" in client.post("/tra-cuu/", asked).content.decode()
        client.post(f"/danh-gia/{token}/", {"score": "4"})
        assert "/danh-gia/" not in client.post("/tra-cuu/", asked).content.decode()

    def test_how_the_owner_answered_is_tied_to_no_dossier(self, world, client):
        # given a dossier that ended and was rated
        dossier = filed(world, accept=True)
        with world.scope("case_officer"):
            withdraw(dossier.id, actor=world.actor("case_officer"), reason="Người dân rút")
        client.post(f"/danh-gia/{open_token(dossier.id)}/", {"score": "1", "text": "Chờ lâu"})
        # when the head of the unit reads the votes
        with scoping.system("test"):
            client.force_login(world.people["unit_head"])
        page = client.get("/can-bo/danh-gia/").content.decode()
        # then the opinion stands there with procedure and month, and nothing of the dossier
        assert "Chờ lâu" in page and f"tháng {to_local(now()).month}/{to_local(now()).year}" in page
        assert dossier.version_of_procedure.short_name in page
        assert dossier.code not in page and str(dossier.id) not in page
        assert to_local(now()).strftime("%d/%m/%Y") not in page
        # and the dossier's own record, which officials and systems read, knows of no vote
        with world.scope("unit_head"):
            assert {e.kind for e in of_subject("dossier", dossier.id)}.isdisjoint({"rating.voted"})
            told = Event.objects.get(kind="rating.voted")
        assert (told.subject_kind, told.data) == ("invitation", {})
        assert "Rất không hài lòng" not in client.get(f"/can-bo/ho-so/{dossier.id}/").content.decode()

    def test_who_reads_a_vote(self, world):
        dossier = ended(world)
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        row = vote(invitation_of(open_token(dossier.id)), score=2, text="Chậm")
        for house, role, may in [
            (world, "unit_head", True), (world, "centre_director", True), (world, "other_officer", False),
            (elsewhere, "unit_head", False), (elsewhere, "centre_director", False),
        ]:  # fmt: skip
            with house.scope(role):
                assert Vote.objects.filter(id=row.id).exists() is may, role
                assert visible(scoping.current()).filter(id=row.id).exists() is may, role
