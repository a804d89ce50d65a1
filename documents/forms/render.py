"""A form as PDF: a template and its data, nothing else. What was typed is data and stays text, whatever it looks like."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, local
from typing import Any, Literal

import structlog
import typst

from documents.forms.catalogue import PaperForm
from documents.forms.qr import qr_svg

log = structlog.get_logger(__name__)
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "forms"
_FONTS = "fontpkg_noto_serif"
_ICT = timezone(timedelta(hours=7))  # typst wants a fixed offset
_opening = Lock()
_of_thread = local()


def as_pdf(form: PaperForm, data: Mapping[str, Any], *, at: datetime, qr: str = "") -> bytes:
    """The form as PDF/A-2b with its fonts inside; the same data and instant give the same bytes. ``qr``: the code of
    ``verify_url`` as SVG, where it was drawn beforehand.

    A text with letters that the font has not (Chinese, say) cannot be PDF/A: it is then an ordinary PDF.
    """
    inputs = _inputs(data, qr)
    try:
        return _compiled(form, inputs, at, ["a-2b"])
    except typst.TypstError as error:
        log.warning("form_not_pdf_a", form=form.template, error=str(error.message)[:80].split(":")[0])
        return _compiled(form, inputs, at, [])


def as_png(form: PaperForm, data: Mapping[str, Any], *, ppi: float = 110) -> list[bytes]:
    """The pages as pictures, to be looked at."""
    made = _compiler(form).compile(format="png", ppi=ppi, sys_inputs=_inputs(data))
    return [made] if isinstance(made, bytes) else list(made or [])


def _inputs(data: Mapping[str, Any], qr: str = "") -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False), "qr": qr or qr_svg(str(data["verify_url"]))}


def _compiled(form: PaperForm, inputs: dict[str, str], at: datetime, standards: list[Literal["a-2b"]]) -> bytes:
    made = _compiler(form).compile(
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=list(standards),
        timestamp=at.astimezone(_ICT).replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made


def _compiler(form: PaperForm) -> typst.Compiler:
    """One for each thread and template: it remembers what it has read, and is nobody else's meanwhile."""
    path = TEMPLATES / form.template
    found: typst.Compiler | None = getattr(_of_thread, str(path), None)
    if found is None:
        found = typst.Compiler(path, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
        setattr(_of_thread, str(path), found)
    return found


def _fonts() -> typst.Fonts:
    with _opening:
        return _read_fonts()


@cache
def _read_fonts() -> typst.Fonts:
    spec = find_spec(_FONTS)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(_FONTS)
    folder = Path(next(iter(spec.submodule_search_locations))) / "files"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
