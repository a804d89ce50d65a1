"""A dossier on a telephone: where it stands, what the owner must do, when it is due, who has it."""

from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext as _

from dossiers.lookup import CitizenView
from foundation.local_time import to_local
from foundation.vietnamese_text import shorten
from portal.chat.speech import Said, Speaker
from zalo.requests import Button


def describe(speaker: Speaker, seen: CitizenView) -> Said:
    """What the owner needs now (NĐ 224/2026 Đ15(1)(g): agency, official, times); the page has the rest."""
    lines = [
        _("Hồ sơ %(code)s") % {"code": seen.code},
        shorten(seen.procedure, 200),
        _("Tình trạng: %(status)s") % {"status": seen.title},
        *_what_to_do(seen),
        *_when(seen),
        _("Cơ quan giải quyết: %(agency)s") % {"agency": seen.agency},
    ]
    if seen.official:
        lines.append(_("Người đang xử lý: %(official)s") % {"official": seen.official})
    if seen.agency_phone:
        lines.append(_("Điện thoại: %(phone)s") % {"phone": seen.agency_phone})
    address = f"{speaker.public_url}/tra-cuu/?code={quote(seen.code)}"
    return Said("\n".join(lines), (Button.url(_("Xem chi tiết"), address),))


def _what_to_do(seen: CitizenView) -> list[str]:
    lines = [f"{seen.to_do}."] if seen.to_do else []
    if seen.reason:
        lines.append(_("Lý do, nội dung: %(reason)s") % {"reason": shorten(seen.reason, 600)})
    if seen.supplement_until and seen.to_do:
        lines.append(_("Hạn bổ sung: %(time)s") % {"time": _clock(seen.supplement_until)})
    if seen.pause_reason:
        lines.append(_("Thời hạn tạm dừng: %(why)s.") % {"why": seen.pause_reason})
    return lines


def _when(seen: CitizenView) -> list[str]:
    lines = []
    if seen.accepted_at:
        lines.append(_("Tiếp nhận: %(time)s") % {"time": _clock(seen.accepted_at)})
    if seen.returned_at:
        lines.append(_("Trả kết quả: %(time)s") % {"time": _clock(seen.returned_at)})
    elif seen.completed_at:
        lines.append(_("Có kết quả: %(time)s") % {"time": _clock(seen.completed_at)})
    elif seen.due_at and not seen.pause_reason:
        lines.append(_("Hẹn trả: %(time)s") % {"time": _clock(seen.due_at)})
    return lines


def _clock(moment: datetime) -> str:
    return to_local(moment).strftime("%H:%M %d/%m/%Y")
