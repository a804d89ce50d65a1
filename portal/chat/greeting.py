"""What is said to a text that no command reads."""

from django.utils.translation import gettext as _

from portal.chat.asking import MARKER
from portal.chat.speech import Said, Speaker
from zalo.requests import Button


def help_for(speaker: Speaker) -> Said:
    """How to ask, and where a person answers."""
    lines = [
        _("Đây là Zalo của Trung tâm Phục vụ hành chính công %(province)s.") % {"province": speaker.province_name},
        _("Để xem hồ sơ đến đâu, bạn gõ: tra cứu <mã hồ sơ>"),
        _("Không muốn nhận tin về hồ sơ nữa, bạn gõ: dừng nhận tin"),
    ]
    if speaker.hotline:
        lines.append(_("Cần người giúp, hãy gọi %(phone)s.") % {"phone": speaker.hotline})
    return Said(
        "\n".join(lines),
        (
            Button.query(_("Cách tra cứu"), MARKER),
            Button.url(_("Tra cứu trên trang"), f"{speaker.public_url}/tra-cuu/"),
        ),
    )
