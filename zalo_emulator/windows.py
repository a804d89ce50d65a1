"""The window of free text: two days free, seven days from the package, then shut."""

from typing import Any

from zalo_emulator.model import OfficialAccount, Tie
from zalo_emulator.wire import TEXT, Response, error
from zalo_emulator.world import World

DAY = 86_400.0
ZONE = 7 * 3600  # CONVENTION: days begin at midnight in Vietnam; Zalo names no zone
REPLIES = 8  # the old limit within 48 hours; CONVENTION: still the total that is named


def day_of(epoch: float) -> int:
    """The number of the day in Vietnam."""
    return int((epoch + ZONE) // DAY)


def shut(world: World, tie: Tie) -> Response | None:
    """Why free text may not go now: -232 without any interaction, -230 after seven days."""
    if not tie.last_interaction:
        return error(-232, "User has not interacted with OA or last interaction expired", TEXT)
    if world.clock.now() - tie.last_interaction > 7 * DAY:
        return error(-230, "User has not interacted with the OA in the past 7 days", TEXT)
    return None


def spend(world: World, oa: OfficialAccount, tie: Tie) -> dict[str, Any]:
    """Count one message and give the ``quota`` member of the answer (none where it is billed)."""
    inside = world.clock.now() - tie.last_interaction <= 2 * DAY
    tie.replies += 1
    if inside and not (world.legacy_replies and tie.replies > REPLIES):
        left = REPLIES - tie.replies if world.legacy_replies else REPLIES - 1  # CONVENTION: unlimited shows 7 of 8
        return {"quota": {"quota_type": "reply", "remain": str(left), "total": str(REPLIES)}}
    if oa.package_left > 0:
        oa.package_left -= 1
        return {
            "quota": {
                "quota_type": "sub_quota", "remain": str(oa.package_left), "total": "500", "expired_date": "31/12/2026"
            }
        }  # fmt: skip
    if oa.purchased_left > 0:
        oa.purchased_left -= 1
        return {
            "quota": {
                "quota_type": "purchase_quota", "remain": str(oa.purchased_left), "total": "1000",
                "expired_date": "31/12/2026", "owner_type": "OA", "owner_id": oa.oa_id,
            }
        }  # fmt: skip
    if oa.reward_left > 0:
        oa.reward_left -= 1
        return {
            "quota": {
                "quota_type": "reward_quota", "remain": str(oa.reward_left), "total": "100",
                "expired_date": "31/12/2026", "owner_type": "OA", "owner_id": oa.oa_id,
            }
        }  # fmt: skip
    return {}


def left(world: World, tie: Tie) -> int:
    """Free answers left in the two days (0 outside them)."""
    if world.clock.now() - tie.last_interaction > 2 * DAY:
        return 0
    return max(0, REPLIES - tie.replies) if world.legacy_replies else REPLIES - (1 if tie.replies else 0)


def touched(world: World, tie: Tie) -> None:
    """The person did something that opens the window."""
    tie.last_interaction = world.clock.now()
    tie.replies = 0
