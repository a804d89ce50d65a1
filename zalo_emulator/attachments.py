"""What people send beside words, and the picture and paper that stand behind it."""

import hashlib
import json
import struct
import zlib
from typing import Any

from zalo_emulator.model import Person
from zalo_emulator.world import World

LABELS = {
    "image": "[Hình ảnh]", "gif": "[Ảnh động]", "link": "[Liên kết]", "audio": "[Ghi âm]", "video": "[Video]",
    "sticker": "[Nhãn dán]", "location": "[Vị trí]", "business_card": "[Danh thiếp]", "file": "[Tệp]",
}  # fmt: skip


def _picture() -> bytes:
    """A small PNG: a sheet of paper with lines."""
    width, height = 120, 160
    rows = b"".join(
        b"\x00" + bytes(190 if 20 < x < 100 and y % 16 == 8 and y > 20 else 250 for x in range(width))
        for y in range(height)
    )

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
MEDIA = {"/media/anh.png": ("image/png", _picture()), "/media/giay-to.pdf": ("application/pdf", PAPER)}


def payload_of(world: World, person: Person, kind: str) -> dict[str, Any]:
    """What Zalo tells of such a thing; the addresses of pictures and papers answer."""
    picture, paper = f"{world.address}/media/anh.png", f"{world.address}/media/giay-to.pdf"
    if kind == "location":
        return {"coordinates": {"latitude": "21.186", "longitude": "106.076"}}
    if kind == "file":
        return {
            "size": str(len(PAPER)), "name": "giay-to.pdf", "checksum": hashlib.md5(PAPER).hexdigest(),  # noqa: S324
            "type": "pdf", "url": paper,
        }  # fmt: skip
    if kind == "business_card":
        card = {"phone": person.phone, "qrCodeUrl": picture}
        return {"thumbnail": picture, "description": json.dumps(card), "url": picture}
    if kind == "sticker":
        return {"url": picture, "id": "46992"}
    if kind == "audio":
        return {"url": f"{world.address}/media/ghi-am.amr"}
    found = {"thumbnail": picture, "url": picture}
    return found | ({"description": ""} if kind in ("link", "video") else {})
