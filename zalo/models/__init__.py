from zalo.models.account import OfficialAccount
from zalo.models.alarm import Alarm
from zalo.models.conversation import ConversationLine
from zalo.models.grant import Grant, GrantAudit
from zalo.models.inbound import InboundEvent
from zalo.models.phone_reach import PhoneReach
from zalo.models.reply import Reply
from zalo.models.template import TemplateMapping
from zalo.models.user import ZaloUser

__all__ = [
    "Alarm",
    "ConversationLine",
    "Grant",
    "GrantAudit",
    "InboundEvent",
    "OfficialAccount",
    "PhoneReach",
    "Reply",
    "TemplateMapping",
    "ZaloUser",
]
