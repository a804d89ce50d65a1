"""``GET procedures/`` and ``GET agencies/`` as the engineer of another system meets them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Agency, Commune, OldTerritory, Province
from accounts.reference import load
from foundation import scoping
from foundation.local_time import today_local
from procedures.importing import import_catalogue
from tests.api.conftest import ApiClient
from tests.procedures.catalogues import catalogue, entry
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


def fault(answer) -> tuple[int, str, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["field"], error["code"]


def codes(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["results"]]


def queries(api, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert api.get(path).status_code == 200
    return len(caught)


class TestProcedures:
    def test_the_list_marks_what_is_to_be_checked(self, api):
        rows = {row["code"]: row for row in api.get("procedures/").json()["results"]}
        assert len(rows) == 11
        assert rows[worlds.CITIZENSHIP]["code_unverified"] and rows[worlds.HOTEL]["code_unverified"] is None
        assert rows[worlds.CITIZENSHIP]["term"]["statutory"] == {
            "amount": 105.0, "unit": "days", "citation": "", "unverified": True,
        }  # fmt: skip
        assert rows[worlds.HOTEL]["term"]["statutory"]["unverified"] is False
        assert {r["settled_by"] for r in rows.values()} == {"province", "ministry", "vertical"}

    def test_one_in_full_has_every_field_of_its_entry(self, api):
        entries = yaml.safe_load(worlds.CATALOGUE.read_text())["procedures"]
        for made in entries:
            shown = api.get(f"procedures/{made['code']}/").json()
            assert [r["code"] for r in shown["requirements"]] == [r["code"] for r in made["requirements"]]
            assert [f["name"] for f in shown["fees"]] == [f["name"] for f in made["fees"]]
            assert [[(w["code"], w["percent"]) for w in f["waivers"]] for f in shown["fees"]] == [
                [(w["code"], w.get("percent")) for w in f.get("waivers", [])] for f in made["fees"]
            ]
            assert [s["code"] for s in shown["steps"]] == [s["code"] for s in made["steps"]]
            assert [v["code"] for v in shown["term"]["variants"]] == [
                v["code"] for v in made["term"].get("variants", [])
            ]
            assert shown["legal_basis"] == made["legal_basis"] and shown["copies"] == made["copies"]
            assert shown["authority"]["decided_by"] == made["authority"]["decided_by"]
            assert shown["related"] == made.get("related", [])
            assert shown["unverified"] == made.get("unverified", {})
            assert shown["result"]["name"] == made["result"]["name"]
            assert len(shown["term"]["commitments"]) == len(made["term"].get("commitments", []))
            assert [a["name"] for a in shown["aliases"]] == [a["name"] for a in made.get("aliases", [])]

    def test_what_is_to_be_checked_stands_beside_the_thing_itself(self, api):
        shown = api.get(f"procedures/{worlds.MARRIAGE}/").json()
        doubts = {r["code"] for r in shown["requirements"] if r["unverified"]}
        assert doubts == {"ly_hon_nuoc_ngoai"} and shown["authority"]["unverified"]
        assert shown["online"] == {
            "level": "partial",
            "reason": "Hai bên phải có mặt, ký Sổ hộ tịch và Giấy chứng nhận kết hôn",
        }
        assert shown["result"] == {
            "name": "Giấy chứng nhận kết hôn", "copies": 2, "note": "02 bản chính, mỗi bên giữ một bản",
            "validity_months": None,
        }  # fmt: skip
        hotel = api.get(f"procedures/{worlds.HOTEL}/").json()
        assert all(f["unverified"] for f in hotel["fees"]) and hotel["term"]["commitments"][0]["unverified"]

    def test_the_answer_is_what_the_schema_says(self, api):
        schema = yaml.safe_load(Path("docs/openapi.yaml").read_text())["components"]["schemas"]

        def check(value, name):
            assert set(value) == set(schema[name]["properties"]), name
            for key, rule in schema[name]["properties"].items():
                items = rule.get("items", rule)
                refs = re.findall(r"schemas/(\w+)", str(items))
                inner = value[key] if isinstance(value[key], list) else [value[key]]
                if len(refs) == 1 and schema[refs[0]].get("type") == "object" and key not in ("variants", "related"):
                    for one in inner:
                        if one is not None:
                            check(one, refs[0])

        for code in (worlds.PERMIT, worlds.HOTEL, worlds.CITIZENSHIP):
            check(api.get(f"procedures/{code}/").json(), "ProcedureInFull")
        check(api.get("procedures/").json(), "ProcedurePage")
        check(api.get("agencies/").json(), "AgencyPage")

    @pytest.mark.parametrize(
        ("on", "version"), [("2025-12-31", None), ("2026-01-01", 1), ("2027-02-28", 1), ("2027-03-01", 2)]
    )
    def test_a_day_has_the_version_of_that_day(self, api, on, version):
        """Luật Hộ tịch 2026 from 1/3/2027, prepared ahead."""
        text = worlds.CATALOGUE.read_text()
        made = next(e for e in yaml.safe_load(text)["procedures"] if e["code"] == worlds.MARRIAGE)
        made = {**made, "effective_from": "2027-03-01", "legal_basis": ["Luật Hộ tịch số 03/2026/QH16"]}
        del made["effective_to"], made["unverified"]["effective_to"]
        import_catalogue(catalogue(made))
        answer = api.get(f"procedures/{worlds.MARRIAGE}/?on={on}")
        listed = [
            r["version"] for r in api.get(f"procedures/?on={on}").json()["results"] if r["code"] == worlds.MARRIAGE
        ]
        if version is None:
            assert answer.status_code == 404 and listed == []
        else:
            assert answer.json()["version"] == version and listed == [version]

    @pytest.mark.parametrize(
        "on",
        ["", "2026-02-30", "20261101", "2026-W45-1", "hôm nay", "01/12/2026", "2026-1-1", "2026-11-01T00:00", "0001-01-01", "２０２６-11-01"],
    )  # fmt: skip
    def test_a_day_that_is_none_is_refused(self, api, on):
        for path in ("procedures/", f"procedures/{worlds.HOTEL}/", "agencies/"):
            assert fault(api.get(f"{path}?on={on}")) == (400, "on", "invalid"), path

    def test_a_misspelt_parameter_is_not_lost_in_silence(self, api):
        for path in ("procedures/", f"procedures/{worlds.HOTEL}/", "agencies/"):
            assert fault(api.get(f"{path}?onn=2026-11-01")) == (400, "onn", "unknown"), path

    @pytest.mark.parametrize("code", ["9.999999", "1.00459", "x"])
    def test_one_that_does_not_exist_is_not_found(self, api, code):
        answer = api.get(f"procedures/{code}/")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("suffixed", ["1.004594.000.00.00.H20", "1.004594.H05"])
    def test_a_portal_s_suffix_says_a_province_and_no_other_procedure(self, api, suffixed):
        assert api.get(f"procedures/{suffixed}/").json()["code"] == worlds.HOTEL
        assert codes(api.get(f"procedures/?q={suffixed}")) == [worlds.HOTEL]

    def test_it_is_searched_without_diacritics_and_by_the_codes_of_its_family(self, api):
        assert codes(api.get("procedures/?q=ket+hon")) == [worlds.MARRIAGE]
        assert codes(api.get("procedures/?q=1.013227")) == [worlds.PERMIT]
        assert codes(api.get("procedures/?q=khong+co+gi")) == []

    def test_the_list_is_paged_by_key(self, api):
        seen, path = [], "procedures/?page_size=4"
        while path:
            page = api.get(path).json()
            seen += [row["code"] for row in page["results"]]
            path = page["next"] and page["next"].removeprefix("http://testserver")
        assert len(seen) == 11 == len(set(seen))
        assert fault(api.get("procedures/?cursor=abc")) == (400, "cursor", "invalid")
        assert fault(api.get("procedures/?page_size=201")) == (400, "page_size", "invalid")

    def test_the_list_takes_the_same_queries_however_long_it_is(self, api):
        short = queries(api, "procedures/")
        import_catalogue(catalogue(*[entry(code=f"1.99{n:04}", name=f"Thủ tục thử {n:04}") for n in range(60)]))
        assert len(codes(api.get("procedures/?page_size=200"))) == 71
        assert queries(api, "procedures/?page_size=200") == short

    def test_one_in_full_takes_the_same_queries_however_long_it_is(self, api):
        assert (
            len({queries(api, f"procedures/{code}/") for code in (worlds.MARRIAGE, worlds.PERMIT, worlds.HOTEL)}) == 1
        )


class TestFees:
    @pytest.fixture
    def phan_thiet(self):
        load()
        return Commune.objects.get(province__code="H36", name="Phan Thiết").code

    def asked(self, api, **query):
        path = f"procedures/{worlds.PERMIT}/?" + "&".join(f"{k}={v}" for k, v in query.items())
        return [(f["charge"], f["amount"]) for f in api.get(path).json()["fees"]]

    def test_a_commune_has_the_fees_of_its_old_province(self, api, phan_thiet):
        assert self.asked(api, commune=phan_thiet, channel="counter") == [
            ("cap_phep", 75000), ("cap_phep", 150000), ("gia_han", 15000),
        ]  # fmt: skip
        assert ("cap_phep", 0) in self.asked(api, commune=phan_thiet, channel="national_portal")
        assert len(api.get(f"procedures/{worlds.PERMIT}/").json()["fees"]) == 8

    @pytest.mark.parametrize("code", ["", "00000", "abc", "1234", "２３０００"])
    def test_a_commune_that_does_not_exist_is_refused(self, api, code):
        assert fault(api.get(f"procedures/{worlds.PERMIT}/?commune={code}")) == (400, "commune", "unknown")

    def test_a_way_of_filing_that_it_does_not_have_is_refused(self, api, phan_thiet):
        assert fault(api.get(f"procedures/{worlds.MARRIAGE}/?on=2026-11-25&commune={phan_thiet}&channel=post")) == (
            400, "channel", "invalid",
        )  # fmt: skip
        assert OldTerritory.objects.filter(commune_id=phan_thiet).count() == 1


class TestAgencies:
    def test_those_of_the_own_province_in_order(self, api, world):
        found = codes(api.get("agencies/"))
        assert found == sorted(a.code for a in world.agencies.values())

    @pytest.mark.parametrize(
        ("procedure", "agencies"),
        [
            (worlds.HOTEL, {"department"}), (worlds.MARRIAGE, {"ward"}), (worlds.MOTORBIKE, {"police"}),
            (worlds.CITIZENSHIP, {"justice"}), ("1.004566", set()), ("1.004594.H05", {"department"}),
        ],
    )  # fmt: skip
    def test_those_competent_for_a_procedure(self, api, world, procedure, agencies):
        assert set(codes(api.get(f"agencies/?procedure={procedure}"))) == {world.agencies[a].code for a in agencies}

    def test_those_of_another_province(self, api):
        other = worlds.build("H19", "Đồng Nai", catalogue=False)
        assert set(codes(api.get("agencies/?province=H19"))) == {a.code for a in other.agencies.values()}
        assert codes(api.get(f"agencies/?province=H19&procedure={worlds.HOTEL}")) == [other.department.code]

    def test_on_their_days(self, api, world):
        today = today_local()
        with scoping.system("test"):
            Agency.objects.filter(id=world.department.id).update(valid_to=today + timedelta(days=5))
            Agency.objects.create(
                province=world.province, code="H05.900", name="Sở mới", kind="department", field="du_lich",
                valid_from=today + timedelta(days=6),
            )  # fmt: skip
        later = today + timedelta(days=6)
        assert codes(api.get(f"agencies/?procedure={worlds.HOTEL}")) == ["H05.101.01"]
        assert codes(api.get(f"agencies/?procedure={worlds.HOTEL}&on={later}")) == ["H05.900"]
        assert "H05.900" not in codes(api.get("agencies/")) and "H05.101.01" in codes(api.get("agencies/"))

    @pytest.mark.parametrize(
        ("query", "field", "code"),
        [
            ("province=H99", "province", "unknown"), ("province=", "province", "required"),
            ("procedure=9.999999", "procedure", "unknown"),
            ("procedure=", "procedure", "unknown"), ("cursor=x", "cursor", "invalid"),
            ("page_size=0", "page_size", "invalid"),
        ],
    )  # fmt: skip
    def test_what_does_not_exist_is_named(self, api, query, field, code):
        assert fault(api.get(f"agencies/?{query}")) == (400, field, code)

    def test_a_merged_province_says_where_it_went(self, api):
        with scoping.system("test"):
            lam_dong = Province.objects.create(code="H36", name="Lâm Đồng", valid_from="2025-07-01")
            Province.objects.create(code="H11", name="Bình Thuận", valid_to="2025-06-30", merged_into=lam_dong)
        answer = api.get("agencies/?province=H11")
        assert fault(answer) == (400, "province", "merged")
        assert "Lâm Đồng" in answer.json()["errors"][0]["message"]

    def test_the_list_takes_the_same_queries_however_long_it_is(self, api, world):
        before = queries(api, "agencies/?page_size=200")
        with scoping.system("test"):
            Agency.objects.bulk_create(
                Agency(
                    province=world.province, code=f"H05.8.{n:03}", name="Phòng", kind="office", valid_from="2025-07-01",
                    parent=world.department,
                )
                for n in range(100)
            )  # fmt: skip
        assert queries(api, "agencies/?page_size=200") == before

    def test_a_system_of_some_agencies_sees_the_public_list_too(self, world):
        narrow = ApiClient(worlds.client_of(world, "procedures:read", agencies=("ward",)))
        assert len(codes(narrow.get("agencies/"))) == len(world.agencies)
