from events.models.cursor import FollowerCursor
from events.models.event import Event
from events.models.position import EventPosition, Unsequenced
from events.models.unplanned import Unplanned

__all__ = ["Event", "EventPosition", "FollowerCursor", "Unplanned", "Unsequenced"]
