"""What a province promised or charges for a procedure and a next version no longer says.

A commitment and a fee of a place are rows of one version: where the entry of the next one leaves them out, new dossiers go
by the national term and fee. That may be meant or forgotten; it is said from the day the version is imported.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from accounts.models import Province
from procedures.fees import in_force
from procedures.models import Commitment, FeeRow, ProcedureVersion
from procedures.versions import REMEMBERED

_Place = tuple[str, bool]


class Omission(NamedTuple):
    """A version that has no ``commitment`` or no ``fee`` of a territory on its first day, where the one before had."""

    version: ProcedureVersion
    what: str
    where: Province


class _Charge(NamedTuple):
    place: _Place
    charge: str
    area: str
    channel: str


class _Rows(NamedTuple):
    """What versions say of some places."""

    commitments: dict[uuid.UUID, list[Commitment]]
    fees: dict[uuid.UUID, list[FeeRow]]

    def promised(self, version: ProcedureVersion, day: date) -> set[tuple[_Place, str]]:
        """Where and for which case on a day; no clock goes by a promise that nobody could check."""
        rows = in_force(self.commitments.get(version.pk, []), day)
        return {((r.territory, r.former_territory), r.variant) for r in rows if not r.unverified}

    def charged(self, version: ProcedureVersion, day: date) -> Counter[_Charge]:
        """How many rows there are for each charge of a place, by kind of commune and way of filing."""
        rows = in_force(self.fees.get(version.pk, []), day)
        return Counter(_Charge((r.territory, r.former_territory), r.charge, r.area, r.channel) for r in rows)


def omissions(provinces: Iterable[Province], day: date) -> list[Omission]:
    """Those of provinces and of what they absorbed, by first day, for versions that are to begin or began in the last
    ninety days. Four queries, however many procedures there are."""
    ids = [province.pk for province in provinces]
    places = {(p.code, not p.is_current): p for p in Province.objects.filter(Q(id__in=ids) | Q(merged_into__in=ids))}
    new = ProcedureVersion.objects.filter(corrected_by=None, effective_from__gte=day - REMEMBERED)
    rows = _rows(places, {code for code, _former in places}, new.values("procedure"))
    concerned = {*rows.commitments, *rows.fees}
    if not concerned:
        return []
    having = ProcedureVersion.objects.filter(id__in=concerned).values("procedure")
    versions: dict[uuid.UUID, list[ProcedureVersion]] = defaultdict(list)
    for version in ProcedureVersion.objects.filter(procedure__in=having).select_related("procedure"):
        versions[version.procedure_id].append(version)
    found = [
        Omission(version, what, places[where])
        for known in versions.values()
        for version in known
        if _is_new(version, day)
        for what, where in sorted(_left_out(version, known, rows))
    ]
    return sorted(found, key=lambda o: (o.version.effective_from, o.version.procedure.code))


def _is_new(version: ProcedureVersion, day: date) -> bool:
    over = version.effective_to is not None and version.effective_to < day
    return version.corrected_by_id is None and version.effective_from >= day - REMEMBERED and not over


def _rows(known: Container[_Place], codes: set[str], procedures: Any) -> _Rows:
    found = _Rows(defaultdict(list), defaultdict(list))
    for promise in Commitment.objects.filter(territory__in=codes, version__procedure__in=procedures):
        if (promise.territory, promise.former_territory) in known:
            found.commitments[promise.version_id].append(promise)
    for fee in FeeRow.objects.filter(territory__in=codes, version__procedure__in=procedures):
        if (fee.territory, fee.former_territory) in known:
            found.fees[fee.version_id].append(fee)
    return found


def _left_out(version: ProcedureVersion, known: Iterable[ProcedureVersion], rows: _Rows) -> set[tuple[str, _Place]]:
    """What the version before it, and one that it corrects, would still say on its first day. A case that it no longer
    has needs no promise."""
    first = version.effective_from
    earlier = [v for v in known if v.corrected_by_id is None and v.effective_from < first]
    before = [v for v in known if v.corrected_by_id == version.pk]
    before += [max(earlier, key=lambda v: v.effective_from)] if earlier else []
    cases = {"", *(case["code"] for case in version.term_variants)}
    gone = {fact for v in before for fact in rows.promised(v, first)} - rows.promised(version, first)
    found = {("commitment", where) for where, case in gone if case in cases}
    now = rows.charged(version, first)
    return found | {("fee", place) for v in before for place in _no_longer_charged(rows.charged(v, first), now)}


def _no_longer_charged(then: Counter[_Charge], now: Counter[_Charge]) -> set[_Place]:
    """The places that have fewer rows for some charge, kind of commune and way of filing than before. A row for every
    commune, or every way, that was not there before takes the place of those for one."""
    wider = {row for row in now if row not in then}
    return {
        row.place
        for row, many in then.items()
        if now[row] < many
        and not {row._replace(area=""), row._replace(channel=""), row._replace(area="", channel="")} & wider
    }
