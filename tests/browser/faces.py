"""How a page is judged in the browser: width, structure, accessibility, what it asks for and complains of."""

import os
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (320, 360, 768, 1280)
AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SHOTS = os.environ.get("SHOTS_DIR")  # where a person wants to look at the pages

# What a validator would say of the structure, asked of the page itself.
_STRUCTURE = """() => {
  const faults = [], all = (css) => [...document.querySelectorAll(css)], ids = all('[id]').map((e) => e.id);
  if (document.doctype?.name !== 'html') faults.push('doctype');
  if (!['vi', 'en'].includes(document.documentElement.lang)) faults.push('lang');
  if (!document.title.trim()) faults.push('title');
  if (all('h1').length !== 1) faults.push('h1: ' + all('h1').length);
  if (all('main').length !== 1) faults.push('main');
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push('id twice: ' + id));
  let level = 0;
  all('h1,h2,h3,h4').forEach((h) => { const n = +h.tagName[1]; if (n > level + 1 && level) faults.push('jump to ' + h.textContent); level = n; });
  all('input:not([type=hidden]),select,textarea').forEach((f) => { if (!f.labels?.length) faults.push('no label: ' + f.name); });
  all('table').forEach((t) => { if (!t.querySelector('th[scope]')) faults.push('table without scope'); });
  all('[style],script:not([src]),style').forEach((e) => faults.push('inline: ' + e.outerHTML.slice(0, 80)));
  all('a[target=_blank]').forEach((e) => faults.push('new window: ' + e.href));
  return faults;
}"""
# Vietnamese letters in what the page says to be English.
_VIETNAMESE = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [], letters = /[ăâđêôơưạ-ỹàáãèéìíĩòóõùúũý]/i;
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (letters.test(node.data) && node.parentElement.closest('[lang]').lang === 'en' && !/^Một Cửa$/.test(node.data.trim()))
      found.push(node.data.trim());
  return found.concat(letters.test(document.title.replace('Một Cửa', '')) && !document.querySelector('h1 [lang=vi], h1[lang=vi]') ? [document.title] : []);
}"""


def arrived(page, selector):
    """The page that has this is there as a whole: its last line parsed, its scripts run, its parts alive.

    An element can be seen while the rest of its page is still on the way; what is read or typed then is lost.
    """
    page.wait_for_selector(selector)
    page.wait_for_load_state("load")


def judge(page, name, widths=WIDTHS):
    """No sideways scrolling at any width, sound structure, and nothing that axe faults at AA (narrowest and widest)."""
    page.wait_for_load_state("load")  # a page that is half there has neither its footer nor its scripts
    assert page.evaluate(_STRUCTURE) == [], name
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} ở {width} px rộng {wide} px"
        if width in (widths[0], widths[-1]):
            found = Axe().run(page, options=AA)
            assert found.violations_count == 0, f"{name} ở {width} px: {found.generate_report()}"
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


def vietnamese_in(page) -> list[str]:
    """What an English page says in Vietnamese without marking it as such."""
    return page.evaluate(_VIETNAMESE)


@contextmanager
def silent(page, server, *, allowed=()):
    """Nothing is asked of another host and the console has no fault, but for the statuses that a step expects."""
    asked: list[str] = []
    complaints: list[str] = []

    def hear(message):
        expected = any(f"status of {status} " in message.text for status in allowed)
        if message.type in ("error", "warning") and not expected:
            complaints.append(message.text)

    page.on("request", lambda request: asked.append(request.url))
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    assert asked and [url for url in asked if not url.startswith(server.url)] == []
    assert complaints == []


def look_up(page, server, code, secret="0001"):
    page.goto(f"{server.url}/tra-cuu/?code={code}")
    page.fill("#id_secret", secret)
    page.click("main form button")


def sign_in(page, server, user):
    page.goto(f"{server.url}/can-bo/dang-nhap/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "matkhau")
    page.click("main form button")
    page.wait_for_url("**/can-bo/")


def press_alt(page, letter):
    """Alt and a letter as the browser itself gets them; Playwright's keyboard passes by access keys."""
    session = page.context.new_cdp_session(page)
    key = {"modifiers": 1, "key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, "unmodifiedText": letter, **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.detach()
