"""Numbers follow one another in the series of an agency, a book and a year, whoever presses at the same time."""

import threading
from datetime import datetime

import pytest
from django.db import DatabaseError, connection

from documents.actions._series import next_in_series
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper, NumberSeries
from dossiers.actions.void_form import void_form
from foundation import scoping
from foundation.errors import Conflict, DomainError
from foundation.local_time import LOCAL
from tests.forms.lives import issued, lived
from tests.support import world as worlds
from tests.support.world import filed


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_consecutive_numbers(redis_url):
    """Given eight dossiers, when eight officials print at the same time, then no number is missing and none is twice."""
    world = worlds.build()
    dossiers = [filed(world, number, accept=True) for number in range(1, 9)]
    faults, ready = [], threading.Barrier(8)

    def press(dossier):
        try:
            ready.wait(10)
            issued(world, PaperKind.RECEIPT, dossier)
        except (DomainError, DatabaseError) as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(d,)) for d in dossiers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    with scoping.system("test"):
        numbers = sorted(IssuedPaper.objects.values_list("number", flat=True))
    assert numbers == [f"{n:04}/TTPVHCC" for n in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_two_presses_on_one_dossier_give_one_paper(redis_url):
    world = worlds.build()
    dossier, refused, ready = filed(world, accept=True), [], threading.Barrier(2)

    def press():
        try:
            ready.wait(10)
            issued(world, PaperKind.RECEIPT, dossier)
        except Conflict as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert refused == ["issued_already"]
    with scoping.system("test"):
        assert IssuedPaper.objects.count() == 1 and NumberSeries.objects.get().last == 1


@pytest.mark.django_db
class TestSeries:
    def test_each_agency_book_and_year_counts_for_itself(self, world):
        with scoping.system("test"):
            centre, ward = world.centre.id, world.agencies["ward_centre"].id
            given = [next_in_series(*key) for key in [
                (centre, "GTN", 2026), (centre, "GTN", 2026), (ward, "GTN", 2026), (centre, "PBS", 2026), (centre, "GTN", 2027),
            ]]  # fmt: skip
        assert given == [1, 2, 1, 1, 1]

    def test_a_year_begins_with_the_day_in_vietnam(self, world, monkeypatch):
        dossier = filed(world, accept=True)
        monkeypatch.setattr(
            "dossiers.actions.issue_form.now", lambda: datetime(2027, 1, 1, 0, 5, tzinfo=LOCAL)
        )  # in UTC it is still the old year
        paper = issued(world, PaperKind.RECEIPT, dossier)
        assert (paper.year, paper.sequence) == (2027, 1)

    def test_a_number_whose_paper_fails_is_not_used_up(self, world, monkeypatch):
        """Given a printer that fails, when it works again, then the series has no hole."""
        dossier = filed(world, accept=True)
        with monkeypatch.context() as broken:
            broken.setattr("documents.actions.issue.as_pdf", lambda *a, **k: b"")
            with pytest.raises(Exception):
                issued(world, PaperKind.RECEIPT, dossier)
        assert issued(world, PaperKind.RECEIPT, dossier).sequence == 1

    def test_a_slip_typed_wrong_is_voided_and_stood_in_for_by_the_next_number(self, world):
        dossier = lived(world, PaperKind.RECEIPT)
        wrong = issued(world, PaperKind.RECEIPT, dossier)
        with pytest.raises(Conflict) as again:
            issued(world, PaperKind.RECEIPT, dossier)
        assert again.value.code == "issued_already"
        with world.scope("receptionist"):
            void_form(dossier.id, wrong.id, actor=world.actor("receptionist"), reason="Ghi sai số bộ")
        right = issued(world, PaperKind.RECEIPT, dossier)
        assert (right.number, right.replaces_id) == ("0002/TTPVHCC", wrong.id)
        with scoping.system("test"):
            wrong.refresh_from_db()
            assert wrong.is_voided and wrong.number == "0001/TTPVHCC" and wrong.replaced_by == right
        with world.scope("receptionist"), pytest.raises(Conflict):
            void_form(dossier.id, wrong.id, actor=world.actor("receptionist"), reason="Lần nữa")

    def test_a_second_request_for_supplements_has_a_slip_of_its_own(self, world):
        from dossiers.actions.receive_supplement import receive_supplement
        from dossiers.actions.request_supplement import request_supplement
        from tests.forms.lives import do

        dossier = lived(world, PaperKind.SUPPLEMENT)
        first = issued(world, PaperKind.SUPPLEMENT, dossier)
        do(world, "case_officer", receive_supplement, dossier)
        do(world, "case_officer", request_supplement, dossier, reason="Thiếu chữ ký", override=True)
        second = issued(world, PaperKind.SUPPLEMENT, dossier)
        assert (first.sequence, second.sequence, second.replaces_id) == (1, 2, None)
