from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from dossiers.acting import begin, finish, moment
from dossiers.models import Dossier
from dossiers.states import Action, Status


@transaction.atomic
def start(
    dossier_id: UUID,
    *,
    actor: Actor,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Begin to settle an accepted dossier (chuyển xử lý, thụ lý; NĐ 61/2018 Đ19). Who starts it takes it on."""
    dossier = begin(dossier_id, Action.START, actor=actor, expected_version=expected_version)
    if dossier.assignee_id is None:
        dossier.assignee_id = actor.user_id
    return take_on(dossier, actor=actor, at=moment(at), note=note)


def take_on(dossier: Dossier, *, actor: Actor, at: datetime, note: str = "", stays: bool = False) -> Dossier:
    """The act itself, for a dossier that is already locked and checked; where it ``stays``, the caller moves it on."""
    previous = dossier.status
    dossier.status = Status.PROCESSING
    finish(
        dossier, "dossier.started", actor=actor, at=at, note=note, action=Action.START, previous=previous,
        stays=stays, assignee_id=dossier.assignee_id,
    )  # fmt: skip
    return dossier
