"""Free text without what is secret or a person's: phone and identity numbers, tokens, passwords. One pass over a text.

Exact names of fields come first (``FORBIDDEN``); this is for what somebody put into a sentence or an exception.
"""

import re
from typing import Any

MASK = "[không ghi]"
FORBIDDEN = frozenset(
    {
        "access_token", "refresh_token", "secret", "password", "phone", "identity_number", "full_name", "token",
        "app_secret", "oa_secret", "client_secret", "secret_key", "authorization", "cookie", "api_key", "sessionid",
        "csrfmiddlewaretoken",
    }
)  # fmt: skip
_DEEPEST = 4
# Alternatives are tried in order: an id or a time is kept whole before its digits are taken for a number of a person.
_FOUND = re.compile(
    r"""
    (?P<keep>
        (?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])   # UUID
      | \d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*                                   # moment
    )
  | (?P<before>
        ://[^\s/:@]{0,100}:(?=[^\s/@]{1,300}@)                                 # password of an address
      | \b(?:bearer|basic)\s+(?=[\w+/=.~-]{8})
      | /danh-gia/(?=[^\s/?])
      | (?<![a-z0-9])(?:[a-z]{1,20}_)?(?:token|secret|secret_key|password|passwd|api_key|sessionid|csrfmiddlewaretoken)
        ["']?\s?[:=]\s?(?:b?["'])?(?=[^\s"'&,;)}\]])
    )[^\s"'&,;)}\]@/?]+
  | (?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*                                        # JWT
  | (?<![\w.])(?:(?:\+|%2b)84[ .-]?|84|0)[235789](?:[ .-]?\d){7,9}(?!\d)       # phone of Viet Nam
  | (?<![\w.-])\d{12}(?!\d)                                                    # personal identity number
  | (?<![\w-])(?-i:(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z]))[\w-]{40,}       # as random as a key
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _masked(found: "re.Match[str]") -> str:
    if found["keep"]:
        return found[0]
    return (found["before"] or "") + MASK


def mask_text(text: str) -> str:
    """``text`` with :data:`MASK` in place of every number or key that looks like a person's or a secret."""
    return _FOUND.sub(_masked, text)


def mask(value: Any, depth: int = 0) -> Any:
    """The same for texts inside lists and dictionaries, whose forbidden names lose their value; numbers stay."""
    if isinstance(value, str):
        return mask_text(value)
    if depth >= _DEEPEST:
        return MASK if isinstance(value, dict | list | tuple | set) else value
    if isinstance(value, dict):
        return {
            name: MASK if isinstance(name, str) and name.lower() in FORBIDDEN else mask(inner, depth + 1)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [mask(inner, depth + 1) for inner in value]
    if isinstance(value, BaseException | bytes):
        return mask_text(repr(value))
    return value
