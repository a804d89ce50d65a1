import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency, Province
from complaints.clock import answer_by
from complaints.models import Feedback
from dossiers.codes import search_key
from dossiers.models import Dossier
from events.recording import record
from foundation import scoping
from foundation.errors import FieldError, InvalidInput
from foundation.local_time import iso_local, now
from foundation.phones import parse_phone
from foundation.vietnamese_text import squeeze, squeeze_lines, typed

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TEXT_LIMIT = 5000
NAME_LIMIT = 400


@dataclass(frozen=True)
class NewFeedback:
    """A feedback as typed; name and a way to reach the person are asked for by NĐ 20/2008."""

    kind: str
    text: str
    name: str
    phone: str
    province: str
    agency: str = ""
    dossier_code: str = ""
    zalo_consent: bool = False


@transaction.atomic
def submit_feedback(new: NewFeedback) -> Feedback:
    """Take a feedback in (tiếp nhận phản ánh, kiến nghị). InvalidInput lists every fault by field."""
    wrong = _faults(new)
    with scoping.system("submit feedback"):
        province = Province.objects.filter(code=new.province, valid_to=None).first()
        if province is None:
            wrong.append(FieldError("province", "unknown", _("Hãy chọn tỉnh.")))
        agency = _agency(new, province) if province else None
        if province and new.agency and agency is None:
            wrong.append(FieldError("agency", "unknown", _("Cơ quan này không thuộc tỉnh đã chọn.")))
        if wrong or province is None:
            raise InvalidInput("invalid", _("Hãy sửa các mục dưới đây rồi gửi lại."), wrong)
        moment = now()
        row = Feedback.objects.create(
            province=province, agency=agency, kind=new.kind, text=squeeze_lines(new.text), name=squeeze(new.name),
            phone=parse_phone(new.phone).e164, dossier_code=squeeze(new.dossier_code)[:60],
            zalo_consent=new.zalo_consent, received_at=moment, answer_by=answer_by(_answering(agency, province).id, moment),
            code="".join(secrets.choice(_ALPHABET) for _i in range(10)),
        )  # fmt: skip
        record(
            "complaint.submitted", subject=("feedback", row.id), province_id=province.id,
            agency_ids=[agency.id if agency else None], actor=Actor("citizen"),
            data={"code": row.code, "until": iso_local(row.answer_by)},
        )  # fmt: skip
    return row


def _agency(new: NewFeedback, province: Province) -> Agency | None:
    """The agency chosen; else the one that has the dossier named, if there is such a dossier in this province."""
    if new.agency:
        return Agency.objects.filter(code=new.agency, province=province, valid_to=None).first()
    key = search_key(new.dossier_code)
    named = Dossier.objects.filter(code_key=key, province=province).select_related("agency").first() if key else None
    return named.agency if named else None


def _answering(agency: Agency | None, province: Province) -> Agency:
    """Whose working days count: the agency's, else those of the province's centre, which relays (NĐ 118/2025 Đ8)."""
    if agency is not None:
        return agency
    here = Agency.objects.filter(province=province, valid_to=None)
    found = here.filter(kind=Agency.Kind.CENTRE).first() or here.order_by("code").first()
    if found is None:
        raise InvalidInput.on("province", "unknown", _("Tỉnh này chưa có cơ quan nhận phản ánh tại đây."))
    return found


def _faults(new: NewFeedback) -> list[FieldError]:
    wrong: list[FieldError] = []
    if new.kind not in Feedback.Kind.values:
        wrong.append(FieldError("kind", "invalid", _("Hãy chọn nội dung phản ánh về việc gì.")))
    if not squeeze(new.text):
        wrong.append(FieldError("text", "required", _("Hãy viết nội dung phản ánh.")))
    elif len(typed(new.text)) > TEXT_LIMIT:
        wrong.append(FieldError("text", "too_long", _("Nội dung dài tối đa 5.000 ký tự.")))
    if not squeeze(new.name):
        wrong.append(FieldError("name", "required", _("Hãy ghi họ tên.")))
    elif len(squeeze(new.name)) > NAME_LIMIT:
        wrong.append(FieldError("name", "too_long", _("Họ tên dài tối đa 400 ký tự.")))
    if not parse_phone(new.phone).valid:
        wrong.append(FieldError("phone", "invalid", _("Hãy ghi số điện thoại để nhận trả lời, ví dụ 0900 000 001.")))
    return wrong
