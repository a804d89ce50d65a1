"""The citizen pages in a real browser: old phone and desk, axe, keyboard, no JavaScript."""

import pytest

from dossiers.actions.refuse import refuse
from dossiers.actions.start import start
from foundation import scoping
from ratings.queries import open_token
from tests.browser.faces import judge, look_up, silent
from tests.support import world as worlds
from tests.support.world import filed, person


@pytest.fixture
def dossier(world):
    return filed(world, accept=True, applicant=person(1, full_name="Nguyễn Văn An"))


@pytest.fixture
def rating(world):
    dossier = filed(world, 2)
    with world.scope("receptionist"):
        refuse(dossier.id, actor=world.actor("receptionist"), reason="Sai nơi nộp")
    with scoping.system("test"):
        return f"/danh-gia/{open_token(dossier.id)}/"


def test_every_page_fits_and_is_accessible(page, live_server, dossier, rating):
    with silent(page, live_server, allowed=(404,)):
        for name, path in (
            ("home", "/"), ("procedures", "/thu-tuc/"), ("none", "/thu-tuc/?q=phi+thuyen"),
            ("procedure", f"/thu-tuc/{worlds.HOTEL}/"), ("procedure-many", f"/thu-tuc/{worlds.PERMIT}/"),
            ("lookup", "/tra-cuu/"), ("feedback", "/phan-anh/"), ("rating", rating), ("404", "/khong-co/"),
        ):  # fmt: skip
            page.goto(live_server.url + path)
            judge(page, f"public-{name}")
        look_up(page, live_server, dossier.code)
        assert page.locator("h1").inner_text() == "Đã tiếp nhận"
        judge(page, "public-dossier")


def test_faults_take_the_focus_and_lead_to_their_field(page, live_server, dossier):
    page.goto(f"{live_server.url}/phan-anh/")
    page.click("main form button")
    assert page.evaluate("document.activeElement.id") == "loi"
    judge(page, "public-feedback-faults")
    page.click("#loi a[href='#id_text']")
    assert page.evaluate("document.activeElement.id") == "id_text"
    look_up(page, live_server, dossier.code, secret="9999")
    assert "Không tìm thấy hồ sơ khớp" in page.locator("#loi").inner_text()
    judge(page, "public-lookup-faults")


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
    look_up(page, live_server, dossier.code)
    assert "Đã tiếp nhận" in page.locator("h1").inner_text()
    page.click("text=Cập nhật")
    assert "Đã tiếp nhận" in page.locator("h1").inner_text()
    page.goto(live_server.url + rating)
    page.check("input[value='4']")
    page.click("main form button")
    assert "Cảm ơn bạn" in page.locator("h1").inner_text()
    context.close()


def refresh(page):
    """What the page gets when it asks again by itself, twenty seconds on."""
    with page.expect_response("**/tra-cuu/trang-thai/") as seen:
        page.clock.fast_forward(21_000)
    return seen.value.status


def test_the_answer_refreshes_itself(page, live_server, world, dossier):
    page.clock.install()
    look_up(page, live_server, dossier.code)
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


def test_the_answer_closes_itself_when_its_time_is_over(page, live_server, dossier):
    page.clock.install()
    look_up(page, live_server, dossier.code)
    page.wait_for_selector("#ho-so")
    page.context.clear_cookies(name="tra_cuu")
    assert refresh(page) == 286
    page.wait_for_selector("h1:has-text('Trang đã tự đóng')")
    assert "Nguyễn" not in page.locator("main").inner_text()
    page.clock.fast_forward(60_000)  # and asks no more: nothing answers any longer, nothing complains
    page.click("text=Tra cứu lại")
    assert page.locator("h1").inner_text() == "Tra cứu hồ sơ"
