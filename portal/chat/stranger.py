"""What anybody is told about any code: the same words whether it exists, is theirs, or neither."""

from urllib.parse import quote

from django.utils.translation import gettext as _

from portal.chat.speech import Said, Speaker
from zalo.requests import Button


def to_the_page(speaker: Speaker, code: str) -> Said:
    """The look-up page with the code filled in, and how to link; no second factor goes through the chat."""
    text = _(
        "Để giữ kín hồ sơ, trên Zalo chúng tôi chỉ trả lời đầy đủ cho chủ hồ sơ đã liên kết tài khoản.\n"
        "Mời bạn bấm nút dưới đây để tra cứu mã %(code)s trên trang.\n"
        "Muốn được trả lời ngay tại đây, hãy đề nghị cán bộ tại quầy một cửa liên kết Zalo này "
        "với hồ sơ của bạn."
    ) % {"code": code}
    address = f"{speaker.public_url}/tra-cuu/?code={quote(code)}"
    return Said(text, (Button.url(_("Tra cứu trên trang"), address),))


def how_to_ask(speaker: Speaker) -> Said:
    """The command came without a code."""
    text = _("Hãy gõ: tra cứu <mã hồ sơ>. Mã in trên giấy tiếp nhận, ví dụ: tra cứu H05.101.01-261124-0001")
    return Said(text, (Button.url(_("Tra cứu trên trang"), f"{speaker.public_url}/tra-cuu/"),))
