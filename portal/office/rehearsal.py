"""What an act would set off, by doing it and undoing it: the same code, so never another message than the real one."""

from typing import Any

from django.db import transaction

from accounts.actors import Actor
from dossiers.models import Dossier
from foundation.errors import DomainError
from notifications.preview import Letter, letters
from notifications.queries import of_subject
from portal.api.transitions import perform


class _Undone(Exception):
    """Takes the savepoint back."""


def rehearse(row: Dossier, data: dict[str, Any], *, actor: Actor) -> list[Letter] | DomainError:
    """The messages that this act would send now; the refusal where it would be refused.

    Nothing stays: the act runs in a savepoint that is taken back, with its hints to the workers.
    """
    found: list[Letter] = []
    try:
        with transaction.atomic():
            known = set(of_subject(row.id).values_list("id", flat=True))
            perform(row.id, data, actor=actor, version=None)
            found = letters([m for m in of_subject(row.id) if m.id not in known], row.parties.all())
            raise _Undone
    except _Undone:
        return found
    except DomainError as refusal:
        return refusal


def plain(action: str) -> dict[str, Any]:
    """The members of an act that asks for nothing."""
    return {"action": action, "reason": "", "note": "", "outcome": "", "override": False, "due_at": None}
