"""The self-check of the catalogue."""

from datetime import date

import pytest

from foundation import scoping
from procedures.checks import catalogue as check
from procedures.checks import promises_that_fit
from procedures.importing import import_catalogue
from procedures.models import ProcedureVersion
from procedures.queries import ending, following
from tests.procedures.catalogues import catalogue, entry
from tests.procedures.layers import own_of
from tests.support import world as worlds
from tests.support.administration import signed_in

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


class TestDaysWithoutAVersion:
    """V1 until 28/2/2027, V2 from 1/4/2027 only."""

    def test_are_told_by_the_import_the_check_and_both_pages(self, redis_url, client):
        world = worlds.build()
        import_catalogue(catalogue(entry(effective_to="2027-02-28")))
        done = import_catalogue(catalogue(entry(effective_from="2027-04-01", name="Theo luật mới")))
        said = "không có phiên bản nào từ 01/03/2027 đến 31/03/2027"
        assert [said in w.message for w in done.warnings] == [True]
        assert [v.version for v in ending(date(2027, 3, 1)) if v.procedure.code == "1.999001"] == [1]
        warned = [f.message for f in check() if "1.999001" in f.message and f.level == "warning"]
        assert warned == ["1.999001 không có phiên bản nào từ ngày 01/03/2027 đến ngày 31/03/2027"]
        for page in ("/can-bo/thu-tuc/1.999001/", "/thu-tuc/1.999001/"):
            shown = (signed_in(world, "controller") if "can-bo" in page else client).get(page).content.decode()
            assert "Từ ngày 01/03/2027 đến ngày 31/03/2027 danh mục chưa có nội dung" in shown

    def test_that_a_correction_opens(self):
        import_catalogue(catalogue(entry(), entry(effective_from="2027-04-01", name="Theo luật mới")))
        assert not [f for f in check() if f.level == "warning"]
        done = import_catalogue(catalogue(entry(effective_to="2027-02-28")))
        assert len(done.warnings) == 1 and len([f for f in check() if f.level == "warning"]) == 1

    def test_are_none_where_one_begins_the_next_day(self):
        done = import_catalogue(catalogue(entry(effective_to="2027-03-31"), entry(effective_from="2027-04-01")))
        assert done.warnings == () and not [f for f in check() if f.level == "warning"]


class TestPromisesShorterThanTheSteps:
    """The national steps take five working days."""

    def promised(self, amount, **more):
        row = {"territory": "H05", "amount": amount, "unit": "days", "citation": "Quyết định thử", **more}
        return catalogue(entry(**{"term.commitments": [row]}))

    def test_are_told_by_the_import_and_where_the_province_is_at_work(self, db):
        world = worlds.build()
        done = import_catalogue(self.promised(6))
        [warning] = done.warnings
        assert warning.field == "procedures[0].term.commitments[0]" and warning.line > 1
        assert "các bước quốc gia dài 5 ngày làm việc, hơn cam kết của H05 (4,286)" in warning.message
        with scoping.system("test"):
            [finding] = promises_that_fit()
        assert "1.999001" in finding.message and finding.level == "warning"
        with scoping.system("test"):
            version = ProcedureVersion.objects.get(procedure__code="1.999001")
        own_of(world, version, date(2026, 11, 1))
        with scoping.system("test"):
            assert list(promises_that_fit()) == []

    def test_are_told_once_imported_also_where_nobody_could_check_them(self):
        done = import_catalogue(self.promised(6, unverified=True))
        assert len(done.warnings) == 1
        assert list(promises_that_fit()) == []

    def test_say_nothing_where_the_steps_fit(self):
        assert import_catalogue(self.promised(7)).warnings == ()


def test_what_ends_far_from_now_is_not_yet_a_warning():
    import_catalogue(catalogue(entry(effective_to="2029-02-28")))
    assert [f.level for f in check()] == ["ok"]
