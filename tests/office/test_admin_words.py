"""The configuration pages say everything in Vietnamese: every list, every form, every label."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.support import world as worlds

pytestmark = pytest.mark.django_db

_LETTERS = re.compile(r"[ăâđêôơưạ-ỹàáãèéìíĩòóõùúũý]", re.I)
# What is said without a diacritic, is a name, or is the same in both languages.
_SAME = {
    "Email:", "Zalo", "Tin", "URL", "Logo", "Theo", "Tham gia", "Trang", "Sau", "Xem", "Xong", "Trong", "Cho", "Khi",
    "OA", "Official Account",
}  # fmt: skip
_ENGLISH = re.compile(
    r"\b(Add|Change|Delete|Save|Search|Select|History|View|Home|Password|Username|Filter|Clear|Go|Show|Log out|Log in|"
    r"Today|Now|None|Yes|No|Unknown|This|The|Please|Hold down|Currently|Choose|objects?|another|required|Skip|Toggle)\b"
)


class Words(HTMLParser):
    """The text of labels and headings, and all other text, of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.labels: list[str] = []
        self.rest: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("input", "img", "br", "link", "meta", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        text = data.strip()
        if not text or {"script", "style", "option", "tbody", "svg", "use"} & set(self.open):
            return
        names = {"label", "thead", "h1", "h2", "h3", "legend", "caption"} & set(self.open)
        (self.labels if names else self.rest).append(text)


def words(page: str) -> Words:
    found = Words()
    found.feed(page)
    return found


@pytest.fixture
def administrator(client, db, redis_url):
    world = worlds.build()
    client.post("/can-bo/dang-nhap/", {"username": world.people["admin"].username, "password": "matkhau"})
    return client


def addresses() -> list[str]:
    found = ["/quan-tri/", "/quan-tri/password_change/"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    return found


def judged(page: str) -> list[str]:
    said = words(page)
    strange = [
        t for t in said.labels if not _LETTERS.search(t) and t.rstrip(":") not in _SAME and re.search("[A-Za-z]{2}", t)
    ]
    return strange + [t for t in said.rest if _ENGLISH.search(t) and not _LETTERS.search(t)]


def test_every_page_of_the_configuration(administrator):
    seen, wrong = 0, {}
    for path in addresses():
        answer = administrator.get(path, headers={"Accept-Language": "en"})
        assert answer.status_code in (200, 403), (path, answer.status_code)
        seen += answer.status_code == 200
        if faults := judged(answer.content.decode()):
            wrong[path] = faults
    assert wrong == {} and seen > 10


def test_the_faults_of_a_form(administrator):
    faults = administrator.post("/quan-tri/accounts/agency/add/", {}).content.decode()
    assert judged(faults) == [] and "errornote" in faults
