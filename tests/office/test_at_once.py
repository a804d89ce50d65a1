"""Settled while its owner waits (trả ngay, NĐ 61/2018 Đ17(4)): one act, all of it recorded, told once."""

import pytest

from accounts.roles import Role
from dossiers.models import Dossier
from events.models import Event
from foundation import scoping
from notifications.models import Message
from ratings.models import Invitation
from tests.support.unchanged import nothing_changes
from tests.support.world import MARRIAGE, filed, official, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def couple(world):
    """A marriage at the ward's own counter, not yet taken in."""
    with scoping.system("test"):
        official(world, Role.SIGNER, "ward", suffix="-ward")
    return filed(
        world, procedure=MARRIAGE, agency=world.agencies["ward"].code, applicant=person(1), co_applicants=[person(2)],
        receiving_agency=world.centre.code,
    )  # fmt: skip


def signer(world):
    from accounts.models import User

    with scoping.system("test"):
        return User.objects.get(username=f"signer-ward.{world.province.code.lower()}")


def test_taken_in_settled_and_handed_over_with_one_press(world, signed_in, couple):
    client = signed_in("receptionist")
    address = f"/can-bo/ho-so/{couple.id}/tra-ngay/"
    assert address in client.get(f"/can-bo/ho-so/{couple.id}/").content.decode()
    answer = client.post(
        address, {"version": couple.row_version, "signer": str(signer(world).id), "note": "Hai bản chính"}
    )
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    with scoping.system("test"):
        row = Dossier.objects.get(id=couple.id)
        events = list(Event.objects.filter(subject_id=row.id).order_by("seq"))
        told = list(Message.objects.filter(subject_id=row.id).values_list("kind", flat=True))
        steps = list(row.steps.values_list("step__code", "state"))
        assert Invitation.objects.filter(dossier=row).count() == 1
    assert (row.status, row.outcome, row.completed_at, row.returned_at) == (
        "returned", "granted", row.accepted_at, row.accepted_at,
    )  # fmt: skip
    assert row.code and row.receipt_code and row.due_at
    assert [e.kind for e in events] == [
        "dossier.submitted", "dossier.accepted", "dossier.completed", "dossier.returned",
    ]  # fmt: skip
    assert events[-1].data["signer_id"] == str(signer(world).id)
    assert set(told) == {"dossier.returned"}
    assert steps == [("tiep_nhan", "done"), ("trao", "done")]


@pytest.mark.parametrize("role", ["guide", "returner", "case_officer", "centre_director"])
def test_only_who_takes_in_does_it(world, signed_in, couple, role):
    client = signed_in(role)
    with nothing_changes():
        answer = client.post(
            f"/can-bo/ho-so/{couple.id}/tra-ngay/", {"version": couple.row_version, "signer": str(signer(world).id)}
        )
    assert answer.status_code == 404


def test_not_without_a_signer_of_the_agency_that_decides(world, signed_in, couple):
    client = signed_in("receptionist")
    with nothing_changes("foundation_readrecord"):  # who looked is kept: a marriage is sensitive
        for chosen in ("", str(world.people["signer"].id)):
            answer = client.post(
                f"/can-bo/ho-so/{couple.id}/tra-ngay/", {"version": couple.row_version, "signer": chosen}
            )
            assert answer.status_code == 400


def test_what_takes_days_or_came_from_afar_is_not_settled_at_once(world, signed_in):
    client = signed_in("receptionist")
    for row in (filed(world, 3), filed(world, 4, channel="online")):
        with nothing_changes():
            answer = client.post(f"/can-bo/ho-so/{row.id}/tra-ngay/", {"version": row.row_version, "signer": "x"})
        assert answer.status_code == 404
