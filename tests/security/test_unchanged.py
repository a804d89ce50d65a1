"""The test's own measure of «nothing changed» sees what was written and not what was undone."""

import pytest
from django.db import transaction

from accounts.models import Citizen
from foundation import scoping
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", ["added", "written again", "taken away"])
def test_it_sees_a_write(act):
    with scoping.system("test"):
        row = Citizen.objects.create(full_name="A")
    with pytest.raises(AssertionError, match="accounts_citizen"), nothing_changes(), scoping.system("test"):
        if act == "added":
            Citizen.objects.create(full_name="B")
        elif act == "written again":
            Citizen.objects.filter(pk=row.pk).update(full_name="A")
        else:
            row.delete()


def test_what_was_undone_is_no_write():
    with nothing_changes(), scoping.system("test"), transaction.atomic():
        Citizen.objects.create(full_name="B")
        transaction.set_rollback(True)
