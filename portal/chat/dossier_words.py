"""A dossier in a citizen's words: where it stands, what they must do, when it is due."""

from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext as _

from dossiers.models import Dossier
from dossiers.states import Status
from foundation.local_time import to_local
from foundation.vietnamese_text import shorten
from portal.chat.speech import Said, Speaker
from zalo.requests import Button


def describe(speaker: Speaker, dossier: Dossier) -> Said:
    """All that the owner needs now; the page behind the button has the rest."""
    code, version = dossier.code or "", dossier.version_of_procedure
    # Others may read along on the telephone.
    name = version.neutral_name if version.sensitive and version.neutral_name else version.name
    lines = [
        _("Hồ sơ %(code)s") % {"code": code},
        _("Thủ tục: %(name)s") % {"name": shorten(name, 200)},
        _("Tình trạng: %(status)s") % {"status": dossier.status_name},
        _("Cơ quan giải quyết: %(agency)s") % {"agency": dossier.agency.name},
    ]
    if dossier.accepted_at:
        lines.append(_("Tiếp nhận lúc %(time)s") % {"time": _clock(dossier.accepted_at)})
    lines.extend(_what_next(dossier))
    address = f"{speaker.public_url}/tra-cuu/?code={quote(code)}"
    return Said("\n".join(lines), (Button.url(_("Xem chi tiết"), address),))


def _what_next(dossier: Dossier) -> list[str]:
    lines = []
    state = dossier.state
    if state in (Status.AWAITING_SUPPLEMENT, Status.AWAITING_INTAKE_SUPPLEMENT):
        lines.append(_("Ông/bà cần bổ sung giấy tờ; thời gian chờ không tính vào thời hạn giải quyết."))
        if dossier.supplement_until:
            lines.append(_("Hạn bổ sung: %(time)s") % {"time": _clock(dossier.supplement_until)})
    elif state is Status.AWAITING_PAYMENT:
        lines.append(
            _("Ông/bà cần thực hiện nghĩa vụ tài chính; thời gian chờ không tính vào thời hạn giải quyết.")
        )
    elif state is Status.COMPLETED:
        lines.append(
            _("Mời ông/bà đến nhận kết quả tại %(place)s.") % {"place": dossier.receiving_agency.name}
        )
    elif state is Status.RETURNED and dossier.returned_at:
        lines.append(_("Đã trả kết quả lúc %(time)s") % {"time": _clock(dossier.returned_at)})
    elif dossier.due_at and dossier.closed_at is None:
        lines.append(_("Hẹn trả kết quả: %(time)s") % {"time": _clock(dossier.due_at)})
    reason = _reason(dossier)
    if reason:
        lines.append(_("Lý do: %(reason)s") % {"reason": shorten(reason, 500)})
    return lines


def _reason(dossier: Dossier) -> str:
    asked = {
        Status.AWAITING_SUPPLEMENT: "request_supplement",
        Status.AWAITING_INTAKE_SUPPLEMENT: "request_supplement",
        Status.AWAITING_PAYMENT: "request_payment",
        Status.REFUSED: "refuse",
        Status.STOPPED: "stop",
    }.get(dossier.state)
    if asked is None:
        return ""
    found = (
        dossier.remarks.filter(action=asked).order_by("-written_at").values_list("reason", flat=True).first()
    )
    return found or ""


def _clock(moment: datetime) -> str:
    return to_local(moment).strftime("%H:%M %d/%m/%Y")
