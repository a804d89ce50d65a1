"""The address a request comes from, through the proxies that the operator trusts and no others."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_Address = IPv4Address | IPv6Address


@lru_cache(maxsize=8)
def _networks(texts: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)


def _read(text: str) -> _Address | None:
    """An address as headers and sockets write it: with a port, in brackets, an IPv4 one inside IPv6."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def within(address: str, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks."""
    found = _read(address)
    return found is not None and any(found in network for network in _networks(tuple(networks)))


def is_loopback(address: str) -> bool:
    found = _read(address)
    return found is not None and found.is_loopback


def client_address(request: HttpRequest) -> str:
    """The nearest address that is not one of our own proxies (``TRUSTED_PROXIES``).

    A hop that is no address ends the search: what lies behind it was not written by a proxy of ours.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    known = _read(address)
    if known is None:
        return address
    nearest = str(known)
    if not within(nearest, settings.TRUSTED_PROXIES):
        return nearest
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        found = _read(hop)
        if found is None:
            return nearest
        nearest = str(found)
        if not within(nearest, settings.TRUSTED_PROXIES):
            return nearest
    return nearest


def counted_address(request: HttpRequest) -> str:
    """What tries are counted by: the client's address, of IPv6 its /64, since one line is given all of one."""
    address = client_address(request)
    found = _read(address)
    if not isinstance(found, IPv6Address):
        return address
    return str(IPv6Network((int(found), 64), strict=False).network_address)
