"""The self-check of the territory."""

import pytest

from accounts.checks import territory
from accounts.reference import load

pytestmark = pytest.mark.django_db


def test_without_the_list_of_communes_it_says_which_command_cures_it():
    (finding,) = territory()
    assert (finding.level, "load_reference" in finding.cure) == ("warning", True)


def test_loaded_it_says_what_is_there_and_what_is_in_doubt():
    load()
    (finding,) = territory()
    assert finding.level == "ok"
    assert "34 tỉnh hiện nay, 52 tỉnh cũ, 3321 xã" in finding.message
