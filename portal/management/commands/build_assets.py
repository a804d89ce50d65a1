import hashlib
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset

WEIGHTS = ("Regular", "SemiBold")
# Vietnamese and the rest of Latin-1, composed and with the five tone marks apart; punctuation, đồng sign.
RANGES = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0160-0161,U+0168-0169,U+017D-017E,U+01A0-01A1,"
    "U+01AF-01B0,U+0300-0303,U+0309,U+0323,U+1EA0-1EF9,U+2010-2014,U+2018-201E,U+2022,U+2026,U+20AB"
)
FEATURES = "kern,liga,ccmp,locl,mark,mkmk,tnum,lnum"


class Command(BaseCommand):
    """Makes small web fonts from the packaged Be Vietnam Pro; nothing is copied into the repository.

    Made anew where what is wanted of them has changed; each file appears whole or not at all.
    """

    help = "Dựng phông chữ cho trang web từ gói Be Vietnam Pro."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.ASSETS_DIR / "fonts"
        target.mkdir(parents=True, exist_ok=True)
        fonts = _packaged()
        wanted = hashlib.sha256(repr((WEIGHTS, RANGES, FEATURES)).encode()).hexdigest()
        stamp = target / ".made-of"
        files = [target / f"BeVietnamPro-{weight}.woff2" for weight in WEIGHTS]
        if not all(f.exists() for f in files) or not stamp.exists() or stamp.read_text() != wanted:
            for weight, made in zip(WEIGHTS, files, strict=True):
                source = next(path for stem, path in fonts.items() if stem.replace("_", "-").endswith(f"-{weight}"))
                _subset(source, made)
            for old in set(target.glob("*.woff2")) - set(files):
                old.unlink()
            stamp.write_text(wanted)
        self.stdout.write(f"{len(WEIGHTS)} phông chữ trong {target}")


def _packaged() -> dict[str, Path]:
    spec = find_spec("fontpkg_be_vietnam_pro")
    assert spec is not None and spec.origin is not None
    return {path.stem: path for path in Path(spec.origin).parent.rglob("*.ttf")}


def _subset(source: Path, made: Path) -> None:
    part = made.with_suffix(f".{os.getpid()}.part")
    options = [f"--unicodes={RANGES}", "--flavor=woff2", f"--layout-features={FEATURES}", f"--output-file={part}"]
    subset.main([str(source), *options])
    part.replace(made)
