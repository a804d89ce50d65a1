"""openapi.zalo.me: pictures and documents for later messages; kept for seven days."""

from zalo_emulator.audience import told
from zalo_emulator.content import UPLOAD_LIFE
from zalo_emulator.model import OfficialAccount, Upload
from zalo_emulator.wire import TEXT, Request, Response, error
from zalo_emulator.world import World

MEGABYTE = 1_048_576
_MAGIC = {"image": (b"\x89PNG", b"\xff\xd8\xff"), "gif": (b"GIF8",)}
_DOCUMENTS = (".pdf", ".doc", ".docx", ".csv")  # CONVENTION: CSV is taken as well; of two sources one says so


def take(world: World, request: Request, oa: OfficialAccount, kind: str) -> Response:
    """``POST /v2.0/oa/upload/{image,gif,file}``: the part ``file`` (the GIF page's example says ``image``)."""
    files = request.files()
    name, content = next((files[n] for n in ("file", "image") if n in files), ("", b""))
    if not content:
        return error(-201, "file is invalid!", TEXT)
    if len(content) > (MEGABYTE if kind == "image" else 5 * MEGABYTE):
        return error(-210, "Parameter exceeds allowable limit", TEXT)
    fits = name.lower().endswith(_DOCUMENTS) if kind == "file" else content.startswith(_MAGIC[kind])
    if not fits:
        return error(-201, "file is invalid!", TEXT)
    now = world.clock.now()
    for old in [key for key, upload in world.uploads.items() if now - upload.at > 2 * UPLOAD_LIFE]:
        del world.uploads[old]
        world.changed("upload", old)
    token = world.hex(40)
    world.uploads[token] = Upload(kind, len(content), now)
    world.changed("upload", token)
    return told({"token" if kind == "file" else "attachment_id": token})
