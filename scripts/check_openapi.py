"""The published schema is committed; this says when the code has drifted from it.

python scripts/check_openapi.py [--write]
"""

import contextlib
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "docs" / "openapi.yaml"


def current() -> str:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("TESTING", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiYamlRenderer

    with contextlib.redirect_stderr(io.StringIO()):  # what it would like to know better
        schema = SchemaGenerator().get_schema(request=None, public=True)
    return OpenApiYamlRenderer().render(schema, renderer_context={}).decode()


def main() -> int:
    text = current()
    if "--write" in sys.argv:
        COMMITTED.write_text(text, encoding="utf-8")
        return 0
    if not COMMITTED.exists() or COMMITTED.read_text(encoding="utf-8") != text:
        sys.stderr.write("docs/openapi.yaml không còn khớp mã: chạy python scripts/check_openapi.py --write\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
