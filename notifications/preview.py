"""Messages that are planned, as an official reads them before they go: to whom, which way, saying what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dossiers.models import Party
from foundation import scoping
from notifications.models import Message
from notifications.reasons import words
from notifications.states import State
from zalo.accounts import current_account
from zalo.models import TemplateMapping
from zalo.people import reachable_users
from zalo.reach import known_without_zalo
from zalo.templates import choose, mappings_of

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

    The way is chosen again when the message leaves: by then a person may have linked or withdrawn.
    """
    if not messages:
        return []
    people = {p.id: p for p in parties}
    with scoping.system("preview of messages"):
        account = current_account(messages[0].province_id)
        templates = mappings_of(account.pk) if account else {}
        citizens = {p.citizen_id for p in people.values() if p.citizen_id}
        linked = set(reachable_users(account.pk, citizens)) if account else set()
        silent = known_without_zalo({p.phone for p in people.values() if p.phone})
    found = []
    for message in messages:
        party = people[message.recipient_id]
        by = "uid" if party.citizen_id in linked else "phone"
        template = choose(templates, message.kind, by)
        never = _never(message, party, by, silent)
        waits = "no_account" if account is None else "no_template" if template is None else ""
        found.append(
            Letter(
                party.full_name, never or _way(party, by), not never, "" if never else words(waits),
                _lines(message.data, template),
            )
        )  # fmt: skip
    return found


def _never(message: Message, party: Party, by: str, silent: set[str]) -> str:
    """Why it would not go at all, in words; empty where it would."""
    if message.state == State.WITHHELD:
        return words(message.reason)
    return words("no_zalo") if by == "phone" and party.phone in silent else ""


def _way(party: Party, by: str) -> str:
    if by == "uid":
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
