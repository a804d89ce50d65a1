"""The officials' own phones, in the emulator beside the citizens'."""

from accounts.models import Official
from foundation import scoping
from portal.seeding import phones

FIRST, LAST = 900, 999  # of the range of docs/decisions/0008; the crowd's numbers end before


def equip() -> int:
    """Give each official without a number one, and let all of them stand in the emulator; how many there are."""
    with scoping.system("seed demo"):
        officials = list(Official.objects.select_related("user").order_by("province_id", "staff_code"))
        taken = {official.phone for official in officials}
        free = (number for n in range(FIRST, LAST + 1) if (number := f"+84900000{n}") not in taken)
        for official in officials:
            if not official.phone and (number := next(free, "")):
                official.phone = number
                official.save(update_fields=["phone"])
    entries = [
        {"id": o.user.username, "name": o.user.full_name, "phone": o.phone.removeprefix("+"), "official": True}
        for o in officials
        if o.phone
    ]
    phones.add(entries)
    return len(entries)
