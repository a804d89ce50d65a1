"""Keys as they would have been made at the time."""

import random
import uuid
from datetime import datetime

from foundation.ids import shaped_uuid7, uuid7_floor


class Keys:
    """UUIDv7 of moments gone by."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def at(self, moment: datetime) -> uuid.UUID:
        return shaped_uuid7(uuid7_floor(moment), self.chance.randbytes(10))
