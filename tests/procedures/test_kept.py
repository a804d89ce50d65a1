"""A version stays as it is: whoever runs under it has what was promised."""

from datetime import date

import pytest
from django.db import DatabaseError

from foundation import scoping
from foundation.source_dates import SOURCE_DATES
from procedures.importing import import_catalogue
from procedures.models import (
    Authority,
    Commitment,
    FeeRow,
    OwnProcess,
    ProcedureVersion,
    Requirement,
    StepDefinition,
    WaiverRule,
)
from tests.procedures.catalogues import catalogue, entry
from tests.support.world import CATALOGUE

pytestmark = pytest.mark.django_db
PROMISE = {"territory": "H05", "amount": 4, "unit": "working_days", "citation": "Quyết định thử"}


@pytest.fixture(autouse=True)
def imported():
    import_catalogue(catalogue(entry(**{"term.commitments": [PROMISE]})))


@pytest.mark.parametrize("model", [Requirement, FeeRow, StepDefinition, Authority, Commitment])
def test_what_is_below_a_version_cannot_be_changed_or_taken_away(model):
    before = list(model.objects.values())
    for attempt in (lambda rows: rows.update(version=ProcedureVersion.objects.get()), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="stays as it is"), scoping.system("test"):
            attempt(model.objects.all())
    assert list(model.objects.values()) == before


@pytest.mark.parametrize(
    "change", [{"name": "Tên khác"}, {"statutory_amount": 1}, {"effective_from": date(2020, 1, 1)}]
)
def test_a_version_cannot_be_rewritten(change):
    before = ProcedureVersion.objects.values().get()
    with pytest.raises(DatabaseError, match="stays as it is"), scoping.system("test"):
        ProcedureVersion.objects.update(**change)
    assert ProcedureVersion.objects.values().get() == before


def test_a_version_cannot_be_deleted():
    with pytest.raises(DatabaseError, match="stays as it is"), scoping.system("test"):
        ProcedureVersion.objects.all()._raw_delete("default")
    assert ProcedureVersion.objects.count() == 1


def test_it_can_be_ended():
    with scoping.system("test"):
        assert ProcedureVersion.objects.update(effective_to=date(2027, 2, 28)) == 1


def test_no_official_writes_the_catalogue():
    """Only importing does, under the system scope."""
    version = ProcedureVersion.objects.get()
    with pytest.raises(DatabaseError, match="row-level security"), scoping.staff(version.pk, None):
        Requirement.objects.create(version=version, code="them", order=9, name="Giấy tờ thêm")
    with scoping.staff(version.pk, None):
        assert ProcedureVersion.objects.update(effective_to=None) == 0
    assert Requirement.objects.count() == 1


def test_every_part_of_the_real_catalogue_has_its_days_and_its_text():
    """Given the catalogue as shipped, papers, steps and authorities have the days and the text of their version; what a
    place decides for itself (a fee, a promise) has a text of its own and may have days and the three dates of its own."""
    import_catalogue(CATALOGUE.read_text())
    for version in ProcedureVersion.objects.all():
        assert version.effective_from and version.legal_basis
        assert version.requirements.exists() and version.authorities.exists()
        assert version.settled_by != "province" or version.steps.exists()
    own = [*FeeRow.objects.all(), *Commitment.objects.all(), *WaiverRule.objects.all()]
    assert own and all(row.citation.strip() for row in own)
    for model in (FeeRow, Commitment, WaiverRule, ProcedureVersion, OwnProcess):
        names = {field.name for field in model._meta.get_fields()}
        assert {"effective_from", "effective_to", *SOURCE_DATES} <= names, model
