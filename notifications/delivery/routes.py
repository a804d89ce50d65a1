"""By which channel each claimed message goes, decided now: consent, link, template, reachability, hour of this moment."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import Consent
from accounts.queries import have_withdrawn
from dossiers.models import Party
from foundation import scoping
from foundation.local_time import now
from notifications.delivery.claim import Claimed
from notifications.models import Message
from notifications.quiet_hours import held_until
from zalo.accounts import AccountCredentials, GrantDead, current_account, is_stopped, present
from zalo.hosts import Host
from zalo.models import OfficialAccount, TemplateMapping, ZaloUser
from zalo.people import reachable_users
from zalo.reach import known_without_zalo
from zalo.templates import choose, mappings_of

UID, PHONE = Message.Channel.ZALO_UID.value, Message.Channel.ZALO_PHONE.value


@dataclass(frozen=True, slots=True)
class Route:
    """One way to one person."""

    channel: str
    account: AccountCredentials
    template_id: str
    fields: dict[str, str]
    address: str  # a Zalo user id, or a phone in E.164
    zalo_user: uuid.UUID | None = None

    @property
    def host(self) -> Host:
        """The host that this channel speaks to."""
        return Host.OPENAPI if self.channel == UID else Host.BUSINESS


@dataclass(frozen=True, slots=True)
class NoRoute:
    """No way now: for good (``final``), until an hour (``until``), until an account has a token (``renew``), or
    until somebody mends something."""

    reason: str
    final: bool = False
    withheld: bool = False
    until: datetime | None = None
    renew: uuid.UUID | None = None


class Sendable(Protocol):
    """What the choice of a way asks of a message: a claimed one, or one that is only shown."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def recipient_id(self) -> uuid.UUID: ...
    @property
    def excluded(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Way:
    """One way to one person, whoever's token will carry it."""

    channel: str
    template: TemplateMapping
    address: str
    zalo_user: uuid.UUID | None = None


@dataclass(frozen=True)
class _House:
    """What a province sends with."""

    phone_stopped: bool
    templates: dict[tuple[str, str], TemplateMapping]
    linked: dict[uuid.UUID, ZaloUser]
    silent: set[str]


def routes(messages: Sequence[Claimed]) -> dict[uuid.UUID, Route | NoRoute]:
    """The route of each message, in a constant number of queries per province."""
    found: dict[uuid.UUID, Route | NoRoute] = {}
    moment = now()
    with scoping.system("deliver"):
        parties = Party.objects.in_bulk([m.recipient_id for m in messages])
        for province_id in {m.province_id for m in messages}:
            own = [m for m in messages if m.province_id == province_id]
            found.update(_of_province(province_id, own, parties))
    for message in messages:
        until = held_until(message.urgency, moment)
        if until is not None and not _ends(found[message.id]):
            found[message.id] = NoRoute("quiet_hours", until=until)
    return found


def _ends(route: Route | NoRoute) -> bool:
    return isinstance(route, NoRoute) and route.final


def _of_province(
    province_id: uuid.UUID, messages: Sequence[Claimed], parties: dict[uuid.UUID, Party]
) -> dict[uuid.UUID, Route | NoRoute]:
    account = current_account(province_id)
    if account is None:
        return dict.fromkeys([m.id for m in messages], no_account(province_id))
    token = _token(account)
    if isinstance(token, NoRoute):
        return dict.fromkeys([m.id for m in messages], token)
    found = ways(account, messages, parties)
    return {m.id: _carried(found[m.id], m, token) for m in messages}


def _carried(way: Way | NoRoute, message: Claimed, token: AccountCredentials) -> Route | NoRoute:
    if isinstance(way, NoRoute):
        return way
    fields = way.template.fill(message.data)
    return Route(way.channel, token, way.template.template_id, fields, way.address, way.zalo_user)


def ways(
    account: OfficialAccount, messages: Iterable[Sendable], parties: Mapping[uuid.UUID, Party]
) -> dict[uuid.UUID, Way | NoRoute]:
    """How each message of a province would go as things stand, in a constant number of queries; no token is asked for.

    Needs the system scope; the hour is asked apart (``quiet_hours``).
    """
    rows = list(messages)
    willing_now = willing([parties[m.recipient_id] for m in rows if m.recipient_id in parties])
    people = willing_now.values()
    house = _House(
        bool(account.phone_stopped_reason), mappings_of(account.pk),
        reachable_users(account.pk, {p.citizen_id for p in people if p.citizen_id}),
        known_without_zalo({p.phone for p in people if p.phone}),
    )  # fmt: skip
    return {m.id: _one(m, willing_now.get(m.recipient_id), house) for m in rows}


def willing(people: Sequence[Party]) -> dict[uuid.UUID, Party]:
    """Those who chose Zalo for this dossier and have not taken their consent back since (Luật 91/2025/QH15 Đ4, Đ9)."""
    withdrawn = have_withdrawn(
        Consent.Purpose.STATUS, Consent.Channel.ZALO,
        citizens={p.citizen_id for p in people if p.citizen_id},
        businesses={p.business_id for p in people if p.business_id},
    )  # fmt: skip
    return {p.id: p for p in people if p.notify_zalo and not {p.citizen_id, p.business_id} & withdrawn}


def no_account(province_id: uuid.UUID) -> NoRoute:
    """Why a province without a current account that works sends nothing: it was stopped, or there is none."""
    return NoRoute("account_stopped" if is_stopped(province_id) else "no_account")


def _token(account: OfficialAccount) -> AccountCredentials | NoRoute:
    try:
        token = present(account.pk)
    except GrantDead:
        return NoRoute("account_stopped")
    return NoRoute("token", renew=account.pk) if token is None else token


def _one(message: Sendable, party: Party | None, house: _House) -> Way | NoRoute:
    if party is None:
        return NoRoute("no_consent", final=True, withheld=True)
    person = house.linked.get(party.citizen_id) if party.citizen_id else None
    if person is not None and UID not in message.excluded:
        template = choose(house.templates, message.kind, "uid")
        if template is not None:
            return Way(UID, template, person.user_id, person.pk)
    return _by_phone(message, party, house)


def _by_phone(message: Sendable, party: Party, house: _House) -> Way | NoRoute:
    if PHONE in message.excluded or (party.phone and party.phone in house.silent):
        return NoRoute("no_zalo" if party.phone in house.silent else "other_channel", final=True)
    if not party.phone:
        return NoRoute("bad_phone" if party.phone_typed else "no_contact", final=True, withheld=True)
    if house.phone_stopped:
        return NoRoute("stopped")
    template = choose(house.templates, message.kind, "phone")
    return NoRoute("no_template") if template is None else Way(PHONE, template, party.phone)
