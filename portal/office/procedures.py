"""``/can-bo/thu-tuc/``: the catalogue as officials need it: versions, what changed between them, the process as a drawing."""

from collections.abc import Sequence
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foundation.local_time import today_local
from foundation.paging import keyset
from foundation.vietnamese_text import squeeze
from portal.office.access import officials_only
from portal.office.procedure_words import DIFFERENCE_WORDS, SECTIONS
from procedures import queries
from procedures.agency_roles import AGENCY_ROLES
from procedures.diagram import Drawing, StepSketch, draw
from procedures.differences import Difference, differences
from procedures.facts import facts_of, term_words
from procedures.models import ProcedureVersion, StepDefinition
from procedures.versions import in_force, previous

PAGE_SIZE = 50


@officials_only
def procedure_list(request: HttpRequest) -> HttpResponse:
    """Those in force, searched with or without diacritics."""
    q = squeeze(request.GET.get("q", "").replace("\0", ""))[:200]
    found = queries.search(q)
    page = keyset(found.order_by(), order=("name", "id"), cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    return render(request, "office/procedures.html.jinja", {"q": q, "page": page}, using="jinja2")


@officials_only
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: its versions, the process of the one chosen (``?den=``), and what it changed since ``?tu=``."""
    versions = list(queries.versions_of(code))
    if not versions:
        raise Http404
    shown = _chosen(request, "den", versions) or in_force(versions, today_local())
    before = _chosen(request, "tu", versions) or previous(versions, shown)
    found = differences(facts_of(before), facts_of(shown)) if before and before != shown else []
    context = {
        "v": shown, "before": before, "versions": versions, "today": today_local(), "drawing": drawing_of(list(shown.steps.all()), shown),
        "gap": queries.gap_between(shown, queries.following(shown)) if shown.corrected_by_id is None else None, "changes": _by_section(found), "sections": SECTIONS, "kinds": DIFFERENCE_WORDS,
    }  # fmt: skip
    return render(request, "office/procedure.html.jinja", context, using="jinja2")


def _chosen(request: HttpRequest, name: str, versions: Sequence[ProcedureVersion]) -> ProcedureVersion | None:
    """The version whose number is asked for; no page for a number that there is not."""
    raw = request.GET.get(name, "")
    if not raw:
        return None
    found = next((v for v in versions if str(v.version) == raw), None)
    if found is None:
        raise Http404
    return found


def _by_section(found: Sequence[Difference]) -> list[tuple[str, list[Difference]]]:
    return [(section, list(rows)) for section, rows in groupby(found, key=lambda d: d.section)]


def drawing_of(steps: Sequence[StepDefinition], version: ProcedureVersion) -> Drawing | None:
    """These steps as a drawing; None without any."""
    names = {case["code"]: case["name"] for case in version.term_variants}
    return draw([_sketch(step, names) for step in steps]) if steps else None


def _sketch(step: StepDefinition, cases: dict[str, str]) -> StepSketch:
    agency = AGENCY_ROLES.get(step.agency_role, step.agency_role)
    time = term_words(step.amount, step.unit) if step.amount else ""
    if step.outside_clock:
        time = _("không tính thời gian")
    if step.case:
        time = ", ".join(
            part for part in (time, _("khi: %(case)s") % {"case": cases.get(step.case, step.case)}) if part
        )
    ways = [(code, str(step.outcomes.get(code, ""))) for code in step.next_steps]
    lane = f"{agency}: {step.get_staff_role_display()}"
    return StepSketch(step.code, step.name, lane, ways, step.beside, time, step.outside_clock)
