"""Who gets what from every address: own unit, another unit, another province. A new address without a row fails.

``anybody`` gets an answer, ``moved`` is sent to the page asked for in the language chosen. Roles not named get nothing.
"""

ALL_STAFF = (
    "receptionist", "returner", "cashier", "guide", "centre_director", "case_officer", "unit_head", "signer", "clerk",
    "controller", "admin", "inspector",
)  # fmt: skip
OWN = ALL_STAFF  # everybody of the test province whose agency or province-wide post covers the dossier

# name of the address -> (method, who gets an answer about a dossier of the own unit)
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "public:home": ("GET", ("anybody",)),
    "public:procedures": ("GET", ("anybody",)),
    "public:procedure": ("GET", ("anybody",)),
    "public:look-up": ("GET", ("anybody",)),
    "public:look-up-status": ("GET", ()),  # only with the signed cookie of a look-up: otherwise back to the form
    "public:feedback": ("GET", ("anybody",)),
    "public:rating": ("GET", ()),  # only with a token
    "public:english": ("GET", ("moved",)),
    "public:english-page": ("GET", ("moved",)),
    "public:vietnamese": ("GET", ("moved",)),
    "public:vietnamese-page": ("GET", ("moved",)),
    "theme": ("GET", ("anybody",)),
    "healthz": ("GET", ("anybody",)),
    "readyz": ("GET", ("anybody",)),
    "metrics": ("GET", ("anybody",)),  # from this machine
    "office:sign-in": ("GET", ("anybody",)),
    "office:sign-out": ("POST", ALL_STAFF),
    "office:desk": ("GET", ALL_STAFF),
    "office:dossier": ("GET", OWN),
    "office:ledger": ("GET", OWN),
    "office:paper": ("GET", ()),  # only a file of the dossier: tests/office
    "office:act": ("GET", ("receptionist",)),  # «accept» of a filed dossier
    "office:feedback": ("GET", ALL_STAFF),
    "office:ratings": ("GET", ALL_STAFF),
}

# name of the API address -> (method, scope that opens it)
API: dict[str, tuple[str, str]] = {
    "api:procedures": ("GET", "procedures:read"),
    "api:procedure": ("GET", "procedures:read"),
    "api:agencies": ("GET", "procedures:read"),
    "api:dossiers": ("GET", "dossiers:read"),
    "api:dossier": ("GET", "dossiers:read"),
    "api:transitions": ("POST", "dossiers:write"),
    "api:dossier-events": ("GET", "dossiers:read"),
    "api:dossier-messages": ("GET", "dossiers:read"),
    "api:documents": ("POST", "dossiers:write"),
    "api:results": ("POST", "dossiers:write"),
    "api:mirror": ("PUT", "dossiers:write"),
    "api:events": ("GET", "events:read"),
}

# open to all, or guarded by something of their own that has its own tests
ELSEWHERE = {"api:schema", "api:docs", "oauth-token", "zalo-webhook", "webhooks:zalo"}
CHAT_COMMANDS = {"lookup"}
