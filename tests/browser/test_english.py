"""The citizen pages in English: every sentence, dates and plurals; what is Vietnamese by nature says so."""

import pytest

from dossiers.actions.refuse import refuse
from dossiers.actions.request_supplement import request_supplement
from dossiers.models import Dossier
from foundation import scoping
from notifications.models import Message
from ratings.queries import open_token
from tests.browser.faces import judge, look_up, vietnamese_in
from tests.support import world as worlds
from tests.support.world import filed, person

ENGLISH = [
    ("/", "Is your dossier ready?"), ("/thu-tuc/", "Administrative procedures"), ("/thu-tuc/?q=phi+thuyen", "No procedure matches"),
    (f"/thu-tuc/{worlds.HOTEL}/", "30 days"), (f"/thu-tuc/{worlds.MARRIAGE}/", "What to hand in"),
    (f"/thu-tuc/{worlds.PERMIT}/", "depends on the place"), (f"/thu-tuc/{worlds.MOTORBIKE}/", "another authority"),
    ("/tra-cuu/", "Secret number"), ("/phan-anh/", "Denunciations are not taken on this page"),
    ("/khong-co/", "Page not found"),
]  # fmt: skip


@pytest.fixture
def english(page, live_server):
    page.goto(f"{live_server.url}/en/")
    return page


@pytest.mark.parametrize(("path", "says"), ENGLISH)
def test_every_page_is_english_throughout(english, live_server, world, path, says):
    english.goto(live_server.url + path)
    assert says in english.locator("body").inner_text()
    assert vietnamese_in(english) == []
    judge(english, "en" + path.replace("/", "-").split("?")[0], widths=(360, 1280))


def test_a_look_up_tells_everything_in_english(english, live_server, world):
    dossier = filed(world, accept=True, applicant=person(1))
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu bản vẽ")
    with scoping.system("test"):
        messages = list(Message.objects.filter(subject_id=dossier.id).order_by("id"))
        ends = [("failed", "no_zalo"), ("unconfirmed", "unconfirmed")]
        for message, (state, reason) in zip(messages, ends, strict=True):
            Message.objects.filter(id=message.id).update(state="sending")
            Message.objects.filter(id=message.id).update(state=state, reason=reason)
        Dossier.objects.filter(id=dossier.id).update(supplement_until="2026-12-16T10:58:00Z")
    look_up(english, live_server, dossier.code)
    said = english.locator("main").inner_text()
    for words in (
        "More papers are needed", "Please hand in the papers asked for", "17:58 on Wednesday, 16 December 2026",
        "the phone number in the dossier has no Zalo account", "it is not known whether it arrived",
        "waiting for you to hand in papers", "Whom to ask", "Hotline",
    ):  # fmt: skip
        assert words in said, words
    assert vietnamese_in(english) == []
    judge(english, "en-dossier", widths=(360, 1280))
    english.click("text=Tiếng Việt")
    assert english.locator("h1").inner_text() == "Cần bổ sung giấy tờ"


def test_faults_of_forms_and_the_ends_are_english(english, live_server, world):
    english.goto(f"{live_server.url}/phan-anh/")
    english.click("main form .button")
    assert "There is a problem" in english.locator("#loi").inner_text() and vietnamese_in(english) == []
    english.check("input[value='rules']")
    for field, value in (("text", "Chậm"), ("name", "Trần Thử"), ("phone", "0900000009")):
        english.fill(f"#id_{field}", value)
    english.click("main form .button")
    assert "Your feedback has been received" in english.locator("h1").inner_text() and vietnamese_in(english) == []
    look_up(english, live_server, "H05.101.01-990101-0001", "9999")
    assert "No dossier matches" in english.locator("#loi").inner_text() and vietnamese_in(english) == []


def test_the_rating_is_english(english, live_server, world):
    dossier = filed(world, 2)
    with world.scope("receptionist"):
        refuse(dossier.id, actor=world.actor("receptionist"), reason="Sai nơi nộp")
    with scoping.system("test"):
        token = open_token(dossier.id)
    english.goto(f"{live_server.url}/danh-gia/{token}/")
    assert "Very satisfied" in english.locator("main").inner_text() and vietnamese_in(english) == []
    english.check("input[value='5']")
    english.click("main form button")
    assert english.locator("h1").inner_text() == "Thank you" and vietnamese_in(english) == []
    english.goto(f"{live_server.url}/danh-gia/{token}/")
    assert "You have already rated" in english.locator("main").inner_text() and vietnamese_in(english) == []
