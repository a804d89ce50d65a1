"""The four hosts of the platform, and which of them a demo may talk to."""

import ipaddress
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings


class Host(StrEnum):
    """A host by what it serves; its address comes from the settings."""

    OAUTH = "oauth"
    OPENAPI = "openapi"
    BUSINESS = "business"
    GRAPH = "graph"


class ForbiddenHost(Exception):
    """A demo was about to send to a host outside this machine."""


def base_url(host: Host) -> str:
    """The address without a closing slash; ForbiddenHost where a demo would leave the machine."""
    url: str = getattr(settings, f"ZALO_{host.upper()}_URL")
    if settings.DEMO and not is_loopback(url):
        raise ForbiddenHost(f"a demo may not send to the {host} host outside this machine")
    return url


@lru_cache(maxsize=64)
def is_loopback(url: str) -> bool:
    """Whether ``url`` names this machine, by name or by address."""
    name = urlsplit(url).hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
