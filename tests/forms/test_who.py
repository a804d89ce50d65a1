"""Who issues and voids which form; whoever may not leaves no trace."""

import pytest

from documents.forms.catalogue import PaperKind
from dossiers.actions.complete import complete
from dossiers.actions.issue_form import issue_form
from dossiers.actions.mirror import mirror
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.actions.void_form import void_form
from dossiers.inputs import MirroredDossier
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from foundation.local_time import now
from tests.forms.lives import TYPED, again, do, issued, lived
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes
from tests.support.world import MOTORBIKE, filed, person

pytestmark = pytest.mark.django_db
ROLES = [
    "receptionist", "returner", "cashier", "guide", "centre_director", "case_officer", "unit_head", "signer", "clerk",
    "controller", "admin", "inspector",
]  # fmt: skip
# written down by hand, not taken from the rules
MAY = {
    PaperKind.RECEIPT: {"receptionist"},
    PaperKind.SUPPLEMENT: {"case_officer", "unit_head"},
    PaperKind.REFUSAL: {"receptionist"},
    PaperKind.APOLOGY: {"signer"},
    PaperKind.STOP: {"receptionist", "case_officer", "unit_head"},
    PaperKind.CONTROL: set(ROLES),
}


@pytest.mark.parametrize("kind", MAY)
def test_each_role_for_each_form(world, kind):
    dossier = lived(world, kind)
    for role in sorted(set(ROLES) - MAY[kind]):
        with nothing_changes(), pytest.raises(NotPermitted):
            issued(world, kind, dossier, role)
    for role in ("other_officer", "ward_receptionist"):  # of other agencies: they see no such dossier
        with nothing_changes(), pytest.raises(NotFound):
            issued(world, kind, dossier, role)
    for place, role in enumerate(sorted(MAY[kind])):
        if kind is PaperKind.CONTROL or place == 0:
            assert issued(world, kind, dossier, role).sequence == place + 1
        else:
            with pytest.raises(Conflict):  # may, but it is said already
                issued(world, kind, dossier, role)


def test_before_acceptance_the_counter_asks_for_supplements(world):
    dossier = filed(world)
    do(world, "receptionist", request_supplement, dossier, reason="Thiếu đơn")
    with nothing_changes(), pytest.raises(NotPermitted):
        issued(world, PaperKind.SUPPLEMENT, dossier, "case_officer")
    paper = issued(world, PaperKind.SUPPLEMENT, dossier, "receptionist")
    assert paper.number == "0001/PBS-TTPVHCC"


def test_a_refusal_after_appraisal_is_the_deciding_agency_s(world):
    dossier = filed(world, accept=True)
    do(world, "case_officer", start, dossier)
    do(world, "signer", complete, dossier, outcome="refused", reason="Không đạt tiêu chuẩn")
    with nothing_changes(), pytest.raises(NotPermitted):
        issued(world, PaperKind.REFUSAL, dossier, "receptionist")
    paper = issued(world, PaperKind.REFUSAL, dossier, "signer")
    assert paper.agency_id == world.department.id and "Không đạt tiêu chuẩn" in paper.data


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (PaperKind.RECEIPT, "receptionist"), (PaperKind.CONTROL, "receptionist"), (PaperKind.REFUSAL, "signer"),
        (PaperKind.SUPPLEMENT, "receptionist"), (PaperKind.APOLOGY, "signer"), (PaperKind.STOP, "receptionist"),
    ],
)  # fmt: skip
def test_there_is_nothing_to_tell_of_what_has_not_happened(world, kind, role):
    dossier = filed(world)
    with nothing_changes(), pytest.raises(Conflict) as refused:
        issued(world, kind, dossier, role)
    assert refused.value.code == "nothing_to_tell"


def test_the_book_is_no_form_of_a_dossier(world):
    dossier = filed(world, accept=True)
    with nothing_changes(), pytest.raises(InvalidInput):
        issued(world, PaperKind.REGISTER, dossier, "receptionist")


@pytest.mark.parametrize("kind", MAY)
def test_what_another_system_settles_gets_no_form_of_ours(world, kind):
    told = MirroredDossier(
        procedure=MOTORBIKE, agency=world.agencies["police"].code, status="accepted", applicant=person(4),
        source_version=1, received_at=now(),
    )  # fmt: skip
    with scoping.staff(world.province.id, None):
        dossier = mirror("bca", "G09.20-20261123-0000001", told, actor=worlds.Actor.of_client(worlds.client_of(world)))[
            0
        ]
    for role in ("receptionist", "centre_director"):
        with world.scope("centre_director"), nothing_changes(), pytest.raises(Conflict) as refused:
            issue_form(dossier.id, kind, actor=world.actor(role), typed=TYPED.get(kind, {}))
        assert refused.value.code == "mirrored" and "hệ thống khác" in str(refused.value.message)


def test_a_page_that_is_out_of_date_issues_nothing(world):
    dossier = lived(world, PaperKind.RECEIPT)
    do(world, "case_officer", start, dossier)
    with world.scope("receptionist"), nothing_changes(), pytest.raises(Stale):
        issue_form(
            dossier.id, PaperKind.RECEIPT, actor=world.actor("receptionist"), typed=TYPED[PaperKind.RECEIPT],
            expected_version=dossier.row_version,
        )  # fmt: skip


def test_systems_issue_no_papers(world):
    """Issuing is an act of a person in a post."""
    from accounts.actors import Actor

    dossier = lived(world, PaperKind.RECEIPT)
    for actor in (Actor.of_client(worlds.client_of(world)), Actor.system("thử")):
        with scoping.system("test"), pytest.raises(NotPermitted):
            issue_form(dossier.id, PaperKind.RECEIPT, actor=actor, typed=TYPED[PaperKind.RECEIPT])


class TestVoiding:
    def test_only_who_issues_such_papers_there(self, world):
        dossier = lived(world, PaperKind.RECEIPT)
        paper = issued(world, PaperKind.RECEIPT, dossier)
        for role in sorted(set(ROLES) - {"receptionist"}):
            with world.scope(role), nothing_changes(), pytest.raises(NotPermitted):
                void_form(dossier.id, paper.id, actor=world.actor(role), reason="Sai")
        with world.scope("ward_receptionist"), nothing_changes(), pytest.raises(NotFound):
            void_form(dossier.id, paper.id, actor=world.actor("ward_receptionist"), reason="Sai")

    def test_needs_a_reason_and_a_paper_of_this_dossier(self, world):
        one, two = lived(world, PaperKind.RECEIPT, 1), lived(world, PaperKind.RECEIPT, 2)
        paper = issued(world, PaperKind.RECEIPT, one)
        with world.scope("receptionist"), nothing_changes():
            actor = world.actor("receptionist")
            with pytest.raises(InvalidInput):
                void_form(one.id, paper.id, actor=actor, reason=" ")
            with pytest.raises(InvalidInput):
                void_form(one.id, paper.id, actor=actor, reason="x" * 501)
            with pytest.raises(NotFound):
                void_form(two.id, paper.id, actor=actor, reason="Sai")
        assert again(one).row_version == one.row_version
