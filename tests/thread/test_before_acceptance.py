"""What is told before a dossier has a code must arrive as well: refused, or papers asked for at the counter."""

import pytest

from tests.api.conftest import ApiClient
from tests.support import world as worlds
from tests.support.emulator import eventually
from tests.support.workers import workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.mark.parametrize(
    ("action", "status"),
    [("refuse", "Hồ sơ không được tiếp nhận"), ("request_supplement", "Cần bổ sung")],
)
def test_a_filing_without_a_code(house, emulator, arrive, states_of, action, status):
    # given a filing through the National Portal that nobody has taken in
    api = ApiClient(worlds.client_of(house))
    body = {
        "procedure": worlds.HOTEL, "agency": house.department.code, "channel": "national_portal", "notify": {"zalo": True},
        "applicant": {"kind": "citizen", "full_name": "Nguyễn Thị An", "phone": "0900000001"},
    }  # fmt: skip
    made = api.post("dossiers/", body).json()
    assert made["code"] is None
    # when the counter refuses it or asks for papers
    told = api.post(f"dossiers/{made['id']}/transitions/", {"action": action, "reason": "Thiếu bản sao chứng thực."})
    assert told.status_code == 200, told.content
    # then the person reads it on the phone
    with workers(emulator):
        [message] = arrive("84900000001")
        assert eventually(lambda: states_of(api, made) == ["delivered"], 30)
    assert message["data"]["status"].startswith(status)
    assert all(str(value).strip() for value in message["data"].values())
