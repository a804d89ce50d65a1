"""What every request to Zalo passes: the limits per minute of app and account, the breaker per host."""

from zalo.gate.doors import Door, Doors, Refusal

__all__ = ["Door", "Doors", "Refusal"]
