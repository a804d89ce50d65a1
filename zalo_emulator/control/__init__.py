"""``/__emu/``: what tests and demonstrations steer and see. Not part of Zalo's protocol."""

from zalo_emulator.control.handling import handle

__all__ = ["handle"]
