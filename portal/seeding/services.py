"""Which services people ask for, how often, where, and how they come."""

from dataclasses import dataclass, field
from typing import Literal

from portal.seeding.lives.habits import QUICK, Habit

Applicants = Literal["one", "couple", "family", "company"]
_LAND = Habit(assigned_by_head=0.3, supplement=0.12, pays=0.72, late=0.17, stuck=0.02, refused=0.03)


@dataclass(frozen=True)
class Service:
    """One procedure as it is asked for. Shares are of its dossiers, 0 to 1.

    ``counters``: short names of agencies with their weights. ``trade``: filed by somebody whose trade it is;
    ``told``: of the others, so many want to be told on Zalo and can be.
    """

    code: str
    settles: str
    counters: dict[str, float]
    weight: float
    channels: dict[str, float]
    applicants: Applicants
    habit: Habit
    trade: float = 0.0
    told: float = 0.3
    variants: dict[str, float] = field(default_factory=lambda: {"": 1.0})


SERVICES = (
    Service(
        "1.013831", "land", {"centre": 0.6, "ward_centre": 0.4}, 29,
        {"counter": 0.62, "national_portal": 0.34, "post": 0.04}, "family", _LAND, trade=0.4, told=0.3,
    ),
    Service(
        "1.013980", "land", {"centre": 0.7, "ward_centre": 0.3}, 4, {"counter": 0.7, "national_portal": 0.3}, "couple", _LAND,
        trade=0.3, told=0.34,
    ),
    Service(
        "1.013978", "ward", {"ward_centre": 0.75, "centre": 0.25}, 9, {"counter": 0.75, "national_portal": 0.25}, "family",
        Habit(assigned_by_head=0.7, supplement=0.2, pays=0.55, late=0.2, stuck=0.03, refused=0.06), trade=0.35, told=0.34,
        variants={"": 0.85, "hard_area": 0.15},
    ),
    Service(
        "1.013225", "ward", {"ward_centre": 1.0}, 20, {"national_portal": 0.94, "counter": 0.06}, "family",
        Habit(assigned_by_head=0.8, supplement=0.16, late=0.12, refused=0.05), trade=0.52, told=0.34,
        variants={"": 0.88, "other_works": 0.12},
    ),
    Service(
        "1.000894", "ward", {"ward_centre": 1.0}, 13, {"counter": 0.8, "national_portal": 0.2}, "couple", QUICK, told=0.18,
        variants={"": 0.92, "verification": 0.08},
    ),
    Service(
        "1.004859", "ward", {"ward_centre": 1.0}, 13, {"counter": 0.7, "national_portal": 0.27, "post": 0.03}, "one", QUICK,
        told=0.2, variants={"": 0.5, "change": 0.42, "verification": 0.08},
    ),
    Service(
        "1.004594", "tourism", {"centre": 1.0}, 8, {"national_portal": 0.6, "counter": 0.35, "post": 0.05}, "company",
        Habit(assigned_by_head=0.9, supplement=0.22, late=0.12, stuck=0.01, refused=0.08), trade=0.2, told=0.9,
    ),
)  # fmt: skip
MOTORBIKE = "1.010910"
# of a province's dossiers, so many are settled elsewhere and only mirrored here
MIRRORED = {"H05": 0.07, "H19": 0.0, "H36": 0.07}
FORMER = {"H36": 40}  # dossiers of the former Bình Thuận's own system, brought over as they were
