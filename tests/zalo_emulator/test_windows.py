"""When free text may go, on the virtual clock."""

import pytest

from tests.zalo_emulator.support import DATA, granted, text, user

HOUR, DAY = 3600, 86_400


def quota(answer):
    return answer.json["data"].get("quota", {}).get("quota_type")


def stranger(emulator):
    """A person the account knows by id, without any interaction."""
    return emulator.post("people/p05/set", name="Hoàng Hương Giang")["user_id"]


def test_never(emulator):
    assert text(emulator, stranger(emulator)).error == -232


@pytest.mark.parametrize("verb", ["follow", "say", "chatnow", "image", "location", "submit-info", "widget"])
def test_what_opens_it(emulator, verb):
    user_id = emulator.post(f"people/p05/{verb}", text="a", user_external_id="x")["user_id"]
    assert text(emulator, user_id).error == 0


@pytest.mark.parametrize("verb", ["seen", "unfollow", "withdraw"])
def test_what_does_not_open_it(emulator, verb):
    assert text(emulator, emulator.post(f"people/p05/{verb}")["user_id"]).error == -232


def test_free_then_package_then_shut(emulator):
    user_id = user(emulator)
    assert quota(text(emulator, user_id)) == "reply"
    emulator.post("clock", advance=48 * HOUR - 60)
    assert quota(text(emulator, user_id)) == "reply"
    emulator.post("clock", advance=120)
    assert quota(text(emulator, user_id)) == "sub_quota"
    emulator.post("clock", advance=5 * DAY - 120)
    assert text(emulator, user_id).error == 0
    emulator.post("clock", advance=120)
    assert text(emulator, user_id).error == -230
    emulator.post("people/p01/say", text="còn ở đây")
    assert quota(text(emulator, user_id)) == "reply"


def test_package_then_bought_then_billed(emulator):
    user_id = user(emulator)
    emulator.post("clock", advance=3 * DAY)
    emulator.post("oas/H05", package_left=1, purchased_left=1)
    assert [quota(text(emulator, user_id)) for _ in range(3)] == ["sub_quota", "purchase_quota", None]


def test_eight_answers_as_before_2026(emulator):
    emulator.post("modes", legacy_replies=True)
    user_id = user(emulator)
    told = [text(emulator, user_id).json["data"]["quota"] for _ in range(9)]
    assert [q["remain"] for q in told[:8]] == [str(n) for n in range(7, -1, -1)]
    assert told[8]["quota_type"] == "sub_quota"


def test_a_template_needs_no_window(emulator):
    body = {"user_id": stranger(emulator), "template_id": "500001", "template_data": DATA}
    assert granted(emulator, "POST", "/v3.0/oa/message/template", body).error == 0


def test_who_blocked_gets_nothing(emulator):
    user_id = user(emulator)
    emulator.post("people/p01/block")
    body = {"user_id": user_id, "template_id": "500001", "template_data": DATA}
    assert text(emulator, user_id).error == -244
    assert granted(emulator, "POST", "/v3.0/oa/message/template", body).error == -244
    emulator.post("people/p01/unblock")
    assert text(emulator, user_id).error == 0


def test_who_is_long_away_gets_nothing(emulator):
    user_id = user(emulator)
    emulator.post("people/p01/set", inactive=True)
    assert text(emulator, user_id).error == -227
    emulator.post("people/p01/set", inactive=False, last_active=0)
    assert text(emulator, user_id).error == -227


def test_another_accounts_id_means_nothing(emulator):
    other = emulator.post("people/p01/chatnow", oa="H36")["user_id"]
    assert other != user(emulator) and text(emulator, other).error == -201


def test_a_person_may_refuse_one_kind_only(emulator):
    user_id = user(emulator)
    emulator.post("people/p01/block", types=["cs"])
    body = {"user_id": user_id, "template_id": "500001", "template_data": DATA}
    assert text(emulator, user_id).error == -244
    assert granted(emulator, "POST", "/v3.0/oa/message/template", body).error == 0
    emulator.post("people/p01/unblock", types=["cs"])
    assert text(emulator, user_id).error == 0
