"""What every request to Zalo passes: the limit per minute of app and account, and the circuit breaker per host."""

from zalo.gate.doors import Door, Doors, Refusal

__all__ = ["Door", "Doors", "Refusal"]
