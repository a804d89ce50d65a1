"""The emulator and the product do not know each other."""

import ast
import subprocess
import sys
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


def test_nobody_imports_it_but_its_own_tests():
    """Rooms, benchmarks, scripts and other tests reach it as a process only."""
    own = {ROOT / "zalo_emulator", ROOT / "tests" / "zalo_emulator"}
    files = [
        path for folder in [ROOT / room for room in OURS] + [ROOT / "scripts"] for path in folder.rglob("*.py")
        if not own & set(path.parents)
    ]  # fmt: skip
    assert len(files) > 300
    guilty = [str(path) for path in [*files, *ROOT.glob("*.py")] if "zalo_emulator" in set(imports(path))]
    assert guilty == []


def test_it_runs_where_nothing_of_ours_is():
    """A process that cannot even find the product starts and answers."""
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['django', 'portal', 'zalo', 'foundation'])); "
        "import zalo_emulator.__main__; from zalo_emulator.seed import default_world; print(len(default_world().people))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert told.stdout.strip() == "40", told.stderr
