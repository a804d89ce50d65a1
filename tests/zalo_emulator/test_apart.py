"""The emulator and the product do not know each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()} - {"zalo_emulator"}
LIMIT = 500


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", sorted((ROOT / "zalo_emulator").rglob("*.py")), ids=lambda p: p.stem)
def test_it_imports_nothing_of_ours_and_no_framework(path):
    assert not set(imports(path)) & (OURS | {"django", "celery", "rest_framework"})
    assert len(path.read_text(encoding="utf-8").splitlines()) < LIMIT


def test_no_room_imports_it():
    guilty = [
        str(path)
        for room in OURS - {"tests", "bench"}
        for path in (ROOT / room).rglob("*.py")
        if "zalo_emulator" in set(imports(path))
    ]
    assert guilty == []
