"""The QR of the address under which a paper is checked. Pure."""

import io

import segno


def qr_svg(text: str) -> str:
    """The QR code of a text as SVG (error correction M, quiet zone of its own)."""
    kept = io.BytesIO()
    segno.make(text, error="m", micro=False).save(kept, kind="svg", border=2, xmldecl=False, svgns=True, scale=4)
    return kept.getvalue().decode()
