"""The citizen pages in a real browser: old phone and desk, axe, keyboard, no JavaScript."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from dossiers.actions.refuse import refuse
from dossiers.actions.start import start
from ratings.queries import open_token
from tests.support import world as worlds
from tests.support.world import filed, person

WIDTHS = (320, 360, 1280)
AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SHOTS = os.environ.get("SHOTS_DIR")  # where a person wants to look at the pages


@pytest.fixture
def dossier(world):
    return filed(world, accept=True, applicant=person(1, full_name="Nguyễn Văn An"))


@pytest.fixture
def rating(world):
    dossier = filed(world, 2)
    with world.scope("receptionist"):
        refuse(dossier.id, actor=world.actor("receptionist"), reason="Sai nơi nộp")
    return f"/danh-gia/{open_token(dossier.id)}/"


def judge(page, name):
    """No sideways scrolling at any width, and nothing that axe faults at AA."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} ở {width} px rộng {wide} px"
        found = Axe().run(page, options=AA)
        assert found.violations_count == 0, f"{name} ở {width} px: {found.generate_report()}"
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"public-{name}-{width}.png"), full_page=True)


def look_up(page, server, dossier, secret="0001"):
    page.goto(f"{server.url}/tra-cuu/?code={dossier.code}")
    page.fill("#id_secret", secret)
    page.click("main button")


def test_every_page_fits_and_is_accessible(page, live_server, dossier, rating):
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" and "404" not in m.text else None)
    for name, path in (
        ("home", "/"), ("procedures", "/thu-tuc/"), ("none", "/thu-tuc/?q=phi+thuyen"),
        ("procedure", f"/thu-tuc/{worlds.HOTEL}/"), ("lookup", "/tra-cuu/"), ("feedback", "/phan-anh/"),
        ("rating", rating), ("404", "/khong-co/"),
    ):  # fmt: skip
        page.goto(live_server.url + path)
        judge(page, name)
    look_up(page, live_server, dossier)
    assert page.locator("h1").inner_text() == "Đã tiếp nhận"
    judge(page, "dossier")
    assert complaints == []


def test_faults_take_the_focus_and_lead_to_their_field(page, live_server, dossier):
    page.goto(f"{live_server.url}/phan-anh/")
    page.click("main button")
    assert page.evaluate("document.activeElement.id") == "loi"
    judge(page, "feedback-faults")
    page.click("#loi a[href='#id_text']")
    assert page.evaluate("document.activeElement.id") == "id_text"
    look_up(page, live_server, dossier, secret="9999")
    assert "Không tìm thấy hồ sơ khớp" in page.locator("#loi").inner_text()
    judge(page, "lookup-faults")


def test_the_look_up_works_by_keyboard_alone(page, live_server, dossier):
    page.goto(f"{live_server.url}/tra-cuu/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for typed in (dossier.code, "0001"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ho-so")
    assert "Nguyễn V** A**" in page.locator("main").inner_text()
    assert "0001" not in page.url


def test_everything_works_without_javascript(browser, browser_context_args, live_server, dossier, rating):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    look_up(page, live_server, dossier)
    assert "Đã tiếp nhận" in page.locator("h1").inner_text()
    page.click("text=Cập nhật")
    assert "Đã tiếp nhận" in page.locator("h1").inner_text()
    page.goto(live_server.url + rating)
    page.check("input[value='4']")
    page.click("main button")
    assert "Cảm ơn bạn" in page.locator("h1").inner_text()
    context.close()


def refresh(page):
    """What the page gets when it asks again by itself, twenty seconds on."""
    with page.expect_response("**/tra-cuu/trang-thai/") as seen:
        page.clock.fast_forward(21_000)
    return seen.value.status


def test_the_answer_refreshes_itself(page, live_server, world, dossier):
    page.clock.install()
    look_up(page, live_server, dossier)
    page.wait_for_selector("#ho-so")
    page.evaluate("document.querySelector('#ho-so').dataset.old = 'yes'")

    assert refresh(page) == 204  # nothing has changed: what stands there stays, and nothing is read aloud again
    assert page.get_attribute("#ho-so", "data-old") == "yes"

    with world.scope("case_officer"):
        start(dossier.id, actor=world.actor("case_officer"))
    assert refresh(page) == 200
    page.wait_for_selector("h1:has-text('Đang giải quyết')")
    assert page.locator("h1").count() == 1 and page.locator("#ho-so").count() == 1

    assert refresh(page) == 204  # the new answer asks again, and knows what it shows


def test_nothing_is_asked_of_anybody_else(page, live_server, dossier):
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    look_up(page, live_server, dossier)
    page.goto(live_server.url + "/")
    assert asked and all(url.startswith(live_server.url) for url in asked)
