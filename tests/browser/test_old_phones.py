"""What a page weighs on its first visit, and that print and narrow screens keep what matters."""

import pytest

from dossiers.actions.request_supplement import request_supplement
from tests.browser.faces import look_up
from tests.support import world as worlds
from tests.support.world import filed, person

KILOBYTE = 1000
FIRST_VISIT, WITH_SCRIPT = 100 * KILOBYTE, 150 * KILOBYTE  # nothing compressed: on the wire it is less


def weigh(page, visit) -> dict[str, int]:
    """The bodies of everything that a visit with an empty cache loads."""
    weights: dict[str, int] = {}
    page.on("response", lambda r: weights.__setitem__(r.url.split("?")[0], len(r.body()) if r.ok else 0))
    visit()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    return weights


@pytest.mark.parametrize("path", ["/", "/thu-tuc/", f"/thu-tuc/{worlds.HOTEL}/", "/tra-cuu/"])
def test_a_first_visit_is_light_fonts_included_and_needs_no_script(page, live_server, world, path):
    weights = weigh(page, lambda: page.goto(live_server.url + path))
    assert sum(weights.values()) < FIRST_VISIT, weights
    assert len([url for url in weights if url.endswith(".woff2")]) == 2
    assert [url for url in weights if url.endswith(".js")] == []


def test_the_answer_is_light_with_its_script(page, live_server, world):
    code = filed(world, accept=True, applicant=person(1)).code
    weights = weigh(page, lambda: look_up(page, live_server, code))
    assert sum(weights.values()) < WITH_SCRIPT, weights


def test_every_letter_of_vietnamese_is_in_our_own_font(page, live_server, world):
    """Each letter is as wide in a page that has only our font as in one that may fall back."""
    page.goto(live_server.url)
    missing = page.evaluate(
        """async () => {
          await document.fonts.load('16px "Be Vietnam Pro"', 'ệ');
          const letters = 'aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz', tones = ['', '\\u0300', '\\u0309', '\\u0303', '\\u0301', '\\u0323'];
          const all = [...letters].flatMap((l) => tones.map((t) => (l + t).normalize('NFC'))).filter((l) => l.length === 1);
          const text = [...all, ...all.map((l) => l.toUpperCase()), ...'0123456789₫«»–—…•“”'];
          const pen = document.createElement('canvas').getContext('2d');
          const width = (font, c) => { pen.font = font; return pen.measureText(c).width; };
          return text.filter((c) => width('40px "Be Vietnam Pro", monospace', c) !== width('40px "Be Vietnam Pro", serif', c));
        }"""
    )
    assert missing == []


def test_on_paper_the_answer_keeps_what_matters_and_drops_the_rest(page, live_server, world):
    dossier = filed(world, accept=True, applicant=person(1))
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu sơ đồ vị trí")
    look_up(page, live_server, dossier.code)
    page.emulate_media(media="print")
    for words in ("Cần bổ sung giấy tờ", "Thiếu sơ đồ vị trí", "Nơi nộp", "Hỏi ai"):
        assert page.locator(f"text={words} >> nth=0").is_visible(), words
    for css in (".top nav", ".foot", ".button", ".tongue"):
        assert not page.locator(css).first.is_visible(), css


def test_buttons_and_fields_are_large_enough_for_a_thumb(page, live_server, world):
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", "/tra-cuu/", "/phan-anh/", f"/thu-tuc/{worlds.HOTEL}/"):
        page.goto(live_server.url + path)
        small = page.evaluate(
            """() => [...document.querySelectorAll('.button,input:not([type=hidden]):not([type=radio]):not([type=checkbox]),select,.choice,.top a,.foot a,summary')]
              .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 90))"""
        )
        assert small == [], path
