"""English for what citizens and systems can be told: locale/en/*.yaml become django.po and django.mo.

python scripts/check_english.py           complains of what is missing, wrong, no longer said or out of date
python scripts/check_english.py --write   writes the two files anew
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib
import yaml
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "locale" / "en"
FILES = HERE / "LC_MESSAGES"
# Whose texts a citizen or a system can be shown. The back office, the admin and the operator's checks are Vietnamese.
TEMPLATES = ("base.html.jinja", "components", "public")
ROOMS = (
    "portal/public", "portal/api", "portal/middleware", "foundation", "dossiers", "complaints", "ratings", "documents",
    "notifications/reasons.py", "notifications/queries.py", "procedures/queries.py", "procedures/waiver_words.py",
    "accounts/actions",
)  # fmt: skip
_NOT = re.compile(r"/(migrations|management|checks)/|/(admin|apps|checks|self_check)\.py$|/data/")
_SAYS = {"_", "_lazy", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]")


def in_templates() -> Iterator[str]:
    """Every text of the citizen templates."""
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - reads, renders nothing
    for name in TEMPLATES:
        path = ROOT / "templates" / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.jinja")):
            for _line, _function, said in extract_from_ast(environment.parse(file.read_text("utf-8"))):
                first = said[0] if isinstance(said, tuple) and said else said
                if isinstance(first, str):
                    yield first


def in_code() -> Iterator[str]:
    """Every text of the rooms that speak to citizens and systems; of models, only what a choice is called."""
    for name in ROOMS:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if not _NOT.search(f"/{file.relative_to(ROOT)}"):
                tree = ast.parse(file.read_text("utf-8"))
                models = "models" in file.parts or file.name == "models.py"
                yield from _said(_choices(tree) if models else [tree])


def _choices(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        named = isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases)
        if named or (isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)):
            yield node


def _said(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for root in nodes:
        for node in ast.walk(root):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYS and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value


def written() -> polib.POFile:
    """The catalogue that the texts make."""
    told: dict[str, dict[str, Any]] = {"texts": {}, "plural": {}}
    for file in sorted(HERE.glob("*.yaml")):
        for kind, entries in yaml.safe_load(file.read_text("utf-8")).items():
            told[kind] |= entries
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "mot-cua", "Language": "en", "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }  # fmt: skip
    for vietnamese, english in sorted(told["texts"].items()):
        flags = ["python-format"] if _PLACEHOLDER.search(vietnamese) else []
        catalogue.append(polib.POEntry(msgid=vietnamese, msgstr=english, flags=flags))
    for vietnamese, (one, many) in sorted(told["plural"].items()):
        forms = {0: one, 1: many}
        catalogue.append(
            polib.POEntry(msgid=vietnamese, msgid_plural=vietnamese, msgstr_plural=forms, flags=["python-format"])
        )
    return catalogue


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """What is not said in English, said to nobody any more, or lost a value on the way."""
    wanted, have = {*in_templates(), *in_code()}, {entry.msgid for entry in catalogue}
    yield from (f"chưa có bản tiếng Anh: {text!r}" for text in sorted(wanted - have))
    yield from (f"không còn câu này trong mã: {text!r}" for text in sorted(have - wanted))
    for entry in catalogue:
        for said in entry.msgstr_plural.values() or [entry.msgstr]:
            if set(_PLACEHOLDER.findall(said)) != set(_PLACEHOLDER.findall(entry.msgid)):
                yield f"sai chỗ điền trong {entry.msgid!r}"


def main() -> int:
    catalogue = written()
    if "--write" in sys.argv:
        FILES.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(FILES / "django.po"))
        catalogue.save_as_mofile(str(FILES / "django.mo"))
    found = list(faults(catalogue))
    compiled = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.mofile(str(FILES / "django.mo"))}
    if compiled != {e.msgid: e.msgstr or e.msgstr_plural for e in catalogue}:
        found.append("locale/en/LC_MESSAGES không còn khớp các tệp .yaml: chạy scripts/check_english.py --write")
    sys.stderr.write("".join(f"{fault}\n" for fault in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
