"""Dossiers in each state, brought there by the acts of those who may."""

from dossiers.actions.accept import accept
from dossiers.actions.complete import complete
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.models import Dossier
from tests.support.world import World, filed, person


class bring:  # noqa: N801 - reads as a verb
    """``bring.to(world, "processing", 1)``."""

    STATUSES = frozenset(
        {
            "submitted", "awaiting_intake_supplement", "accepted", "processing", "awaiting_supplement", "awaiting_payment",
            "completed",
        }
    )  # fmt: skip

    @classmethod
    def to(cls, world: World, status: str, number: int, **applicant: str) -> Dossier:
        """A new dossier of an invented citizen in this state, received by the centre, decided by the department."""
        assert status in cls.STATUSES
        made = filed(world, number, applicant=person(number, **applicant))
        if status == "awaiting_intake_supplement":
            cls._do(world, "receptionist", request_supplement, made, reason="Thiếu bản vẽ")
        elif status != "submitted":
            cls._do(world, "receptionist", accept, made)
        if status in ("processing", "awaiting_supplement", "awaiting_payment", "completed"):
            cls._do(world, "case_officer", start, made)
        if status == "awaiting_supplement":
            cls._do(world, "case_officer", request_supplement, made, reason="Thiếu bản vẽ")
        if status == "awaiting_payment":
            cls._do(world, "case_officer", request_payment, made, reason="Phí thẩm định")
        if status == "completed":
            cls._do(world, "signer", complete, made, outcome="granted")
        with world.scope("controller"):
            made.refresh_from_db()
        assert made.status == status
        return made

    @staticmethod
    def _do(world: World, role: str, act, dossier: Dossier, **members: str) -> None:
        with world.scope(role):
            act(dossier.id, actor=world.actor(role), **members)
