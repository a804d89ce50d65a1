"""What the room itself does about inbound events. Imported by ``AppConfig.ready``."""

from zalo.reactions import conversation, people, platform

__all__ = ["conversation", "people", "platform"]
