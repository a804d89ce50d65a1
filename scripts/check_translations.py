"""Vietnamese for what libraries say: locale/vi/libraries.yaml becomes django.po and django.mo.

python scripts/check_translations.py           complains of what is missing, wrong or out of date
python scripts/check_translations.py --write   writes the two files anew
"""

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import yaml

HERE = Path(__file__).resolve().parent.parent / "locale" / "vi"
FILES = HERE / "LC_MESSAGES"
# A library's folder of translations, and a language that has them all (its own list of what it says).
LIBRARIES = {
    "django": ("conf/locale", "en"), "django.contrib.auth": ("locale", "en"), "django.contrib.admin": ("locale", "en"),
    "django.contrib.sessions": ("locale", "en"), "django.contrib.contenttypes": ("locale", "en"),
    "django.contrib.postgres": ("locale", "en"), "rest_framework": ("locale", "de"), "axes": ("locale", "de"),
    "django_filters": ("locale", "de"),
}  # fmt: skip
# Seen by developers only: names of languages, the welcome page of a new project, labels of the browsable API.
_DEVELOPERS = re.compile(
    r"docs\.djangoproject|Congratulations|Django Documentation|Topics, references|Polling App|Get started with Django|"
    r"Django Community|Connect, get help"
)
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|\{\w*\}")


def written() -> polib.POFile:
    """The catalogue that the texts make."""
    told = yaml.safe_load((HERE / "libraries.yaml").read_text("utf-8"))
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "mot-cua", "Language": "vi", "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }  # fmt: skip
    for english, vietnamese in sorted(told["texts"].items()):
        flags = ["python-format"] if re.search(r"%\(|%[sd]", english) else []
        catalogue.append(polib.POEntry(msgid=english, msgstr=vietnamese, flags=flags))
    for singular, (plural, vietnamese) in sorted(told["plural"].items()):
        catalogue.append(
            polib.POEntry(msgid=singular, msgid_plural=plural, msgstr_plural={0: vietnamese}, flags=["python-format"])
        )
    return catalogue


def _entries(folder: Path, language: str) -> dict[str, str]:
    """What a library's file says in a language; some ship only the compiled form."""
    for name, read in (("django.po", polib.pofile), ("django.mo", polib.mofile)):
        path = folder / language / "LC_MESSAGES" / name
        if path.exists():
            return {
                _key(entry): entry.msgstr or "".join(entry.msgstr_plural.values())
                for entry in read(str(path))
                if not entry.obsolete and "fuzzy" not in entry.flags
            }
    return {}


def _key(entry: polib.POEntry) -> str:
    """A text that counts things is another text than the same one alone: gettext looks for it elsewhere."""
    return f"{entry.msgid} (đếm)" if entry.msgid_plural else str(entry.msgid)


def missing(ours: set[str]) -> Iterator[str]:
    """What a library can say to a person and nobody says in Vietnamese."""
    for name, (folder, language) in LIBRARIES.items():
        spec = importlib.util.find_spec(name)
        assert spec and spec.origin, name
        places = Path(spec.origin).parent / folder
        theirs, said = _entries(places, "vi"), _entries(places, language)
        if not said:
            yield f"{name}: không tìm thấy danh sách {language} của thư viện"
        for text in said:
            language_name = name == "django" and not re.search(r"[a-z] [a-z]|[.%]", text) and text in _language_names()
            if not theirs.get(text) and text not in ours and not language_name and not _DEVELOPERS.search(text):
                yield f"{name}: thiếu bản dịch của {text!r}"


def _language_names() -> set[str]:
    from django.conf import global_settings

    return {str(name) for _code, name in global_settings.LANGUAGES}


def mistakes(catalogue: polib.POFile) -> Iterator[str]:
    """Translations that lost a placeholder or have one too many."""
    for entry in catalogue:
        said = entry.msgstr or entry.msgstr_plural[0]
        wanted, found = set(_PLACEHOLDER.findall(entry.msgid)), set(_PLACEHOLDER.findall(said))
        if found - wanted or (entry.msgid_plural and wanted - found):
            yield f"sai chỗ điền {wanted ^ found} trong {entry.msgid!r}"


def main() -> int:
    catalogue = written()
    if "--write" in sys.argv:
        FILES.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(FILES / "django.po"))
        catalogue.save_as_mofile(str(FILES / "django.mo"))
    faults = [*mistakes(catalogue), *missing({_key(entry) for entry in catalogue})]
    compiled = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.mofile(str(FILES / "django.mo"))}
    if compiled != {e.msgid: e.msgstr or e.msgstr_plural for e in catalogue}:
        faults.append("locale/vi/LC_MESSAGES không còn khớp libraries.yaml: chạy scripts/check_translations.py --write")
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
