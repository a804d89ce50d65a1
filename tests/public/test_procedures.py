"""The pages of procedures: everything the law asks to publish, what is in doubt beside it, on any day, at any address."""

import html
import re

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Province
from foundation import scoping
from procedures.importing import import_catalogue
from tests.procedures.catalogues import catalogue, entry
from tests.support import world as worlds
from tests.support.corrected import correct

pytestmark = pytest.mark.django_db
ENTRIES = {e["code"]: e for e in yaml.safe_load(worlds.CATALOGUE.read_text())["procedures"]}


@pytest.fixture(autouse=True)
def world(redis_url):
    return worlds.build()


def text(client, path: str, status: int = 200, **more) -> str:
    answer = client.get(path, **more)
    assert answer.status_code == status, path
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def page(client, code: str, query: str = "") -> str:
    return text(client, f"/thu-tuc/{code}/{query}")


@pytest.mark.parametrize("code", ENTRIES)
def test_a_page_says_all_that_its_entry_says(client, code):
    made, shown = ENTRIES[code], page(client, code)
    said = [made["name"], made["authority"]["decided_by"], made["result"]["name"], *made["legal_basis"]]
    said += [made["conditions"]] if "conditions" in made else []
    said += [r["name"] for r in made["requirements"]] + [s["name"] for s in made["steps"]]
    said += [f["name"] for f in made["fees"]] + [f["citation"] for f in made["fees"]]
    said += [f["exemption"] for f in made["fees"] if "exemption" in f]
    said += [w[part] for f in made["fees"] for w in f.get("waivers", []) for part in ("name", "citation")]
    said += (
        ["Nghị quyết 66.22/2026/NQ-CP"]
        if any(f.get("amount") != 0 and f["kind"] != "thue" for f in made["fees"])
        else []
    )
    said += [v["name"] for v in made["term"].get("variants", [])] + [made["term"]["note"]]
    said += [r["name"] for r in made.get("related", [])] + [a["name"] for a in made.get("aliases", [])]
    said += [c["citation"] for c in made["term"].get("commitments", [])]
    said += list(made.get("unverified", {}).values())
    said += [made["online"]["reason"]] if "reason" in made.get("online", {}) else []
    said += [r["database"] for r in made["requirements"] if "database" in r]
    assert [s for s in said if " ".join(s.split()) not in shown] == []
    assert f"Số bộ hồ sơ: {made['copies']:02}" in shown


def section(client, code: str, anchor: str) -> str:
    body = client.get(f"/thu-tuc/{code}/").content.decode()
    part = re.search(rf'<section class="part" id="{anchor}">(.*?)</section>', body, re.S)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", part.group(1)).split()))


@pytest.mark.parametrize(
    ("code", "anchor", "near"),
    [
        (worlds.MARRIAGE, "noi-nop", "Cơ quan thực hiện cần kiểm tra"),
        (worlds.MARRIAGE, "giay-to", "Trích lục ghi chú ly hôn cần kiểm tra"),
        (worlds.CITIZENSHIP, "thoi-han", "105 ngày cần kiểm tra"),
        (worlds.HOTEL, "phi", "1.500.000 đ / hồ sơ cần kiểm tra"),
        (worlds.HOTEL, "trinh-tu", "Trình tự thực hiện cần kiểm tra"),
        (worlds.HOTEL, "thoi-han", "20 ngày cần kiểm tra (Quyết định 2369/QĐ-UBND tỉnh Bình Định)"),
        ("1.013980", "thoi-han", "8 ngày làm việc cần kiểm tra"),
        ("1.012753", "noi-nop", "Đối tượng thực hiện cần kiểm tra"),
        (worlds.PERMIT, "giay-to", "01 cần kiểm tra"),
        ("1.013831", "lien-quan", "(1.012768) cần kiểm tra"),
    ],
)
def test_a_doubt_stands_beside_what_it_is_about(client, code, anchor, near):
    shown = section(client, code, anchor)
    assert near in shown, shown


@pytest.mark.parametrize("code", ENTRIES)
def test_nothing_that_is_sure_is_doubted_and_nothing_doubted_goes_unmarked(client, code):
    made = ENTRIES[code]
    marks = client.get(f"/thu-tuc/{code}/").content.decode().count('class="check"')
    doubts = len(made.get("unverified", {})) + sum(f.get("unverified", False) for f in made["fees"])
    assert bool(marks) == bool(doubts or made.get("code_unverified"))


def test_the_list_marks_a_doubtful_code(client):
    assert "2.002039 cần kiểm tra" in text(client, "/thu-tuc/")
    assert text(client, "/thu-tuc/").count("cần kiểm tra") == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ket hon", "Đăng ký kết hôn"), ("KẾT HÔN", "Đăng ký kết hôn"), ("dang ky xe may", "cấp biển số"),
        ("sổ hồng", "lần đầu đối với cá nhân"), ("so hong", "đối với tổ chức"), ("1.004594.000.00.00.H20", "1 sao"),
        ("1.004594", "1 sao"), ("xay nha", "giấy phép xây dựng"), ("kết hôn", "Đăng ký kết hôn"),
    ],
)  # fmt: skip
def test_it_is_found_as_people_type_it(client, typed, found):
    assert found in text(client, "/thu-tuc/", data={"q": typed})


class TestVersions:
    @pytest.fixture
    def prepared(self):
        """Luật Hộ tịch 2026 from 1/3/2027."""
        import_catalogue(catalogue(entry(name="Tên theo luật cũ", effective_to="2027-02-28")))
        import_catalogue(catalogue(entry(name="Tên theo luật mới", effective_from="2027-03-01")))
        return "1.999001"

    def test_today_s_page_says_what_will_change(self, client, prepared):
        shown = page(client, prepared)
        assert "Tên theo luật cũ" in shown and "Áp dụng từ 01/01/2026 đến hết 28/02/2027" in shown
        assert "Nội dung thay đổi từ ngày" in shown
        assert f'href="/thu-tuc/{prepared}/?on=2027-03-01"' in client.get(f"/thu-tuc/{prepared}/").content.decode()

    def test_another_day_s_page_says_so(self, client, prepared):
        shown = page(client, prepared, "?on=2027-03-01")
        assert "Tên theo luật mới" in shown and "Tên theo luật cũ" not in shown
        assert "Đây là nội dung có hiệu lực ngày" in shown

    @pytest.mark.parametrize("on", ["2025-12-31", "2026-02-30", "mai", "", "20270301"])
    def test_a_day_without_a_version_has_no_page(self, client, prepared, on):
        text(client, f"/thu-tuc/{prepared}/?on={on}", 404)


def test_a_clock_that_waits_for_the_payment_says_so(client):
    assert "Bắt đầu tính khi hồ sơ đã được tiếp nhận và đã nộp lệ phí" in page(client, worlds.MOTORBIKE)
    assert "Bắt đầu tính khi" not in page(client, worlds.HOTEL)


def test_who_must_come_in_person_is_told(client):
    for code in (worlds.MARRIAGE, worlds.CITIZENSHIP):
        shown = page(client, code)
        assert "Người yêu cầu phải có mặt" in shown and "Không được ủy quyền" in shown
    assert "Có thể ủy quyền" in page(client, worlds.HOTEL)


@pytest.mark.parametrize(
    ("code", "where"),
    [
        (worlds.CITIZENSHIP, "Sở Tư pháp nơi cư trú"), (worlds.MOTORBIKE, "Công an cấp xã, thứ Hai đến thứ Bảy"),
        ("1.004566", "Cục Du lịch Quốc gia Việt Nam"),
    ],
)  # fmt: skip
def test_what_no_centre_receives_is_not_sent_to_a_centre(client, code, where):
    shown = page(client, code)
    assert "Nộp trực tiếp tại Trung tâm" not in shown and "Nộp trực tiếp tại cơ quan tiếp nhận" in shown
    assert f"Nơi tiếp nhận: {where}" in shown
    assert "Nộp trực tiếp tại Trung tâm" in page(client, worlds.HOTEL)


def test_a_procedure_without_a_promised_date_says_so(client):
    assert "không có ngày hẹn trả" in page(client, worlds.CITIZENSHIP)


def test_a_supplement_has_its_window_and_its_rule(client):
    assert "bạn có 2 ngày làm việc" in page(client, worlds.PERMIT)
    correct(worlds.PERMIT, **{"term.supplement": "TAM_DUNG"})
    assert "Thời gian chờ bổ sung không tính vào thời hạn" in page(client, worlds.PERMIT)


class TestPlaces:
    @pytest.fixture
    def lam_dong(self):
        with scoping.system("test"):
            made = Province.objects.create(code="H36", name="Lâm Đồng", valid_from="2025-07-01")
            for code, name in (("H36", "Lâm Đồng"), ("H11", "Bình Thuận")):
                Province.objects.create(code=code, name=name, valid_to="2025-06-30", merged_into=made)
            gia_lai = Province.objects.create(code="H21", name="Gia Lai", valid_from="2025-07-01")
            Province.objects.create(code="H08", name="Bình Định", valid_to="2025-06-30", merged_into=gia_lai)
        return made

    def test_the_territories_are_named(self, client, lam_dong):
        shown = page(client, worlds.PERMIT)
        assert "Bình Thuận" in shown and "75.000" in shown and "80.000" in shown
        assert "Bình Định" in page(client, worlds.HOTEL)

    def test_at_a_province_s_address_only_its_own(self, client, settings, lam_dong):
        settings.ALLOWED_HOSTS = ["lamdong.example", "testserver"]
        with scoping.system("test"):
            Province.objects.filter(id=lam_dong.id).update(public_url="http://lamdong.example")
        shown = text(client, f"/thu-tuc/{worlds.HOTEL}/", headers={"host": "lamdong.example"})
        assert "Bình Định" not in shown
        assert "75.000" in text(client, f"/thu-tuc/{worlds.PERMIT}/", headers={"host": "lamdong.example"})


def test_the_page_takes_the_same_queries_however_much_it_says(client):
    counts = set()
    for code in (worlds.HOTEL, worlds.PERMIT):
        client.get(f"/thu-tuc/{code}/")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/thu-tuc/{code}/")
        counts.add(len(caught))
    assert len(counts) == 1
