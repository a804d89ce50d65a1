"""Which version is in force on a day, whatever was imported in whatever order."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import scoping
from procedures.importing import import_catalogue
from procedures.models import Procedure, ProcedureVersion
from procedures.queries import current_version, effective, search
from procedures.terms import term_of
from tests.procedures.catalogues import catalogue, entry

pytestmark = pytest.mark.django_db
CODE = "1.999001"


def with_term(days: int, begins: str, ends: str | None = None, **changes: Any) -> dict[str, Any]:
    made = entry(**{"term.statutory": {"amount": days, "unit": "working_days"}, "effective_from": begins, **changes})
    made["steps"][0]["term"]["amount"] = 1
    return {**made, "effective_to": ends} if ends else made


def days_on(day: str) -> int | None:
    try:
        return int(term_of(current_version(CODE, date.fromisoformat(day))).amount)
    except ProcedureVersion.DoesNotExist:
        return None


def test_a_version_prepared_ahead_takes_over_by_date():
    import_catalogue(catalogue(with_term(5, "2026-01-01"), with_term(3, "2027-03-01")))
    assert [days_on(d) for d in ("2025-12-31", "2026-01-01", "2027-02-28", "2027-03-01")] == [None, 5, 5, 3]


def test_a_correction_for_the_same_day_replaces_and_keeps_what_it_corrects():
    import_catalogue(catalogue(with_term(5, "2026-01-01")))
    wrong = current_version(CODE, date(2026, 6, 1))
    import_catalogue(catalogue(with_term(4, "2026-01-01")))
    assert days_on("2026-06-01") == 4
    wrong.refresh_from_db()
    assert wrong.corrected_by == current_version(CODE, date(2026, 6, 1))
    assert wrong.statutory_amount == 5


def test_going_back_to_what_was_corrected_is_a_change_too():
    for days in (5, 4, 5):
        import_catalogue(catalogue(with_term(days, "2026-01-01")))
    assert days_on("2026-06-01") == 5
    assert ProcedureVersion.objects.count() == 3


def test_what_was_corrected_does_not_come_back_when_its_correction_ends():
    import_catalogue(catalogue(with_term(5, "2026-01-01")))
    import_catalogue(catalogue(with_term(4, "2026-01-01", "2026-12-31")))
    assert days_on("2027-01-01") is None


def test_an_older_version_brought_in_later_ends_where_the_known_one_begins():
    import_catalogue(catalogue(with_term(3, "2026-07-01", "2026-12-31", service="moi")))
    import_catalogue(catalogue(with_term(5, "2026-01-01", service="cu")))
    assert [days_on(d) for d in ("2026-06-30", "2026-07-01", "2027-01-01")] == [5, 3, None]
    assert Procedure.objects.get(code=CODE).service == "moi"


def test_importing_the_first_file_again_does_not_reopen_what_a_later_one_ended():
    first, second = catalogue(with_term(5, "2026-01-01")), catalogue(with_term(3, "2026-07-01"))
    import_catalogue(first)
    import_catalogue(second)
    assert import_catalogue(first).created == 0
    assert [days_on(d) for d in ("2026-06-30", "2026-07-01")] == [5, 3]


def test_search_does_not_find_the_name_that_a_correction_took_away():
    import_catalogue(catalogue(entry(name="Thủ tục viết nhầm")))
    import_catalogue(catalogue(entry(name="Thủ tục viết đúng")))
    assert not search("viết nhầm")
    assert len(search("viet dung")) == 1


def test_two_versions_that_begin_on_one_day_are_refused_by_the_database():
    import_catalogue(catalogue())
    twin = ProcedureVersion.objects.get()
    twin.pk, twin.version = Procedure().pk, 2
    with pytest.raises(IntegrityError), scoping.system("test"):
        twin.save(force_insert=True)


imports = st.lists(
    st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 4)), st.integers(1, 9)), min_size=1, max_size=7
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(imports)
def test_there_is_at_most_one_version_a_day_and_it_is_the_latest_to_begin(done):
    """A plain model: for each first day its last import; the latest first day counts, unless it has ended."""
    origin = date(2026, 1, 1)
    model: dict[int, tuple[int | None, int]] = {}
    with transaction.atomic():
        for begins, lasts, days in done:
            ends = begins + lasts if lasts is not None else None
            first = origin + timedelta(days=begins)
            last = (origin + timedelta(days=ends)).isoformat() if ends is not None else None
            import_catalogue(catalogue(with_term(days, first.isoformat(), last)))
            model[begins] = (ends, days)
        for day in range(14):
            begun = [b for b in model if b <= day]
            ends, days = model[max(begun)] if begun else (-1, 0)
            expected = [days] if begun and (ends is None or ends >= day) else []
            found = [int(v.statutory_amount) for v in effective(origin + timedelta(days=day))]
            assert found == expected, (day, done)
        transaction.set_rollback(True)
