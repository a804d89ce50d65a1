"""The webhook's inbox: what verifies is stored once and handled afterwards, in batches, until it is done.

``handles(*names)`` registers a handler from ``AppConfig.ready``; see :mod:`zalo`.
"""

from zalo.inbox.receipts import Receipt, receipts
from zalo.inbox.registry import Inbound, handles

__all__ = ["Inbound", "Receipt", "handles", "receipts"]
