"""The citizen pages, without JavaScript."""

import re

import pytest

from complaints.models import Feedback
from dossiers.actions.refuse import refuse
from dossiers.actions.withdraw import withdraw
from events.models import Event
from foundation import scoping
from ratings.models import Invitation, Vote
from ratings.queries import open_token
from tests.support import world as worlds
from tests.support.world import filed, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_page_is_strict_about_what_it_loads(world, client):
    for path in ("/", "/thu-tuc/", f"/thu-tuc/{worlds.HOTEL}/", "/tra-cuu/", "/phan-anh/", "/khong-co/"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        body = answer.content.decode()
        assert 'lang="vi"' in body and "<style" not in body and " style=" not in body and "onclick" not in body
        assert not re.search(r"<script(?! src=)", body) and "http://" not in re.sub(
            r"http://(testserver|www.w3.org)", "", body
        )


def test_procedures_are_found_without_diacritics_and_marked_where_unsure(world, client):
    assert "Đăng ký kết hôn" in text(client.get("/thu-tuc/?q=ket+hon"))
    assert "Không có thủ tục nào khớp" in text(client.get("/thu-tuc/?q=phi+thuyen"))
    page = text(client.get(f"/thu-tuc/{worlds.HOTEL}/"))
    assert "30 ngày" in page and "1.500.000 đ" in page and "cần kiểm tra" in page
    assert client.get("/thu-tuc/9.999999/").status_code == 404


class TestLookUp:
    @pytest.fixture
    def dossier(self, world):
        return filed(world, accept=True, applicant=person(1, full_name="Nguyễn Văn An"))

    def test_get_only_fills_the_code_in(self, client, dossier):
        answer = client.get("/tra-cuu/", {"code": dossier.code, "secret": "0001"})
        assert f'value="{dossier.code}"' in answer.content.decode() and "Đã tiếp nhận" not in text(answer)

    def test_post_answers_and_the_answer_can_be_refreshed_for_a_while(self, client, dossier):
        answer = client.post("/tra-cuu/", {"code": dossier.code.lower(), "secret": "0001"})
        page = text(answer)
        assert "Đã tiếp nhận" in page and "Nguyễn V** A**" in page and "Nguyễn Văn An" not in page
        assert answer["Cache-Control"].startswith("no-store") and answer["Referrer-Policy"] == "no-referrer"
        assert "0001" not in str(answer.cookies["tra_cuu"].value)
        assert "Đã tiếp nhận" in text(client.get("/tra-cuu/trang-thai/"))
        client.cookies.clear()
        assert client.get("/tra-cuu/trang-thai/").status_code == 302

    def test_a_wrong_factor_and_an_unknown_code_look_the_same(self, client, dossier):
        pages = [
            client.post("/tra-cuu/", {"code": code, "secret": "9999"})
            for code in (dossier.code, "H05.101.01-990101-0001")
        ]
        shapes = [
            (
                p.status_code,
                re.sub(r'value="[^"]*"', "", p.content.decode()),
                sorted(p.headers),
                len(p.cookies),
            )
            for p in pages
        ]
        assert shapes[0] == shapes[1]

    def test_too_many_tries_are_told_to_wait(self, client, dossier):
        answers = [client.post("/tra-cuu/", {"code": dossier.code, "secret": "9999"}) for _ in range(11)]
        assert answers[-1].status_code == 429 and "phút" in text(answers[-1]) and int(answers[-1]["Retry-After"]) > 0
        assert "Đường dây nóng: 0222 000 000." in text(answers[-1])

    def test_empty_fields_are_named(self, client, world):
        answer = client.post("/tra-cuu/", {})
        assert answer.status_code == 400 and "Hãy nhập mã hồ sơ." in text(answer)


class TestFeedback:
    GOOD = {
        "kind": "rules",
        "province": "H05",
        "text": "Đường dây nóng không ai nghe",
        "name": "Trần Thử",
        "phone": "0900000009",
    }

    def test_it_says_where_denunciations_go(self, client, world):
        assert "Không nhận tố cáo ở trang này" in text(client.get("/phan-anh/"))

    def test_it_is_stored_and_seen_by_the_staff_concerned_only(self, client, world):
        answer = client.post("/phan-anh/", self.GOOD)
        with scoping.system("test"):
            row = Feedback.objects.get()
            event = Event.objects.get(kind="complaint.submitted")
        assert row.code in text(answer) and "Đường dây" not in str(event.data)
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        for house, role, count in (
            (world, "centre_director", 1),
            (world, "case_officer", 0),
            (elsewhere, "admin", 0),
        ):
            with house.scope(role):
                assert Feedback.objects.count() == count

    def test_who_writes_too_often_loses_nothing_of_what_was_typed(self, client, world):
        # given a number from which five were sent within the hour
        for number in range(5):
            assert client.post("/phan-anh/", {**self.GOOD, "text": f"Phản ánh {number}"}).status_code == 200
        # when a sixth comes
        answer = client.post("/phan-anh/", {**self.GOOD, "text": "Việc thứ sáu\r\nđã viết rất lâu", "agency": ""})
        # then it is told to wait, in the form with everything in it, and nothing is stored
        page = answer.content.decode()
        assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
        assert "Bạn đã gửi nhiều phản ánh. Hãy thử lại sau một giờ." in text(answer)
        assert "Việc thứ sáu" in page and "đã viết rất lâu</textarea>" in page and 'value="Trần Thử"' in page
        with scoping.system("test"):
            assert Feedback.objects.count() == 5

    def test_an_end_of_a_line_counts_once(self, client, world):
        long = "x" * 99 + "\r\n"
        assert client.post("/phan-anh/", {**self.GOOD, "text": long * 50}).status_code == 200
        assert client.post("/phan-anh/", {**self.GOOD, "text": long * 50 + "xx"}).status_code == 400
        with scoping.system("test"):
            assert Feedback.objects.get().text == "\n".join(["x" * 99] * 50)

    @pytest.mark.parametrize("missing", ["kind", "province", "text", "name", "phone"])
    def test_what_is_missing_is_named_and_nothing_stored(self, client, world, missing):
        answer = client.post("/phan-anh/", {k: v for k, v in self.GOOD.items() if k != missing})
        assert answer.status_code == 400 and f"id_{missing}" in answer.content.decode()
        with scoping.system("test"):
            assert not Feedback.objects.exists()


class TestRating:
    @pytest.fixture
    def token(self, world):
        dossier = filed(world)
        with world.scope("receptionist"):
            refuse(dossier.id, actor=world.actor("receptionist"), reason="Sai nơi nộp")
        with scoping.system("test"):
            return open_token(dossier.id)

    def test_once_also_after_a_refusal(self, client, token):
        assert "hài lòng" in text(client.get(f"/danh-gia/{token}/"))
        assert "Cảm ơn bạn" in text(client.post(f"/danh-gia/{token}/", {"score": "4", "text": "Nhanh"}))
        assert client.post(f"/danh-gia/{token}/", {"score": "1"}).status_code == 409
        with scoping.system("test"):
            assert Vote.objects.get().score == 4 and Invitation.objects.count() == 1

    def test_the_lines_of_an_opinion_stay_and_count_once(self, client, token, world):
        line = "x" * 99 + "\r\n"
        assert client.post(f"/danh-gia/{token}/", {"score": "3", "text": line * 12 + "xx"}).status_code == 400
        assert client.post(f"/danh-gia/{token}/", {"score": "3", "text": line * 12}).status_code == 200
        with scoping.system("test"):
            assert Vote.objects.get().text == "\n".join(["x" * 99] * 12)
            client.force_login(world.people["centre_director"])
        assert 'class="said"' in client.get("/can-bo/danh-gia/").content.decode()

    def test_bad_answers_and_tokens(self, client, token):
        assert client.post(f"/danh-gia/{token}/", {"score": "9"}).status_code == 400
        assert client.post(f"/danh-gia/{token}/", {"score": "3", "text": "x" * 1201}).status_code == 400
        assert client.get(f"/danh-gia/{token[:-1]}x/").status_code == 404
        with scoping.system("test"):
            assert not Vote.objects.exists()


def test_health(client, world):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200
    assert b"motcua_messages" in client.get("/metrics").content
    assert client.get("/metrics", REMOTE_ADDR="198.51.100.1").status_code == 404


def test_a_refresh_that_shows_nothing_new_says_nothing(world, client):
    dossier = filed(world, accept=True, applicant=person(1))
    page = client.post("/tra-cuu/", {"code": dossier.code, "secret": "0001"}).content.decode()
    mark = re.search(r'"X-Seen":"([0-9a-f]{16})"', page).group(1)
    headers = {"HX-Request": "true", "X-Seen": mark}
    same = client.get("/tra-cuu/trang-thai/", headers=headers)
    assert same.status_code == 204 and same.content == b""
    with world.scope("case_officer"):
        withdraw(dossier.id, actor=world.actor("case_officer"), reason="Người dân rút")
    changed = client.get("/tra-cuu/trang-thai/", headers=headers)
    assert changed.status_code == 200 and "đã rút" in text(changed).lower() and mark not in changed.content.decode()
