"""A page that says what it stands for: one PDF with a line or two, its letters embedded so that every reader shows them."""

import io
import logging
import zlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_SIZE, _LEFT, _TOP, _STEP = 14, 60, 760, 26
_WIDTH = 58  # letters on a line, about


class Press:
    """Prints pages with the letters that ``texts`` need."""

    def __init__(self, texts: Iterable[str]) -> None:
        spec = find_spec("fontpkg_be_vietnam_pro")
        assert spec is not None and spec.origin is not None
        source = next(Path(spec.origin).parent.rglob("*-Regular.ttf"))
        font = TTFont(source)
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(texts) + " ")
        logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # it tells of every table
        cutter.subset(font)
        self.glyphs = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
        scale = 1000 / font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        self.widths = " ".join(str(round(widths[name][0] * scale)) for name in font.getGlyphOrder())
        self.meanings = _meanings(self.glyphs)
        held = io.BytesIO()
        font.save(held)
        self.font = held.getvalue()

    def page(self, lines: Iterable[str], mark: str) -> bytes:
        """One A4 page. ``mark`` makes the file unlike any other."""
        rows = [row for line in lines for row in _wrapped(line)]
        drawn = [
            f"BT /F {_SIZE} Tf {_LEFT} {_TOP - n * _STEP} Td <{self._coded(row)}> Tj ET" for n, row in enumerate(rows)
        ]
        return _file(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
                _stream("\n".join(drawn).encode()),
                b"<</Type/Font/Subtype/Type0/BaseFont/Mau/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 9 0 R>>",
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Mau/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                f"/Supplement 0>>/FontDescriptor 7 0 R/W[0[{self.widths}]]/CIDToGIDMap/Identity>>".encode(),
                b"<</Type/FontDescriptor/FontName/Mau/Flags 4/FontBBox[-200 -300 1400 1100]/ItalicAngle 0/Ascent 1000"
                b"/Descent -265/CapHeight 700/StemV 80/FontFile2 8 0 R>>",
                _stream(self.font, f"/Length1 {len(self.font)}"),
                _stream(self.meanings),
                f"<</Producer({mark})>>".encode(),
            ]
        )

    def _coded(self, text: str) -> str:
        return "".join(f"{self.glyphs.get(ord(letter), 0):04x}" for letter in text)


def _meanings(glyphs: dict[int, int]) -> bytes:
    """Which letter each glyph is, so that the text can be read aloud, searched and copied."""
    rows = [f"<{glyph:04x}> <{code:04x}>" for code, glyph in glyphs.items()]
    blocks = [rows[n : n + 100] for n in range(0, len(rows), 100)]  # more are not allowed in one block
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Mau def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *(f"{len(block)} beginbfchar {' '.join(block)} endbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()


def _wrapped(line: str) -> list[str]:
    rows = [""]
    for word in line.split():
        if len(rows[-1]) + len(word) >= _WIDTH:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _stream(content: bytes, more: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<</Length {len(packed)}/Filter/FlateDecode{more}>>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    """The objects with their table: the first is the catalogue, the last the information."""
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += (
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)
