from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset

WEIGHTS = ("Regular", "SemiBold", "Bold")
# Latin with everything Vietnamese, punctuation, the đồng sign.
RANGES = "U+0020-007E,U+00A0-017F,U+01A0-01B0,U+0300-0323,U+1EA0-1EF9,U+2010-2027,U+20AB,U+2192,U+00AB,U+00BB,U+2022"


class Command(BaseCommand):
    """Makes small web fonts from the packaged Be Vietnam Pro; nothing is copied into the repository."""

    help = "Dựng phông chữ cho trang web từ gói Be Vietnam Pro."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.ASSETS_DIR / "fonts"
        target.mkdir(parents=True, exist_ok=True)
        spec = find_spec("fontpkg_be_vietnam_pro")
        assert spec is not None and spec.origin is not None
        fonts = {path.stem: path for path in Path(spec.origin).parent.rglob("*.ttf")}
        for weight in WEIGHTS:
            made = target / f"BeVietnamPro-{weight}.woff2"
            if made.exists():
                continue
            source = next(path for stem, path in fonts.items() if stem.replace("_", "-").endswith(f"-{weight}"))
            subset.main(
                [
                    str(source),
                    f"--unicodes={RANGES}",
                    "--flavor=woff2",
                    "--layout-features=*",
                    f"--output-file={made}",
                ]
            )
        self.stdout.write(f"{len(WEIGHTS)} phông chữ trong {target}")
