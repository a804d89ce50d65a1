"""Messages that are planned, as an official reads them before they go: to whom, which way, saying what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dossiers.models import Party
from foundation import scoping
from foundation.local_time import now
from notifications.delivery.routes import PHONE, UID, NoRoute, Way, no_account, ways, willing
from notifications.models import Message
from notifications.quiet_hours import held_until
from notifications.reasons import words
from notifications.states import State
from zalo.accounts import current_account
from zalo.models import TemplateMapping

# What a message may say, in the order in which it is read; what is not filled in is left out.
_LINES = {
    "status": _lazy("Tình trạng"), "code": _lazy("Mã hồ sơ"), "customer_name": _lazy("Chủ hồ sơ"),
    "procedure": _lazy("Thủ tục"), "reason": _lazy("Lý do, nội dung"), "until": _lazy("Chậm nhất"),
    "agency": _lazy("Cơ quan"), "official": _lazy("Người giải quyết"), "received_at": _lazy("Tiếp nhận"),
    "handled_at": _lazy("Xử lý"), "due_at": _lazy("Hẹn trả"), "returned_at": _lazy("Trả kết quả"),
}  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """One message to one person: the way it would take as things stand, or why it would not go; and what it would
    have to wait for."""

    name: str
    way: str
    goes: bool
    waits_for: str
    lines: tuple[tuple[str, str], ...]


def letters(messages: Sequence[Message], parties: Iterable[Party]) -> list[Letter]:
    """One letter for each message, in a constant number of queries; no token is asked for and nothing is sent.

    The way is the one that delivery would choose now. It is chosen again when the message leaves: by then a person may
    have linked or withdrawn.
    """
    if not messages:
        return []
    people = {p.id: p for p in parties}
    queued = [m for m in messages if m.state == State.QUEUED]
    with scoping.system("preview of messages"):
        found = _chosen(messages[0].province_id, queued, people)
    moment = now()
    return [_letter(m, people[m.recipient_id], found.get(m.id) or _withheld(m), moment) for m in messages]


def _chosen(province_id: UUID, messages: Sequence[Message], people: dict[UUID, Party]) -> Mapping[UUID, Way | NoRoute]:
    """What delivery would decide; without an account that works, at least who does not want to be told."""
    account = current_account(province_id)
    if account is not None:
        return ways(account, messages, people)
    wanting = willing([people[m.recipient_id] for m in messages])
    missing, refused = no_account(province_id), NoRoute("no_consent", final=True, withheld=True)
    return {m.id: missing if m.recipient_id in wanting else refused for m in messages}


def _withheld(message: Message) -> NoRoute:
    """What planning has decided already."""
    return NoRoute(message.reason, final=True, withheld=True)


def _letter(message: Message, party: Party, chosen: Way | NoRoute, moment: datetime) -> Letter:
    if isinstance(chosen, Way):
        waits = words("quiet_hours") if held_until(message.urgency, moment) else ""
        lines = _lines(message.data, chosen.template)
        return Letter(party.full_name, _way(chosen.channel, party), True, waits, lines)
    lines = _lines(message.data, None)
    if chosen.final:
        return Letter(party.full_name, words(chosen.reason), False, "", lines)
    return Letter(party.full_name, _way(PHONE if party.phone else UID, party), True, words(chosen.reason), lines)


def _way(channel: str, party: Party) -> str:
    if channel == UID:
        return _("tin Zalo đến tài khoản đã liên kết")
    return _("tin Zalo đến số %(tail)s") % {"tail": "•••" + party.phone[-3:]}


def _lines(data: dict[str, str], template: TemplateMapping | None) -> tuple[tuple[str, str], ...]:
    """What the template takes of our data, cut as it will be; all of it where no template is known."""
    filled = template.fill(data) if template else {}
    told = []
    for ours, label in _LINES.items():
        names = template.names(ours) if template else [ours]
        value = (filled.get(names[0], "") if template else data.get(ours, "")) if names else ""
        if value not in ("", "—"):
            told.append((str(label), value))
    return tuple(told)
