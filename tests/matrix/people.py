"""The people and systems of the matrix: each role at each place, and those who are nobody here."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.test import Client

from accounts.models import Citizen, Official, Position, User
from accounts.roles import Role
from complaints.actions.submit_feedback import NewFeedback, submit_feedback
from documents.forms.catalogue import PaperKind
from dossiers.actions.add_document import add_document
from dossiers.actions.answer_consultation import end_consultation
from dossiers.actions.consult import consult
from dossiers.actions.issue_form import issue_form
from dossiers.actions.issue_register import issue_register
from dossiers.models import Dossier
from foundation import scoping
from foundation.local_time import today_local
from tests.api.conftest import ApiClient
from tests.matrix.states import bring
from tests.matrix.table import PLACES
from tests.support import world as worlds
from tests.support.world import World, official

AGENCIES = {
    "receiving": ("centre",),
    "competent": ("department",),
    "other": ("land",),
    "elsewhere": ("centre", "department"),
}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
NAME, SAID = "Nguyễn Thị Dấu Riêng", "Tôi đợi từ sáng đến trưa"


@dataclass
class Matrix:
    """Two provinces and whoever may come to their doors, signed in already."""

    here: World
    there: World
    dossiers: dict[str, Dossier] = field(default_factory=dict)  # by status; all of the same two units
    file_id: str = ""
    party_id: str = ""
    asked_id: str = ""
    paper_id: str = ""  # the receipt of the dossier that is being processed
    book_id: str = ""  # a printed stretch of the book of the counter that received it
    officials: dict[tuple[str, str], Client] = field(default_factory=dict)  # (role, place)
    users: dict[tuple[str, str], User] = field(default_factory=dict)
    nobodies: dict[str, Client] = field(default_factory=dict)
    systems: dict[str, ApiClient] = field(default_factory=dict)
    storages: dict = field(default_factory=dict)

    @property
    def marks(self) -> list[str]:
        """What must not be read by those to whom the dossiers are not shown."""
        known = [str(d.id) for d in self.dossiers.values()] + [d.code for d in self.dossiers.values() if d.code]
        return [NAME, SAID, *known]


def build() -> Matrix:
    matrix = Matrix(worlds.build(), worlds.build("H19", "Đồng Nai", catalogue=False))
    for number, status in enumerate(sorted(bring.STATUSES), start=1):
        matrix.dossiers[status] = bring.to(matrix.here, status, number, full_name=NAME)
    dossier = matrix.dossiers["processing"]
    with matrix.here.scope("case_officer"):
        paper = add_document(
            dossier.id, actor=matrix.here.actor("case_officer"), stream=io.BytesIO(PDF), file_name="don.pdf"
        )
    matrix.file_id = str(paper.file_id)
    with matrix.here.scope("receptionist"):
        at_counter, day = matrix.here.actor("receptionist"), today_local()
        receipt = issue_form(
            dossier.id, PaperKind.RECEIPT, actor=at_counter, typed={"papers": "Đơn", "copies": "1", "collect": "Quầy"}
        )
        book = issue_register(matrix.here.centre.id, dossier.procedure.field.code, day, day, actor=at_counter)
    matrix.paper_id, matrix.book_id = str(receipt.id), str(book.id)
    with scoping.system("test"):
        official(matrix.here, Role.COORDINATOR, "justice")
    with matrix.here.scope("unit_head"):
        matrix.asked_id = str(_asked(matrix, dossier))
    with scoping.system("test"):
        matrix.party_id = str(dossier.parties.get().id)
        dossier.refresh_from_db()
    submit_feedback(NewFeedback("rules", SAID, NAME, "0900000001", "H05", agency=matrix.here.department.code))
    _officials(matrix)
    _nobodies(matrix)
    everything = "procedures:read dossiers:read dossiers:write events:read"
    for name, agencies in (("province", ()), *((place, AGENCIES[place]) for place in PLACES[:3])):
        matrix.systems[name] = ApiClient(worlds.client_of(matrix.here, everything, agencies=agencies))
    matrix.systems["elsewhere"] = ApiClient(worlds.client_of(matrix.there, everything))
    return matrix


def _asked(matrix: Matrix, dossier: Dossier) -> UUID:
    """A question that was put to a fifth unit and taken back: whom it is not for can do nothing with it."""
    head = matrix.here.actor("unit_head")
    asked = consult(dossier.id, actor=head, agency_id=matrix.here.agencies["justice"].id, question="Có ý kiến gì?")
    end_consultation(dossier.id, asked.id, actor=head)
    return asked.id


def _officials(matrix: Matrix) -> None:
    for role in Role:
        for place in PLACES:
            world = matrix.there if place == "elsewhere" else matrix.here
            with scoping.system("test"):
                user = User.objects.create(
                    username=f"{role.value}.{place}", province=world.province, full_name=f"CB {role} {place}"
                )
                Official.objects.create(user=user, province=world.province)
                for agency in AGENCIES[place]:
                    _post(user, world, agency, role)
            matrix.users[role.value, place] = user
            matrix.officials[role.value, place] = signed_in(user)


def _post(user: User, world: World, agency: str, role: Role, begins: int = -30, ends: int | None = None) -> None:
    day = today_local()
    Position.objects.create(
        user=user, agency=world.agencies[agency], role=role, valid_from=day + timedelta(days=begins),
        valid_to=None if ends is None else day + timedelta(days=ends), can_sign=role is Role.SIGNER,
    )  # fmt: skip


def _nobodies(matrix: Matrix) -> None:
    """Accounts that give no right: whose post has ended or not begun, who has none, who was closed; a citizen."""
    matrix.nobodies["a stranger"] = Client()
    with scoping.system("test"):
        for name, posts in {"post ended": (-30, -1), "post not begun": (1, None), "no post": ()}.items():
            user = User.objects.create(username=name, province=matrix.here.province)
            for role in Role if posts else ():
                _post(user, matrix.here, "centre", role, *posts)
                _post(user, matrix.here, "department", role, *posts)
            matrix.nobodies[name] = signed_in(user)
        closed = User.objects.create(username="closed", province=matrix.here.province)
        _post(closed, matrix.here, "centre", Role.ADMIN)
        matrix.nobodies["closed account"] = signed_in(closed)
        User.objects.filter(pk=closed.pk).update(is_active=False)
        citizen = User.objects.create(username="citizen", kind=User.Kind.CITIZEN)
        owner = Citizen.objects.filter(parties__dossier=matrix.dossiers["processing"]).first()
        Citizen.objects.filter(pk=owner.pk).update(user=citizen)
        matrix.nobodies["the citizen"] = signed_in(citizen)


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    with scoping.system("test"):
        client.force_login(user, backend="accounts.sign_in.ScopedModelBackend")
    return client
