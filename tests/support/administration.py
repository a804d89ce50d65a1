"""The administration pages as the administrator of a province sees them."""

import html
import re

from django.test import Client

from foundation import scoping


def signed_in(world, role: str = "admin") -> Client:
    client = Client()
    with scoping.system("test"):
        client.force_login(world.people[role], backend="accounts.sign_in.ScopedModelBackend")
    return client


def text(answer) -> str:
    """What the page says, without its tags."""
    return html.unescape(
        " ".join(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S).split())
    )
