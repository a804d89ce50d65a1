import uuid

from foundation.local_time import now
from zalo.models import ConversationLine, Reply, ZaloUser


def withdraw_user(oa_pk: uuid.UUID, user_id: str) -> None:
    """The person asked Zalo to have their data erased: forget the chat and the link, write to them no more.

    The row itself stays, without a name, so that nothing is sent by mistake; who writes again begins anew.
    """
    people = ZaloUser.objects.filter(oa_id=oa_pk, user_id=user_id)
    ConversationLine.objects.filter(zalo_user__in=people).delete()
    Reply.objects.filter(zalo_user__in=people).delete()
    people.update(citizen=None, linked_by="", verified_at=None, display_name="", user_id_by_app="", withdrawn_at=now())
