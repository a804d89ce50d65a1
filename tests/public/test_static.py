"""Static files as they are served in production: named by content, compressed beforehand, kept for good."""

import re

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware


@pytest.fixture
def collected(settings, tmp_path):
    call_command("build_assets", verbosity=0)
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS, settings.DEBUG = str(tmp_path), False, False
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STORAGES = {
        **project.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.STATICFILES_DIRS = [project.BASE_DIR / "static", project.ASSETS_DIR]
    settings.INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx"]
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path


def test_a_file_is_found_by_its_content_compressed_and_never_asked_for_again(collected):
    (style,) = collected.glob("motcua.????????????.css")
    server = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    answer = server(RequestFactory().get(f"/static/{style.name}", headers={"Accept-Encoding": "br, gzip"}))
    assert answer.status_code == 200 and answer["Content-Encoding"] == "br"
    assert "immutable" in answer["Cache-Control"] and "public" in answer["Cache-Control"]
    assert len(b"".join(answer.streaming_content)) < 4_500


def test_the_fonts_that_the_style_names_are_there_and_small(collected):
    (style,) = collected.glob("motcua.????????????.css")
    named = re.findall(r'url\("(fonts/[^"]+)"\)', style.read_text())
    assert len(named) == 2
    assert sum((collected / name).stat().st_size for name in named) < 60_000
