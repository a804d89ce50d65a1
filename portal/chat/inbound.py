"""Messages of people, as the inbox hands them over: each is answered once."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from accounts.models import Province
from foundation.throttle import hit
from portal.chat.router import answer
from portal.chat.speech import Speaker
from zalo.actions.note_users import Sighting, note_users
from zalo.actions.queue_reply import queue_reply
from zalo.inbox import Inbound, handles
from zalo.models import ZaloUser

PER_MINUTE = 12


@handles("user_send_text")
def converse(events: Sequence[Inbound]) -> None:
    """Answer each text, unless an official has taken the conversation over or the person writes without
    pause.
    """
    for event in events:
        with transaction.atomic():
            _converse(event)


def _converse(event: Inbound) -> None:
    user_id, text = event.text("sender", "id"), event.text("message", "text")
    if not user_id or not text.strip():
        return
    noted = note_users([Sighting(event.oa_pk, event.province_id, user_id, at=event.occurred_at)])
    pk = noted.get((event.oa_pk, user_id))
    if pk is None:
        return
    person = ZaloUser.objects.get(pk=pk)
    if person.bot_muted_until and person.bot_muted_until > event.occurred_at:
        return
    if not hit(f"chat:{person.pk}", limit=PER_MINUTE, seconds=60).allowed:
        return
    said = answer(_speaker(person), text)
    queue_reply(event.id, person.pk, said.text, said.buttons)


def _speaker(person: ZaloUser) -> Speaker:
    province = Province.objects.get(pk=person.province_id)
    return Speaker(
        zalo_user_id=person.pk,
        province_id=province.pk,
        province_name=province.name,
        public_url=(province.public_url or settings.PUBLIC_URL).rstrip("/"),
        hotline=province.hotline,
        citizen_id=person.verified_citizen_id,
    )
