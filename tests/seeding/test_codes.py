"""Codes: unique, numbered by the order of acceptance of an agency's day; those of other systems verbatim."""

import re
from collections import defaultdict
from datetime import date

from dossiers.codes import search_key
from dossiers.models import CodeCounter, Dossier
from foundation.local_time import to_local
from portal.seeding.mirrored import FORMER_SYSTEM, POLICE
from tests.seeding.reading import own


def test_each_agencys_day_is_numbered_without_gaps_in_the_order_of_acceptance(seeded):
    days = defaultdict(list)
    for dossier in own():
        assert (dossier.code is None) is (dossier.accepted_at is None)
        if dossier.code:
            days[dossier.agency_id, to_local(dossier.accepted_at).date()].append(dossier)
    counters = {(c.agency_id, c.day): c.last for c in CodeCounter.objects.all()}
    assert set(counters) == set(days)
    for (agency_id, day), dossiers in days.items():
        in_order = sorted(dossiers, key=lambda d: (d.accepted_at, d.code))  # two of one second: either may be first
        wanted = [f"{in_order[0].agency.code}-{day:%y%m%d}-{n:04}" for n in range(1, len(in_order) + 1)]
        assert [d.code for d in in_order] == wanted
        assert counters[agency_id, day] == len(in_order)


def test_no_code_is_given_twice_and_each_is_found_by_its_key(seeded):
    codes = list(Dossier.objects.exclude(code=None).values_list("code", "code_key"))
    assert len({code for code, _key in codes}) == len(codes)
    assert all(search_key(code) == key for code, key in codes)


def test_each_accepted_dossier_has_a_receipt_code_of_its_own(seeded):
    accepted = [d.receipt_code for d in own() if d.accepted_at]
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{8}", code) for code in accepted)
    assert len(set(accepted)) == len(accepted)
    assert not any(d.receipt_code for d in Dossier.objects.exclude(mirror_system=""))


def test_the_polices_codes_carry_the_day_on_which_they_received(seeded):
    found = Dossier.objects.filter(mirror_system=POLICE)
    assert found.count() > 50
    for dossier in found:
        assert re.fullmatch(rf"G09\.20-{to_local(dossier.accepted_at):%Y%m%d}-\d{{7}}", dossier.code)


def test_codes_of_the_former_province_are_of_its_time(seeded):
    found = Dossier.objects.filter(mirror_system=FORMER_SYSTEM).select_related("province")
    assert found.count() == 40
    for dossier in found:
        received = to_local(dossier.accepted_at).date()
        assert dossier.code.startswith("000.00.") and f".H11-{received:%y%m%d}-" in dossier.code
        assert received < date(2025, 7, 1) and dossier.province.code == "H36"
