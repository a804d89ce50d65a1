"""Who gets what from every address, act and command. A new one without a row here fails.

Written down by hand, not taken from the code's own rules: role × the unit that receives, the one that decides, another
unit of the province, another province.
"""

from dataclasses import dataclass

from accounts.roles import Role

WIDE = frozenset({"centre_director", "controller", "admin", "inspector"})  # posts for a whole province
PLACES = ("receiving", "competent", "other", "elsewhere")

EVERYBODY, OFFICIALS, READERS, ADMINISTRATORS, NOBODY = "everybody", "officials", "readers", "administrators", "nobody"
CASHIERS = "cashiers"  # who takes money at a counter
SHIFT_KEEPERS = "shift keepers"  # who oversees what cashiers close
MONEY_KEEPERS = "money keepers"  # who takes money, and who answers for it
ACCOUNT_KEEPERS = "account keepers"  # who says where it goes
RECALCULATORS = "recalculators"  # who answers for the promises of the province
FORM_KEEPERS = "form keepers"  # who answers for what is printed


def is_reader(role: str, place: str) -> bool:
    """Who sees a dossier: its two units, and those whose post is for the whole province."""
    if role == "province_leader":
        return False  # figures only, no people (they come with the reports)
    return place in ("receiving", "competent") or (place == "other" and role in WIDE)


@dataclass(frozen=True)
class Page:
    """A page: who gets an answer by GET; how it answers those (200, or 302 to ``goes_to``)."""

    who: str
    goes_to: str = ""
    why: str = ""


PAGES: dict[str, Page] = {
    "public:home": Page(EVERYBODY),
    "public:procedures": Page(EVERYBODY),
    "public:procedure": Page(EVERYBODY),
    "public:look-up": Page(EVERYBODY),
    "public:look-up-status": Page(EVERYBODY, goes_to="/tra-cuu/", why="only with the signed cookie of a look-up"),
    "public:feedback": Page(EVERYBODY),
    "public:rating": Page(NOBODY, why="only with the token of an invitation: tests/public"),
    "public:verify": Page(NOBODY, why="only with the token of a paper: tests/forms/test_verify.py"),
    "public:english": Page(EVERYBODY, goes_to="/"),
    "public:english-page": Page(EVERYBODY, goes_to="/tra-cuu/"),
    "public:vietnamese": Page(EVERYBODY, goes_to="/"),
    "public:vietnamese-page": Page(EVERYBODY, goes_to="/tra-cuu/"),
    "theme": Page(EVERYBODY),
    "icon": Page(EVERYBODY, goes_to="/static/icon.svg"),
    "healthz": Page(EVERYBODY),
    "readyz": Page(EVERYBODY),
    "metrics": Page(EVERYBODY, why="from this machine alone: tests/config"),
    "api:schema": Page(EVERYBODY),
    "api:docs": Page(EVERYBODY),
    "office:sign-in": Page(EVERYBODY),
    "office:sign-out": Page(NOBODY, why="only by POST"),
    "office:desk": Page(OFFICIALS),
    "office:dossier": Page(READERS),
    "office:ledger": Page(READERS),
    "office:clock": Page(READERS),
    "office:paper": Page(READERS),
    "office:notices": Page(NOBODY, why="see NOTICES"),
    "office:act": Page(NOBODY, why="see ACTS"),
    "office:assign": Page(NOBODY, why="see ASSIGNERS; by GET it leads back to the dossier"),
    **{
        f"office:step-{act}": Page(NOBODY, why="see STEPPERS")
        for act in ("forward", "pull-back", "send-back", "consult", "answer")
    },
    "office:result": Page(NOBODY, why="only of a result that was given, for heads: tests/office/test_results.py"),
    "office:reuse": Page(NOBODY, why="only by POST; by GET it leads back to the dossier: tests/office/test_results.py"),
    "office:from-store": Page(NOBODY, why="only by POST: tests/office/test_reception.py"),
    "office:drop-paper": Page(NOBODY, why="only by POST: tests/office/test_reception.py"),
    "office:identity": Page(NOBODY, why="see IDENTITY"),
    "office:at-once": Page(NOBODY, why="only for what is settled while its owner waits: tests/office/test_at_once.py"),
    "office:papers": Page(OFFICIALS),
    "office:slip": Page(NOBODY, why="only for the two sides of a slip: tests/office/test_custody.py"),
    "office:new-form": Page(NOBODY, why="see FORMS"),
    "office:form-file": Page(READERS),
    "office:void-form": Page(NOBODY, why="see VOIDERS"),
    "office:register": Page(NOBODY, why="see BOOK_KEEPERS"),
    "office:register-file": Page(NOBODY, why="see BOOK_KEEPERS"),
    "office:form-editions": Page(FORM_KEEPERS),
    "office:form-edition": Page(FORM_KEEPERS),
    "office:procedures": Page(OFFICIALS),
    "office:procedure": Page(OFFICIALS),
    "office:processes": Page(OFFICIALS),
    "office:process": Page(NOBODY, why="only procedure control, only a draft: tests/office/test_processes.py"),
    "office:money": Page(READERS),
    "office:shift": Page(CASHIERS),
    "office:shifts": Page(SHIFT_KEEPERS),
    "office:shift-of": Page(NOBODY, why="of a cashier who took something: tests/office/test_shifts.py"),
    "office:transfers": Page(MONEY_KEEPERS),
    "office:bank-accounts": Page(ACCOUNT_KEEPERS),
    "office:recalculations": Page(RECALCULATORS),
    "office:recalculation": Page(NOBODY, why="of a work that there is: tests/office/test_recalculating.py"),
    "office:feedback": Page(OFFICIALS),
    "office:ratings": Page(OFFICIALS),
}
# guarded by something that is no person: a signature, a secret
ELSEWHERE = {
    "oauth-token": "tests/api/test_tokens.py",
    "webhooks:zalo": "tests/zalo/test_webhook.py",
    "webhooks:bank": "tests/office/test_bank_webhook.py",
}

_OFFICERS = {("case_officer", "competent"), ("unit_head", "competent")}
_HEADS = {("unit_head", "competent"), ("signer", "competent")}
_INTAKE = {("receptionist", "receiving")}
_DIRECTORS = {("centre_director", place) for place in ("receiving", "competent", "other")}
# act, status of the dossier, the posts that may do it
ACTS: list[tuple[str, str, set[tuple[str, str]]]] = [
    ("accept", "submitted", _INTAKE),
    ("refuse", "submitted", _INTAKE),
    ("request_supplement", "submitted", _INTAKE),
    ("receive_supplement", "awaiting_intake_supplement", _INTAKE),
    ("stop", "awaiting_intake_supplement", _INTAKE),
    ("start", "accepted", _OFFICERS),
    ("request_supplement", "processing", _OFFICERS),
    ("receive_supplement", "awaiting_supplement", _INTAKE | _OFFICERS),
    ("request_payment", "processing", _OFFICERS),
    ("confirm_payment", "awaiting_payment", _INTAKE | _OFFICERS | {("cashier", "receiving")}),
    ("withdraw", "processing", _INTAKE | _OFFICERS),
    ("stop", "processing", _OFFICERS),
    ("complete", "processing", _HEADS | {("clerk", "competent")}),
    ("extend", "processing", _HEADS),
    ("return_result", "completed", _INTAKE | {("returner", "receiving")}),
    ("recall", "completed", _HEADS | _DIRECTORS),
]

# who gives a dossier to an official of the agency that settles it
ASSIGNERS = _HEADS | _DIRECTORS

# who does the step at which a dossier is that an officer has begun to settle: its role, and who stands in for it
STEPPERS = _OFFICERS

# who writes down what a person says about messages
NOTICES = _INTAKE | _OFFICERS | {("guide", "receiving"), ("returner", "receiving")}

# who writes down how an identity was confirmed
IDENTITY = _INTAKE | _OFFICERS | {("guide", "receiving")}

# form, status of the dossier, the posts that issue it
FORMS: list[tuple[str, str, set[tuple[str, str]]]] = [
    ("receipt", "accepted", _INTAKE),
    ("supplement", "awaiting_intake_supplement", _INTAKE),
    ("supplement", "awaiting_supplement", _OFFICERS),
    ("control", "processing", {(role.value, place) for role in Role for place in PLACES if is_reader(role, place)}),
]
# who voids a receipt
VOIDERS = _INTAKE
# who keeps the book of the counter that received
BOOK_KEEPERS = {("receptionist", "receiving"), ("returner", "receiving")} | {
    (role, place) for role in ("centre_director", "controller") for place in PLACES[:3]
}

OWN_SYSTEMS = ("province", "receiving", "competent")


@dataclass(frozen=True)
class Call:
    """A call of the API: its scope, which systems of the province it answers, with what status; what it says to others.

    Systems: of the whole ``province``, of one unit (``receiving``, ``competent``, ``other``), of another province
    (``elsewhere``). ``others`` 200 means a list in which the dossier is not.
    """

    scope: str
    systems: tuple[str, ...] = OWN_SYSTEMS
    status: int = 200
    others: int = 404


API: dict[tuple[str, str], Call] = {
    ("api:procedures", "GET"): Call("procedures:read", (*OWN_SYSTEMS, "other", "elsewhere")),
    ("api:procedure", "GET"): Call("procedures:read", (*OWN_SYSTEMS, "other", "elsewhere")),
    ("api:agencies", "GET"): Call("procedures:read", (*OWN_SYSTEMS, "other", "elsewhere")),
    ("api:dossiers", "GET"): Call("dossiers:read", others=200),
    ("api:dossiers", "POST"): Call("dossiers:write", status=201, others=403),
    ("api:dossier", "GET"): Call("dossiers:read"),
    ("api:transitions", "POST"): Call("dossiers:write"),
    ("api:steps", "GET"): Call("dossiers:read"),
    ("api:steps", "POST"): Call("dossiers:write"),
    ("api:dossier-events", "GET"): Call("dossiers:read"),
    ("api:dossier-messages", "GET"): Call("dossiers:read"),
    ("api:charges", "GET"): Call("dossiers:read"),
    ("api:counted", "GET"): Call("dossiers:read"),
    ("api:documents", "GET"): Call("dossiers:read"),
    ("api:documents", "POST"): Call("dossiers:write", status=201),
    ("api:results", "GET"): Call("dossiers:read"),
    ("api:results", "POST"): Call("dossiers:write", status=201),
    ("api:batch", "POST"): Call("dossiers:write", others=200),  # each item has its own no
    ("api:joint-filings", "POST"): Call("dossiers:write", status=201, others=403),
    ("api:joint-filing", "GET"): Call("dossiers:read", (), others=404),  # of none there: tests/api/test_joint.py
    ("api:mirror", "PUT"): Call("dossiers:write", ("province",), status=201, others=403),
    ("api:events", "GET"): Call("events:read", others=200),
}

# module of the command -> who it does something for; everybody else is told the same, whoever they are
CHAT_COMMANDS = {"lookup": "the verified owner", "notices": "the verified owner"}


@dataclass(frozen=True)
class Table:
    """An administration page of a table: what an administrator may do to rows of the own province.

    Rows of another province are never changed; ``shared``: the country's rows are there to be looked at.
    """

    add: bool = False
    change: bool = False
    delete: bool = False
    shared: bool = False


ADMINISTRATION: dict[str, Table] = {
    "accounts.user": Table(add=True, change=True),
    "accounts.official": Table(change=True),
    "accounts.province": Table(change=True),
    "accounts.agency": Table(add=True, change=True),
    "accounts.commune": Table(shared=True),
    "accounts.substitution": Table(add=True, change=True, delete=True),
    "calendars.workpattern": Table(add=True, change=True, delete=True, shared=True),
    "calendars.calendarday": Table(add=True, change=True, delete=True, shared=True),
    "calendars.calendaryear": Table(add=True, change=True, delete=True, shared=True),
    "procedures.procedure": Table(shared=True),
    "procedures.procedureversion": Table(shared=True),
    "procedures.waiverrule": Table(shared=True),
    "foundation.readrecord": Table(),
    "dossiers.assignmentrule": Table(add=True, change=True, delete=True),
    "dossiers.owncodescheme": Table(add=True, change=True, delete=True),
    "dossiers.bankaccount": Table(change=True),
    "dossiers.collector": Table(add=True, change=True),
    "zalo.officialaccount": Table(change=True),
    "zalo.templatemapping": Table(add=True, change=True, delete=True),
    "zalo.alarm": Table(change=True),
}
