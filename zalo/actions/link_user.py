import uuid

from accounts.actors import Actor
from events.recording import record
from foundation import scoping
from foundation.local_time import now
from zalo.models import OfficialAccount, ZaloUser


def link_user(
    oa: OfficialAccount, user_id: str, citizen_id: uuid.UUID, *, by: ZaloUser.LinkedBy, actor: Actor
) -> ZaloUser:
    """Say that this Zalo user is this citizen, verified in the way ``by``. Doing it again changes nothing.

    A user who was somebody else until now becomes this citizen: a phone changes hands.
    """
    with scoping.system("link a Zalo user"):
        person, _made = ZaloUser.objects.get_or_create(oa=oa, user_id=user_id, defaults={"province_id": oa.province_id})
        person = ZaloUser.objects.select_for_update().get(pk=person.pk)
        if person.citizen_id == citizen_id and person.verified_at:
            return person
        person.citizen_id, person.linked_by, person.verified_at = citizen_id, by, now()
        person.withdrawn_at = None
        person.save()
        record(
            "zalo.linked", subject=("zalo_user", person.pk), province_id=oa.province_id, agency_ids=(),
            actor=actor, data={"oa_id": oa.oa_id, "kind": str(by)},
        )  # fmt: skip
    return person
