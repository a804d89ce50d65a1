"""Which rules of waiving may be chosen from for a dossier, and what a choice means."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.queries import territories_of
from dossiers.charging import Waiver
from dossiers.models import Dossier
from foundation.local_time import to_local
from procedures.fees import Place
from procedures.models import FeeRow, WaiverRule
from procedures.waivers import general_rules, waivers_at

FREELY = "waive_freely"  # the right to waive by what the catalogue does not hold, or does not measure


def place_of(dossier: Dossier) -> Place:
    """Where it is filed, as far as fees and waivers go."""
    kind = dossier.commune.kind if dossier.commune else ""
    return Place(territories_of(dossier.province_id, dossier.commune_id), kind)


def day_of_filing(dossier: Dossier) -> date:
    """The day whose rules of waiving count: a text applies to what is done while it is in force (Luật Ban hành văn bản quy
    phạm pháp luật 2025), and what the applicant did is to file."""
    return to_local(dossier.submitted_at).date()


def waivers_of(dossier: Dossier, fees: Sequence[FeeRow]) -> dict[UUID, list[WaiverRule]]:
    """For each fee (its waivers at hand) the rules that may be chosen. Three queries."""
    if not fees:
        return {}
    day, place = day_of_filing(dossier), place_of(dossier)
    general, procedure = general_rules(day), dossier.procedure.code
    return {
        fee.id: waivers_at(fee, general, procedure=procedure, place=place, channel=dossier.channel, day=day)
        for fee in fees
    }


def by_rule(rule: WaiverRule, percent: int | None) -> Waiver:
    """What a rule takes off; ``percent`` is what a person says where the catalogue does not know how much."""
    stated = not rule.measured
    return Waiver(
        percent if stated else rule.percent, rule.name, rule.citation, rule.code, rule.amount, stated, rule.unverified
    )
