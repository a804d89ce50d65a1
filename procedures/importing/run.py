"""Writing a checked catalogue: a new version where something changed, nothing where nothing did."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from foundation import scoping
from foundation.vietnamese_text import nfc
from procedures.importing.checking import fault_at, faults_of
from procedures.importing.errors import CatalogueError, Fault
from procedures.importing.postponing import kept_back, take_back
from procedures.importing.reading import Path, read
from procedures.importing.rows import facts_of, write_children
from procedures.importing.waivers import write_waivers
from procedures.importing.warning import warnings_of
from procedures.locking import lock_procedure
from procedures.models import Alias, Field, Procedure, ProcedureVersion


@dataclass(frozen=True)
class Imported:
    """How many versions (and rules of waiving for many procedures) were made, how many entries were already there, and what
    somebody should look at."""

    created: int
    unchanged: int
    waivers: int = 0
    warnings: tuple[Fault, ...] = field(default=(), compare=False)


def import_catalogue(text: str) -> Imported:
    """Validate and import a catalogue (YAML text), all or nothing; CatalogueError lists faults by line and field.

    An entry that was imported before unchanged is left alone. One with a new first day makes a new version, and the
    version before it ends the day before; one changed for the same first day makes a version that corrects the other.
    One whose law was moved to another day stands ``instead_of`` the version that was prepared for the first one. What
    dossiers run under is never edited. Two imports at once wait for each other.
    """
    data, lines = read(nfc(text))
    if faults := faults_of(data, lines):
        raise CatalogueError(faults)
    return write_catalogue(data, lines)


def write_catalogue(data: dict[str, Any], lines: dict[Path, int] | None = None) -> Imported:
    """Write a catalogue that was read and found without fault; CatalogueError where one of its versions cannot stand
    instead of another."""
    known = lines or {(): 1}
    entries = sorted(data.get("procedures", []), key=lambda e: (e["code"], e["effective_from"]))
    with scoping.system("import catalogue"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('procedures.import_catalogue'))")
        for procedure in Procedure.objects.filter(code__in=[e["code"] for e in entries]).order_by("code"):
            lock_procedure(procedure.id)
        wrong = [
            fault_at(("procedures", index, "instead_of"), why, known)
            for index, entry in enumerate(data.get("procedures", []))
            if "instead_of" in entry and (why := kept_back(entry))
        ]
        if wrong:
            raise CatalogueError(wrong)
        created = sum(_entry(entry) for entry in entries)
        waivers = write_waivers(data.get("waivers", []))
        warned = tuple(sorted({fault_at(path, message, known) for path, message in warnings_of(data)}))
    return Imported(created, len(entries) - created, waivers, warned)


def _entry(entry: dict[str, Any]) -> bool:
    digest = hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    begins = date.fromisoformat(entry["effective_from"])
    standing = ProcedureVersion.objects.filter(procedure__code=entry["code"], corrected_by=None)
    corrected = standing.filter(effective_from=begins).first()
    if corrected and corrected.digest == digest:
        return False
    version = ProcedureVersion(digest=digest, effective_from=begins, **facts_of(entry))
    # Before the new row, because the index allows one that stands; the foreign key is checked at commit.
    if "instead_of" in entry:
        take_back(standing, entry, version)
    later = standing.filter(effective_from__gt=begins).order_by("effective_from").first()
    version.procedure = _procedure(entry, newest=later is None)
    version.version = version.procedure.versions.count() + 1
    if later:
        last_day = later.effective_from - timedelta(days=1)
        version.effective_to = min(version.effective_to or last_day, last_day)
    if corrected:
        standing.filter(pk=corrected.pk).update(corrected_by=version.pk)
    version.save(force_insert=True)
    standing.filter(Q(effective_to=None) | Q(effective_to__gte=begins), effective_from__lt=begins).update(
        effective_to=begins - timedelta(days=1)
    )
    write_children(version, entry)
    return True


def _procedure(entry: dict[str, Any], *, newest: bool) -> Procedure:
    """The procedure itself. Its field and familiar names are those of its newest version."""
    known = Procedure.objects.filter(code=entry["code"]).first()
    if known and not newest:
        return known
    field, _made = Field.objects.update_or_create(
        code=entry["field"]["code"], defaults={"name": entry["field"]["name"]}
    )
    procedure, _made = Procedure.objects.update_or_create(
        code=entry["code"],
        defaults={"field": field, "service": entry["service"], "code_unverified": entry.get("code_unverified", "")},
    )
    procedure.aliases.all().delete()
    Alias.objects.bulk_create(
        Alias(procedure=procedure, name=a["name"], retired=a.get("retired", False)) for a in entry.get("aliases", [])
    )
    return procedure
