"""The law was moved: the version that was prepared for 1/3/2027 stands from 1/7/2027, and the one before goes on until then."""

from datetime import date

import pytest

from foundation import scoping
from procedures.importing import CatalogueError, import_catalogue
from procedures.models import ProcedureVersion
from procedures.queries import effective
from tests.procedures.catalogues import catalogue, entry
from tests.procedures.layers import own_of
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
TODAY, MARCH, JULY = date(2026, 12, 1), date(2027, 3, 1), date(2027, 7, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    for room in ("procedures.importing.postponing", "procedures.queries"):
        monkeypatch.setattr(f"{room}.today_local", lambda: TODAY)


def prepared() -> None:
    import_catalogue(catalogue(entry(), entry(effective_from="2027-03-01", name="Theo luật mới")))


def moved(to: str = "2027-07-01", of: str = "2027-03-01") -> str:
    return catalogue(entry(effective_from=to, name="Theo luật mới", instead_of=of))


def on(day: date) -> int | None:
    return effective(day).values_list("version", flat=True).first()


def refused(text: str) -> list[str]:
    with nothing_changes(), pytest.raises(CatalogueError) as caught:
        import_catalogue(text)
    return [str(fault) for fault in caught.value.faults]


def test_to_a_later_day():
    prepared()
    done = import_catalogue(moved())
    assert (done.created, done.warnings) == (1, ())
    assert [on(day) for day in (date(2027, 2, 28), MARCH, date(2027, 6, 30), JULY)] == [1, 1, 1, 3]
    assert ProcedureVersion.objects.get(version=2).corrected_by.version == 3
    assert import_catalogue(moved()).created == 0, "the same file again changes nothing"


def test_to_an_earlier_day():
    prepared()
    import_catalogue(moved("2027-02-01"))
    assert [on(day) for day in (date(2027, 1, 31), date(2027, 2, 1), MARCH, JULY)] == [1, 3, 3, 3]


def test_not_beside_the_old_entry_nor_for_a_day_of_none_nor_one_in_force():
    prepared()
    both = catalogue(
        entry(effective_from="2027-03-01", name="Theo luật mới"),
        entry(effective_from="2027-07-01", name="Theo luật mới", instead_of="2027-03-01"),
    )
    assert "instead_of: tệp còn một mục của ngày này" in refused(both)[0]
    assert "không có phiên bản nào chuẩn bị từ ngày 02/03/2027" in refused(moved(of="2027-03-02"))[0]
    [fault] = refused(moved(of="2026-01-01"))
    assert "đã có hiệu lực" in fault and fault.startswith("dòng ")


def test_not_while_a_province_has_a_process_for_it():
    world = worlds.build()
    prepared()
    with scoping.system("test"):
        own = own_of(world, ProcedureVersion.objects.get(procedure__code="1.999001", version=2), MARCH)
    assert "(H05); hãy rút trước" in refused(moved())[0]
    with scoping.system("test"):
        type(own).objects.filter(id=own.id).update(withdrawn_at=own.published_at, withdrawn_by=own.published_by)
    assert import_catalogue(moved()).created == 1
