"""The self-check of the catalogue."""

from datetime import date

import pytest

from procedures.checks import catalogue as check
from procedures.importing import import_catalogue
from procedures.models import ProcedureVersion
from procedures.queries import ending, following
from tests.procedures.catalogues import catalogue, entry
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    for room in ("procedures.checks", "procedures.queries"):
        monkeypatch.setattr(f"{room}.today_local", lambda: date(2026, 11, 25))


def test_an_empty_catalogue_says_which_command_cures_it():
    (finding,) = check()
    assert (finding.level, "import_procedures" in finding.cure) == ("error", True)


def test_civil_status_ends_with_its_law_and_nothing_is_prepared_yet():
    """Luật Hộ tịch 60/2014 until 28/2/2027; 03/2026 from 1/3/2027."""
    import_catalogue(worlds.CATALOGUE.read_text())
    first, *warnings = check()
    assert first.level == "ok" and "11 thủ tục" in first.message
    assert sorted(f.message.split()[0] for f in warnings) == ["1.000894", "1.004859"]
    assert all(f.level == "warning" and "28/02/2027" in f.message for f in warnings)


def test_a_prepared_version_quiets_the_warning():
    import_catalogue(catalogue(entry(effective_to="2027-02-28")))
    assert [v.procedure.code for v in ending(date(2027, 3, 1))] == ["1.999001"]
    import_catalogue(catalogue(entry(effective_from="2027-03-01", name="Theo luật mới")))
    assert not ending(date(2027, 3, 1))
    old = ProcedureVersion.objects.get(version=1)
    assert following(old).name == "Theo luật mới" and following(following(old)) is None


def test_what_ends_far_from_now_is_not_yet_a_warning():
    import_catalogue(catalogue(entry(effective_to="2029-02-28")))
    assert [f.level for f in check()] == ["ok"]
