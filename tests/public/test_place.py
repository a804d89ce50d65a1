"""A province's own address shows that province and no other; the common address offers all."""

import re

import pytest

from accounts.models import Province
from complaints.models import Feedback
from foundation import scoping
from tests.support import world as worlds

HOSTS = ["testserver", "bacninh.example.vn", "dongnai.example.vn"]
PAGES = ["/", "/thu-tuc/", f"/thu-tuc/{worlds.HOTEL}/", "/tra-cuu/", "/phan-anh/"]
FORM = {"kind": "rules", "text": "Chậm", "name": "Trần Thử", "phone": "0900000009"}


@pytest.fixture
def houses(db, redis_url, settings):
    settings.ALLOWED_HOSTS = HOSTS
    north, south = worlds.build(), worlds.build("H19", "Đồng Nai", catalogue=False)
    with scoping.system("test"):
        for house, host, hotline in ((north, HOSTS[1], "0222 111 111"), (south, HOSTS[2], "0251 222 222")):
            Province.objects.filter(id=house.province.id).update(public_url=f"https://{host}/", hotline=hotline)
    return north, south


def body(client, path, host):
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_the_page_wears_the_name_colours_and_hotline_of_its_province_alone(houses, client, path):
    north, south = houses
    here = body(client, path, HOSTS[1])
    assert "Bắc Ninh" in here and "0222 111 111" in here and f"/giao-dien/{north.province.id}.css" in here
    assert "Đồng Nai" not in here and "0251 222 222" not in here and str(south.province.id) not in here


def test_the_common_address_belongs_to_nobody(houses, client):
    assert "/giao-dien/" not in body(client, "/", HOSTS[0])
    form = body(client, "/phan-anh/", HOSTS[0])
    assert 'value="H05"' in form and 'value="H19"' in form


def test_feedback_at_one_address_cannot_be_sent_to_another_province(houses, client):
    answer = client.post("/phan-anh/", {**FORM, "province": "H19"}, headers={"host": HOSTS[1]})
    assert answer.status_code == 400
    with scoping.system("test"):
        assert not Feedback.objects.exists()


def test_a_procedure_names_the_competent_agencies_of_the_province(houses, client):
    path = f"/thu-tuc/{worlds.HOTEL}/"
    assert "Số 1 đường Thử, Bắc Ninh" in body(client, path, HOSTS[1])
    common = body(client, path, HOSTS[0])
    assert "Đồng Nai" in common and "Bắc Ninh" in common


def test_a_procedure_tells_all_that_must_be_published(houses, client):
    """NĐ 63/2010/NĐ-CP Đ8(2), each under a heading of its own."""
    page = body(client, f"/thu-tuc/{worlds.MARRIAGE}/", HOSTS[0])
    heads = " ".join(re.findall(r"<h2>(.*?)</h2>", page, re.S))
    for head in (
        "Trình tự thực hiện", "Cách thức thực hiện", "Thành phần hồ sơ", "Thời hạn", "Đối tượng thực hiện",
        "Cơ quan thực hiện", "Kết quả", "Phí, lệ phí", "Mẫu đơn, tờ khai", "Yêu cầu, điều kiện", "Căn cứ pháp lý",
    ):  # fmt: skip
        assert head in heads, head
    assert "Số bộ hồ sơ" in page
