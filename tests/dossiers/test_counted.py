"""What the national index counts of a dossier (QĐ 766/QĐ-TTg 3.6, 4.2–4.5)."""

import pytest

from dossiers.counted import PaidOnline, PaperFlags, counted, paid_online, paper_flags, together


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, PaperFlags(False, False, False)),
        ({"has_file": True}, PaperFlags(True, False, False)),
        ({"has_file": True, "reused": True, "code": "12/QĐ"}, PaperFlags(True, True, False, "12/QĐ")),
        ({"reused": True}, PaperFlags(False, True, False)),
        ({"from_store": True, "code": "KQ.01"}, PaperFlags(True, False, True, "KQ.01")),
    ],
    ids=["a sheet", "a scan", "an earlier result", "an earlier result without number and file", "of the store"],
)
def test_a_paper(told, expected):
    values = {"has_file": False, "reused": False, "from_store": False, "code": "", **told}
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


def test_a_paper_named_at_filing_and_scanned_afterwards_is_one():
    sheet, scan = PaperFlags(False, False, False), PaperFlags(True, False, False)
    stored = PaperFlags(True, False, True, "KQ.01")
    assert together([("don", sheet), ("don", scan), ("", sheet), ("", scan), ("giay_phep", stored), ("don", sheet)]) == (
        scan, sheet, scan, stored,
    )  # fmt: skip
    assert together([]) == ()
