"""Dossiers that came as far as a form needs, and their forms."""

import io
from datetime import timedelta

from documents.forms.catalogue import PaperKind
from dossiers.actions.accept import accept
from dossiers.actions.add_document import add_document
from dossiers.actions.assign import assign
from dossiers.actions.complete import complete
from dossiers.actions.extend import extend
from dossiers.actions.issue_form import issue_form
from dossiers.actions.refuse import refuse
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.actions.withdraw import withdraw
from dossiers.models import Dossier
from foundation import scoping
from tests.support.world import World, filed, person

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
TYPED = {
    PaperKind.RECEIPT: {
        "papers": "1. Đơn đề nghị công nhận hạng\n- Bản tự đánh giá\nDanh sách nhân viên", "copies": "1",
        "collect": "Quầy số 4", "authority": "Giấy ủy quyền ngày 20/11/2026",
    },
    PaperKind.SUPPLEMENT: {"items": "Bản vẽ mặt bằng\nẢnh mặt tiền", "reason": "Chưa đủ theo quy định"},
    PaperKind.STOP: {"asked_by": "Nguyễn Văn Thử", "returned": "Bản chính giấy phép"},
}  # fmt: skip
WHO = {
    PaperKind.RECEIPT: "receptionist", PaperKind.SUPPLEMENT: "case_officer", PaperKind.REFUSAL: "receptionist",
    PaperKind.APOLOGY: "signer", PaperKind.STOP: "receptionist", PaperKind.CONTROL: "receptionist",
}  # fmt: skip


def do(world: World, role: str, act, dossier: Dossier, **members):
    with world.scope(role):
        act(dossier.id, actor=world.actor(role), **members)


def lived(world: World, kind: PaperKind, number: int = 1, **changes) -> Dossier:
    """A dossier of which this form may be issued."""
    made = filed(world, number, **changes)
    if kind is PaperKind.REFUSAL:
        do(world, "receptionist", refuse, made, reason="Không thuộc thẩm quyền giải quyết")
        return again(made)
    do(world, "receptionist", accept, made)
    if kind is PaperKind.RECEIPT:
        return again(made)
    do(world, "unit_head", assign, made, assignee_id=world.people["case_officer"].id)
    do(world, "case_officer", start, made)
    if kind is PaperKind.SUPPLEMENT:
        do(world, "case_officer", request_supplement, made, reason="Thiếu bản vẽ mặt bằng\nThiếu ảnh mặt tiền")
    if kind is PaperKind.APOLOGY:
        due = again(made).due_at
        day = due + timedelta(days=14)
        do(world, "signer", extend, made, due_at=day, reason="Phải xác minh thực địa thêm")
    if kind is PaperKind.STOP:
        do(world, "receptionist", withdraw, made, reason="Đổi phương án kinh doanh")
    if kind is PaperKind.CONTROL:
        do(world, "signer", complete, made, outcome="granted")
        do(world, "returner", return_result, made)
    return again(made)


def again(dossier: Dossier) -> Dossier:
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id)


def issued(world: World, kind: PaperKind, dossier: Dossier, role: str = "", typed=None):
    role = role or WHO[kind]
    with world.scope(role):
        return issue_form(dossier.id, kind, actor=world.actor(role), typed=typed or TYPED.get(kind, {}))


def with_paper(world: World, dossier: Dossier, name: str) -> None:
    with world.scope("receptionist"):
        add_document(
            dossier.id, actor=world.actor("receptionist"), stream=io.BytesIO(PDF), file_name="don.pdf", name=name
        )


def represented(number: int = 7):
    """Members of a filing in which somebody acts for the owner."""
    return {"representative": person(number, full_name="Trần Thị Ủy Quyền", email="uyquyen@example.vn")}
