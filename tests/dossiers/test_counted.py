"""What the national index counts of a dossier (QĐ 766/QĐ-TTg 3.6, 4.2–4.5)."""

import pytest

from dossiers.counted import PaidOnline, PaperFlags, counted, paid_online, paper_flags


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, PaperFlags(False, False, False)),
        ({"has_file": True}, PaperFlags(True, False, False)),
        ({"has_file": True, "result_number": "12/QĐ"}, PaperFlags(True, True, False, "12/QĐ")),
        ({"result_number": ""}, PaperFlags(False, True, False)),
        ({"from_store": True, "store_code": "KQ.01"}, PaperFlags(True, False, True, "KQ.01")),
    ],
    ids=["a sheet", "a scan", "an earlier result", "an earlier result without number and file", "of the store"],
)
def test_a_paper(told, expected):
    values = {"has_file": False, "result_number": None, "from_store": False, "store_code": "", **told}
    assert paper_flags(**values) == expected


@pytest.mark.parametrize(
    ("methods", "expected"),
    [([], 0), (["cash", "card"], 0), (["cash", "vietqr"], 2), (["vietqr", "national_portal"], 1)],
)
def test_where_it_was_paid(methods, expected):
    assert paid_online(methods) == PaidOnline(expected)


@pytest.mark.parametrize(
    ("confirmed", "vneid", "population"),
    [("", False, False), ("card", False, False), ("database", False, True), ("vneid", True, True)],
)
def test_how_the_applicant_was_known(confirmed, vneid, population):
    found = counted([PaperFlags(False, False, False)], [], confirmed, person=True)
    assert not counted([], [], confirmed, person=False).population
    assert (found.vneid, found.population, found.digitised) == (vneid, population, False)
