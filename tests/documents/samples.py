"""Small real files of every kind, and files that pretend to be what they are not."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(32)
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)  # .doc of old, and .docx under a password
RAR, SEVEN, GZIP = b"Rar!\x1a\x07\x00" + bytes(30), b"7z\xbc\xaf\x27\x1c" + bytes(30), b"\x1f\x8b\x08" + bytes(30)
PACKAGE = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>"}


def png() -> bytes:
    """One grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
    )


def archive(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return held.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({**PACKAGE, "word/document.xml": b"<w:document/>", **more})


def xlsx(**more: bytes) -> bytes:
    return archive({**PACKAGE, "xl/workbook.xml": b"<workbook/>", **more})


def bomb() -> bytes:
    """A Word file of some hundred kilobytes that unpacks to 350 MB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in PACKAGE.items():
            packed.writestr(name, content)
        with packed.open("word/document.xml", "w") as inside:
            for _ in range(35):
                inside.write(bytes(10_000_000))
    return held.getvalue()


def many_members(count: int) -> bytes:
    return archive({**PACKAGE, "word/document.xml": b"", **{f"word/media/{n}": b"" for n in range(count)}}, stored=True)


def encrypted() -> bytes:
    """A Word file whose parts say that they are under a password."""
    plain = bytearray(docx())
    at = 0
    while (at := plain.find(b"PK\x01\x02", at)) >= 0:
        plain[at + 8] |= 1
        at += 4
    return bytes(plain)
