"""``dừng nhận tin``, ``nhận tin lại``, ``đồng ý nhận tin``: a person's own choice about messages on their dossiers.

Taking a consent back is one message, as easy as giving it (Luật 91/2025/QH15 Đ9); giving it again shows the text first.
"""

from django.utils.translation import gettext as _

from accounts.actions.record_consent import record_consent
from accounts.actions.withdraw_consent import withdraw_consent
from accounts.consent_texts import text_of
from accounts.models import Citizen, Consent
from foundation import scoping
from foundation.vietnamese_text import words
from portal.chat.speech import Said, Speaker
from zalo.requests import Button

STOP, AGAIN, AGREE = "stop", "again", "agree"
_READS = {
    "dung nhan tin": STOP, "ngung nhan tin": STOP, "huy nhan tin": STOP, "khong nhan tin nua": STOP,
    "nhan tin lai": AGAIN, "nhan lai tin": AGAIN, "dong y nhan tin": AGREE,
}  # fmt: skip
_PURPOSE, _CHANNEL = Consent.Purpose.STATUS.value, Consent.Channel.ZALO.value


def reads(text: str) -> str | None:
    """Which of the three is meant, with or without diacritics; None for anything else."""
    return _READS.get(" ".join(words(text[:100])))


def answer(speaker: Speaker, argument: str) -> Said:
    """Do it for the verified owner of the account; tell anybody else where it is done."""
    if speaker.citizen_id is None:
        return _not_linked(speaker)
    with scoping.citizen(speaker.citizen_id):
        citizen = Citizen.objects.get(id=speaker.citizen_id)
    if argument == AGAIN:
        return Said(
            f"{text_of(_PURPOSE)}\n\n{_('Nếu đồng ý, bạn gõ: đồng ý nhận tin')}",
            (Button.query(_("Đồng ý nhận tin"), "đồng ý nhận tin", shown=True),),
        )
    if argument == AGREE:
        record_consent(citizen, purpose=_PURPOSE, channel=_CHANNEL, source=Consent.Source.CHAT)
        return Said(_("Bạn sẽ lại nhận tin về hồ sơ của mình qua Zalo. Muốn dừng, bạn gõ: dừng nhận tin"))
    withdraw_consent(citizen, purpose=_PURPOSE, channel=_CHANNEL, source=Consent.Source.CHAT)
    return Said(
        _(
            "Từ giờ chúng tôi không gửi tin về hồ sơ của bạn qua Zalo. Hồ sơ vẫn được giải quyết như thường và bạn vẫn "
            "tra cứu được ở đây. Muốn nhận lại, bạn gõ: nhận tin lại"
        ),
        (Button.query(_("Nhận tin lại"), "nhận tin lại", shown=True),),
    )


def _not_linked(speaker: Speaker) -> Said:
    lines = [
        _("Zalo này chưa liên kết với hồ sơ nào nên chúng tôi không biết lựa chọn là của ai."),
        _("Hãy nói với cán bộ tại quầy một cửa, hoặc chặn tài khoản này trên Zalo để không nhận tin nữa."),
    ]
    if speaker.hotline:
        lines.append(_("Cần người giúp, hãy gọi %(phone)s.") % {"phone": speaker.hotline})
    return Said("\n".join(lines))
