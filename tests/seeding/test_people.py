"""The people: varied names of the region, numbers that nobody has, real communes, the former province's own addresses."""

import re
import unicodedata

from accounts.models import Agency, Business, Citizen, Commune, Consent, Official, Province, User
from complaints.models import Feedback
from dossiers.models import Dossier, Party
from foundation.vietnamese_text import fold
from portal.seeding import desks
from portal.seeding.mirrored import FORMER_SYSTEM

PHONE = re.compile(r"\+84900000\d{3}")


def test_phones_are_of_the_range_that_nobody_has(seeded):
    phones = [*Party.objects.values_list("phone", flat=True), *Citizen.objects.values_list("phone", flat=True)]
    phones += Feedback.objects.values_list("phone", flat=True)
    assert all(PHONE.fullmatch(phone) for phone in phones if phone)
    typed = [p.phone_typed for p in Party.objects.all()]
    assert all(re.fullmatch(r"(0900000\d{3}|0900 000|09000000|không có)?", t) for t in typed)
    bad = [p for p in Party.objects.exclude(phone_problem="") if p.phone_typed]
    assert bad and not any(p.phone for p in bad)


def test_identity_and_tax_numbers_belong_to_nobody(seeded):
    numbers = [c.identity_number for c in Citizen.objects.all()]
    assert all(re.fullmatch(r"000\d{9}", n) for n in numbers) and len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"00\d{8}", b.tax_code) for b in Business.objects.all())


def test_names_are_many_and_vietnamese(seeded):
    names = list(Citizen.objects.values_list("full_name", flat=True))
    assert len(names) > 1500 and len(set(names)) > len(names) * 0.85
    assert all(n == unicodedata.normalize("NFC", n) for n in names)
    marked = [n for n in names if fold(n) != n.lower()]
    assert len(marked) > len(names) * 0.95
    families = {n.split()[0] for n in names}
    assert {"Nguyễn", "Trần", "Lê", "Phạm", "K'", "Ka", "Điểu"} <= families and len(families) > 35
    assert not any(re.search(r"\d", n) for n in names)


def test_addresses_lie_in_communes_of_the_province(seeded):
    places: dict[str, set[str]] = {}
    for commune in Commune.objects.select_related("province"):
        places.setdefault(commune.province.name, set()).add(f"{commune.kind.lower()} {commune.name}")
    parties = Party.objects.exclude(dossier__mirror_system=FORMER_SYSTEM).select_related("dossier__province")
    for party in parties:
        *_where, commune, province = party.address.split(", ")
        assert province == f"tỉnh {party.dossier.province.name}"
        assert commune in places[party.dossier.province.name], party.address


def test_dossiers_of_the_former_province_keep_its_addresses(seeded):
    parties = Party.objects.filter(dossier__mirror_system=FORMER_SYSTEM)
    assert parties.count() == 40
    pattern = r".+, (phường|thị trấn|xã) .+, (thành phố|thị xã|huyện) .+, tỉnh Bình Thuận"
    assert all(re.fullmatch(pattern, p.address) for p in parties)


def test_the_wards_of_lam_dong_lie_in_two_former_provinces(seeded):
    wards = Agency.objects.filter(province__code="H36", kind="commune_pc").exclude(commune=None)
    former = {ward.commune.old_territories.get().old_province.code for ward in wards}
    assert former == {"H11", "H36"}
    assert Province.objects.get(code="H11").merged_into.code == "H36"


def test_fees_of_a_building_permit_differ_by_the_former_territory(seeded):
    from procedures.queries import current_version

    fees = current_version("1.013225").fees
    amounts = {
        f.territory: f.amount
        for f in fees.filter(former_territory=True, name__contains="nhà ở riêng lẻ").exclude(area="xa")
    }
    assert amounts == {"H11": 75000, "H36": 80000}


def test_forty_people_have_phones_and_nearly_each_has_a_dossier(seeded):
    people = [p for p in seeded.emulator.get("people?brief=1") if not p["official"]]
    assert len(people) == 40
    known = set(Citizen.objects.values_list("phone", flat=True))
    # who files is drawn by chance and by the hour: one or two may have had no business yet
    assert len({"+" + p["phone"] for p in people} - known) <= 3
    assert all(
        p.phone[-3:] <= "040"
        for p in Citizen.objects.filter(full_name__in=[x["name"] for x in people][:3], phone__in=["+84900000001"])
    )


def test_each_official_has_a_phone_of_their_own(seeded):
    there = {"+" + p["phone"]: p["name"] for p in seeded.emulator.get("people?brief=1") if p["official"]}
    ours = {o.phone: o.user.full_name for o in Official.objects.select_related("user")}
    assert there == ours and len(ours) == Official.objects.count() > 50
    assert not set(ours) & set(Citizen.objects.values_list("phone", flat=True))
    assert desks.equip() == len(ours)  # a second start changes nothing
    assert {o.phone: o.user.full_name for o in Official.objects.select_related("user")} == ours


def test_officials_have_names_of_their_own(seeded):
    names = list(User.objects.values_list("full_name", flat=True))
    assert len(names) == len(set(names)) == Official.objects.count()
    assert all(n == unicodedata.normalize("NFC", n) and fold(n) != n.lower() for n in names if n != "K' Brông")


def test_each_choice_about_zalo_was_written_down(seeded):
    for party in Party.objects.filter(notify=True, dossier__mirror_system="").select_related("dossier")[:400]:
        whose = {"citizen": party.citizen} if party.citizen else {"business": party.business}
        at = party.dossier.submitted_at
        assert Consent.objects.filter(**whose, at=at, channel="zalo", granted=party.notify_zalo).exists()


def test_there_are_all_kinds_of_members(seeded):
    roles = {role: Party.objects.filter(role=role).count() for role in Party.Role.values}
    assert all(count > 100 for count in roles.values()), roles
    assert Party.objects.filter(kind="business").count() > 100
    forbidden = Party.objects.filter(role="representative", dossier__version_of_procedure__representative_allowed=False)
    assert not forbidden.exists()
    couples = Dossier.objects.filter(procedure__code="1.000894")
    assert all(d.parties.filter(role="co_applicant").count() == 1 for d in couples)
