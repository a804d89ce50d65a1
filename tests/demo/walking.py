"""Doing what the demo prints, word by word, with a real browser."""

import re
from dataclasses import dataclass
from typing import Any

WITHIN = 60_000  # milliseconds: the machine may be busy


@dataclass(frozen=True)
class Printed:
    """What a newcomer reads in the window of ``make demo``."""

    text: str

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.text)
        assert match, f"{pattern} không có trong:\n{self.text}"
        return match[1]

    @property
    def password(self) -> str:
        return self.found(r"mật khẩu chung: (\S+)")

    @property
    def accounts(self) -> list[str]:
        """Every sign-in name, with those that the text tells how to make."""
        names = re.findall(r"^  ([a-z]+\.h05) ", self.text, re.MULTILINE)
        only = re.findall(r"^  ([a-z]+\.h36) ", self.text, re.MULTILINE)
        missing = {
            m[1]: m[2] for m in re.finditer(r"^  (\w+)\.h05 .*\(không có ở (.+)\)$", self.text, re.MULTILINE)
        }  # fmt: skip
        made = []
        for suffix, province in (("h19", "Đồng Nai"), ("h36", "Lâm Đồng")):
            assert f".{suffix} cho {province}" in self.text
            made += [
                f"{name.partition('.')[0]}.{suffix}" for name in names
                if province not in missing.get(name.partition(".")[0], "")
            ]  # fmt: skip
        return names + only + made

    @property
    def walk(self) -> "Walk":
        return Walk(
            self.found(r"1\. Mở điện thoại của .+:\n\s+(http\S+)"), self.found(r"đăng nhập (\S+),"),
            self.found(r"2\. .+\n\s+(http\S+)"), self.found(r"\n\s+Bấm «(.+?)»\.\n"), self.found(r"4\. Bấm «(.+?)» ngay trong tin"),
            self.found(r"số bí mật (\d{4})"), self.found(r"số bí mật .+ bấm «(.+?)»"), self.found(r"Tin đã gửi cho bạn»: (.+?)\."),
        )  # fmt: skip


@dataclass(frozen=True)
class Walk:
    """The steps: where the phone is, who signs in where, what is pressed, typed and read."""

    phone: str
    official: str
    dossier: str
    accept: str
    in_message: str
    secret: str
    look: str
    promise: str


def sign_in(page: Any, name: str, password: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def walked(context: Any, walk: Walk, password: str) -> str:
    """Take the walk; gives the code that the dossier got."""
    phone, office = context.new_page(), context.new_page()
    phone.goto(walk.phone)
    phone.evaluate("window.neverReloaded = true")
    before = phone.locator(".log .oa, .log li.oa").count()
    office.goto(walk.dossier)
    sign_in(office, walk.official, password)
    assert office.url == walk.dossier
    office.get_by_role("button", name=walk.accept).first.click()
    office.get_by_text("Được tiếp nhận").first.wait_for(timeout=WITHIN)
    code = office.locator("h1 .code").inner_text()
    # the message comes by itself
    message = phone.locator(".log li", has_text=code).last
    message.wait_for(timeout=WITHIN)
    assert phone.evaluate("window.neverReloaded") is True
    assert phone.locator(".log .oa, .log li.oa").count() > before
    message.get_by_text("Đã nhận").wait_for(timeout=WITHIN)
    assert "Đã tiếp nhận" in message.inner_text()
    with context.expect_page() as opened:
        message.get_by_text(walk.in_message, exact=True).click()
    look_up = opened.value
    look_up.wait_for_load_state()
    assert look_up.get_by_label("Mã hồ sơ").input_value() == code
    assert walk.secret not in look_up.url.replace(code, "")  # the first code of a day ends like a number of a phone
    look_up.get_by_label("Số bí mật").fill(walk.secret)
    look_up.get_by_role("button", name=walk.look).click()
    # the receipt may still be on its way: the page refreshes itself
    look_up.get_by_text(walk.promise).first.wait_for(timeout=WITHIN)
    assert look_up.get_by_role("heading", name="Đã tiếp nhận").is_visible()
    return str(code)
