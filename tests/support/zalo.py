"""Connecting a test province to the emulator, as an operator would."""

from django.core.management import call_command

from foundation import scoping
from tests.support.emulator import Emulator
from tests.support.world import World


def connect(world: World, emulator: Emulator) -> dict[str, str]:
    """``zalo_connect`` and ``zalo_template`` for this province; gives the account as the emulator knows it."""
    told = emulator.get("world")
    account = next(o for o in told["oas"] if o["province"] == world.province.code)
    call_command(
        "zalo_connect", province=world.province.code, oa_id=account["oa_id"], app_id=told["app_id"],
        refresh_token=account["refresh_token"], app_secret=told["app_secret"], oa_secret=account["oa_secret"], verbosity=0,
    )  # fmt: skip
    for by, template in account["templates"].items():
        call_command("zalo_template", oa_id=account["oa_id"], kind="default", by=by, template_id=template, verbosity=0)
    return account


def link(world: World, emulator: Emulator, person: str, citizen_id: object) -> str:
    """Make a person of the emulator the verified Zalo user of a citizen; gives the user id."""
    from accounts.actors import Actor
    from zalo.actions.link_user import link_user
    from zalo.models import OfficialAccount, ZaloUser

    with scoping.system("test"):
        oa = OfficialAccount.objects.get(province=world.province, is_current=True)
        user = emulator.post(f"people/{person}/say", oa=oa.oa_id, text="xin chào")
        tie = next(p for p in emulator.get("people") if p["id"] == person)["ties"][oa.oa_id]
        link_user(oa, tie["user_id"], citizen_id, by=ZaloUser.LinkedBy.CODE, actor=Actor.system("test"))
    return str(tie["user_id"] or user)
