"""Nothing that can be asked for is without a row in ``tests/matrix/table.py``."""

from pathlib import Path

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.administration.pages import ByPost
from dossiers.states import Action
from portal.chat.router import COMMANDS
from tests.matrix.table import ACTS, ADMINISTRATION, API, CHAT_COMMANDS, ELSEWHERE, PAGES


def views(resolver=None, space="") -> dict[str, object]:
    """Our addresses by name with what answers them (the administration has rows of its own)."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                found |= views(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            found[f"{space}{entry.name}"] = entry.callback
    return found


def test_no_address_is_without_a_row():
    known = set(PAGES) | {name for name, _method in API} | set(ELSEWHERE)
    assert set(views()) - known == set(), "add the new address to tests/matrix/table.py"
    assert known - set(views()) == set(), "take away what no longer exists"


def test_no_method_of_the_api_is_without_a_row():
    found = {
        (name, method.upper())
        for name, view in views().items() if name.startswith("api:") and name not in PAGES
        for method in ("get", "post", "put", "patch", "delete") if hasattr(view.view_class, method)
    }  # fmt: skip
    assert found == set(API)


def test_no_act_is_without_a_row():
    assert {act for act, _status, _who in ACTS} == {a.value for a in Action}


def test_no_chat_command_is_without_a_row():
    names = {command.__name__.rpartition(".")[2] for command in COMMANDS}
    assert names == set(CHAT_COMMANDS), "a new command needs its row: who is answered what"


def test_no_administration_page_is_without_a_row():
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMINISTRATION)


def test_every_administration_page_asks_for_the_post():
    pages = list(admin.site._registry.values())
    for page in pages:
        for one in (page, *(inline(page.model, admin.site) for inline in page.inlines)):
            assert isinstance(one, ByPost), one
    assert len(pages) > 10


def test_what_is_tested_elsewhere_is_there():
    root = Path(__file__).parents[2]
    assert [name for name in ELSEWHERE.values() if not (root / name).is_file()] == []
