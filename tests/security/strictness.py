"""What a browser is told and given: a policy without holes, and pages that need none."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

CLOSED = ("default-src", "script-src", "style-src", "form-action", "frame-ancestors", "base-uri")
_ADDRESSES = {"src", "href", "action", "formaction", "data", "poster", "srcset", "hx-get", "hx-post"}
_DATA = {"application/json", "application/ld+json"}  # read by a script, run by nobody
_EMBEDS = {"base", "iframe", "frame", "object", "embed", "applet"}


def holes(policy: str) -> list[str]:
    """What a Content-Security-Policy allows beyond this site; empty for one that is strict."""
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    if "sandbox" in directives:  # a file of somebody's: a document of no site, that may load and run nothing
        return [] if directives.get("default-src") == ["'none'"] and not directives["sandbox"] else [policy]
    found = [f"no {name}" for name in CLOSED if name not in directives]
    for name, sources in directives.items():
        allowed = {"'none'", "'self'"} | ({"data:"} if name == "img-src" else set())
        found += [f"{name} {source}" for source in sources if source not in allowed]
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inside = tag == "script" and "src" not in given and given.get("type", "") not in _DATA
        if tag in ("style", *_EMBEDS):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if (
                name == "style"
                or name.startswith(("on", "hx-on"))
                or (name in ("hx-vals", "srcdoc") and "js:" in value)
            ):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name in _ADDRESSES and "".join(value.split()).lower().startswith(
                ("javascript:", "data:text", "vbscript:")
            ):
                self.found.append(f"<{tag} {name}={value!r}>")
        if tag in ("script", "link", "img", "form") and urlsplit(given.get("src") or given.get("href") or "").netloc:
            self.found.append(f"<{tag}> of another host: {given}")

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.found.append(f"inline script: {data.strip()[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


def inline(page: str) -> list[str]:
    """What in a page the strict policy forbids: inline scripts and styles, handlers, script addresses, other hosts."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found
