from notifications.models.attempt import Attempt, EarlyReceipt
from notifications.models.message import Message

__all__ = ["Attempt", "EarlyReceipt", "Message"]
