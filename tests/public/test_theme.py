"""The colours of a province, and those of the house: readable, checked, of our own origin."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Province
from accounts.theme import AA, contrast, faults, stylesheet_of
from foundation import scoping

CSS = (Path(__file__).parents[2] / "static/motcua.css").read_text()
COLOURS = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})[;}]", CSS))


def colour(name: str) -> str:
    value = COLOURS[name]
    return value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"), ("ink", "ground"), ("soft-ink", "paper"), ("soft-ink", "ground"), ("link", "paper"),
        ("link", "ground"), ("brand-ink", "brand"), ("brand", "paper"), ("accent", "paper"), ("good", "good-ground"),
        ("warn", "warn-ground"), ("bad", "bad-ground"), ("bad", "paper"), ("ink", "info-ground"),
    ],
)  # fmt: skip
def test_every_pair_of_the_house_can_be_read(ink, ground):
    assert contrast(colour(ink), colour(ground)) >= AA


def test_the_known_ends_of_the_scale():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [["#12356b"], "#12356b", None, 7])
def test_what_is_no_table_of_colours_is_refused(theme):
    with pytest.raises(ValidationError, match="brand"):
        Province(code="H99", name="Thử", theme=theme).clean()


@pytest.mark.parametrize("theme", [{"brand": "red"}, {"brand": "#ffff00"}, {"x": "#12356b"}, {"brand": "#12356b;}*{"}])
def test_a_bad_theme_is_refused_and_never_served(theme):
    assert faults(theme) and stylesheet_of(theme) == ":root{}\n"
    with pytest.raises(ValidationError):
        Province(code="H99", name="Thử", theme=theme).clean()


def test_it_is_served_with_a_mark(db, client):
    with scoping.system("test"):
        province = Province.objects.create(code="H99", name="Thử", valid_from="2025-07-01", theme={"brand": "#5A1A1A"})
    path = f"/giao-dien/{province.id}.css"
    answer = client.get(path)
    assert answer.content == b":root{--brand:#5a1a1a;}\n" and answer["Content-Type"].startswith("text/css")
    assert "max-age=3600" in answer["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert client.get("/giao-dien/00000000-0000-0000-0000-000000000000.css").status_code == 404
