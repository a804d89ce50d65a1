"""Connecting an account and mapping templates, again and again, without harm."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Province
from foundation import scoping
from foundation.self_check import run_all
from zalo import tokens
from zalo.actions import connect_account as connecting
from zalo.models import Grant, OfficialAccount, TemplateMapping

pytestmark = pytest.mark.django_db
INFO = {
    "templateId": "7", "status": "ENABLE",
    "listParams": [{"name": "ma_ho_so", "require": True, "type": "STRING", "maxLength": 30},
                   {"name": "ten", "require": True, "type": "STRING", "maxLength": 10}],
}  # fmt: skip


@pytest.fixture
def house(platform, redis_url, monkeypatch):
    monkeypatch.setattr(tokens, "detached", lambda work: work())
    monkeypatch.setattr(connecting, "detached", lambda work: work())
    with scoping.system("test"):
        return Province.objects.create(code="T01", name="Tỉnh thử")


def connect(**changes):
    options = {
        "province": "T01", "oa_id": "999", "app_id": "360", "refresh_token": "rt-0", "app_secret": "as",
        "oa_secret": "os", **changes,
    }  # fmt: skip
    out, err = StringIO(), StringIO()
    call_command("zalo_connect", stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def grant():
    with scoping.system("test"):
        return Grant.objects.select_related("oa").get()


def test_connecting_twice_with_the_same_token_spends_it_once(house, platform):
    assert "Đã kết nối OA 999" in connect()
    assert "Đã kết nối OA 999" in connect()
    assert (platform.spent, platform.refused) == (["rt-0"], [])
    row = grant()
    assert (row.access_token, row.refresh_token, row.oa.is_current) == ("at-1", "rt-1", True)


def test_a_platform_that_forgot_our_pair_is_connected_anew_with_the_given_token(house, platform):
    # given a platform that was set up again and knows only the first token
    connect()
    platform.refresh_token, platform.spent = "rt-0", []
    platform.script = [(200, b'{"error":-216,"message":"Access token is invalid"}')]
    assert "Đã kết nối" in connect()
    assert (grant().refresh_token, grant().alive) == ("rt-1", True)


def test_the_secrets_may_come_from_the_environment(house, monkeypatch):
    monkeypatch.setenv("ZALO_APP_SECRET", "from-env")
    monkeypatch.setenv("ZALO_OA_SECRET", "oa-from-env")
    connect(app_secret="", oa_secret="")
    assert (grant().oa.app_secret, grant().oa.oa_secret) == ("from-env", "oa-from-env")


def test_a_refused_token_changes_nothing(house, platform):
    connect()
    with pytest.raises(CommandError, match="không nhận refresh token"):
        connect(refresh_token="wrong", oa_secret="changed")
    assert (grant().access_token, grant().oa.oa_secret) == ("at-1", "os")
    with pytest.raises(CommandError):
        connect(refresh_token="wrong", oa_id="1000")
    with scoping.system("test"):
        assert OfficialAccount.objects.count() == 1


def test_a_new_consent_replaces_a_pair_and_keeps_the_old_one_in_the_audit(house, platform):
    connect()
    platform.refresh_token = "consent-2"
    connect(refresh_token="consent-2")
    assert grant().refresh_token == "rt-2"
    with scoping.system("test"):
        assert grant().audits.get(result="replaced").previous_refresh == "rt-1"


def test_an_unreachable_platform_keeps_the_token_for_later(house, platform, settings):
    settings.ZALO_OAUTH_URL = "http://127.0.0.1:9"
    assert "sẽ tự thử lại" in connect()
    assert (grant().access_token, grant().refresh_token, grant().alive) == ("", "rt-0", True)


def test_an_unclear_answer_never_harms_a_good_pair(house, platform):
    connect()
    platform.oauth_script = [(502, b"")]
    with pytest.raises(CommandError, match="kết nối cũ vẫn dùng"):
        connect(refresh_token="consent-2")
    assert grant().refresh_token == "rt-1"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"province": "T99"}, "Không có tỉnh"),
        ({"oa_id": "có dấu"}, "oa_id"),
        ({"app_secret": ""}, "app_secret"),
        ({"oa_secret": ""}, "oa_secret"),
        ({"templates": "/nowhere.yaml"}, "Không đọc được tệp"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(house, platform, monkeypatch, changes, told):
    monkeypatch.delenv("ZALO_APP_SECRET", raising=False)
    monkeypatch.delenv("ZALO_OA_SECRET", raising=False)
    with pytest.raises(CommandError, match=told):
        connect(**changes)
    with scoping.system("test"):
        assert not OfficialAccount.objects.exists()
    assert platform.spent == []


def test_a_token_of_another_account_is_noticed(house, platform):
    platform.script = [(200, b'{"error":0,"message":"Success","data":{"oa_id":"1234","name":"x"}}')] * 2
    with pytest.raises(CommandError, match="OA 1234"):
        connect()
    assert grant().oa.state == "stopped"


def test_a_province_has_one_current_account(house, platform):
    connect()
    platform.refresh_token = "other"
    connect(oa_id="1000", refresh_token="other")
    with scoping.system("test"):
        assert OfficialAccount.objects.get(is_current=True).oa_id == "1000"
    with scoping.system("test"):
        Province.objects.create(code="T02", name="Tỉnh hai")
    with pytest.raises(CommandError, match="tỉnh khác"):
        connect(province="T02")


def test_templates_from_a_file(house, platform, tmp_path):
    path = tmp_path / "mau.yaml"
    path.write_text("- {kind: default, by: phone, template_id: 7, params: {code: ma_ho_so}}\n", "utf-8")
    connect(templates=str(path))
    with scoping.system("test"):
        row = TemplateMapping.objects.get()
    assert (row.kind, row.by, row.template_id, row.params) == ("default", "phone", "7", {"code": "ma_ho_so"})


def template(*params, **changes):
    options = {"oa_id": "999", "kind": "dossier.accepted", "by": "phone", "template_id": "7", **changes}
    out = StringIO()
    call_command("zalo_template", stdout=out, param=list(params), **options)
    return out.getvalue()


def shown(platform, **changes):
    platform.script = [(200, json.dumps({"error": 0, "message": "Success", "data": {**INFO, **changes}}).encode())]


def mapping():
    with scoping.system("test"):
        return TemplateMapping.objects.get()


def test_a_template_that_the_platform_shows(house, platform):
    connect()
    for _time in range(2):
        shown(platform)
        assert "tạm tin" not in template("code=ma_ho_so", "name=ten")
    row = mapping()
    assert (row.trusted, row.state, row.fields) == (False, "enabled", {"ma_ho_so": 30, "ten": 10})
    data = {"code": "H05.1-26", "name": "Nguyễn Thị Minh Khai", "other": "x"}
    assert row.fill(data) == {"ma_ho_so": "H05.1-26", "ten": "Nguyễn…"}


def test_a_template_that_it_does_not_show_is_trusted_and_flagged(house, platform):
    connect()
    platform.script = [(200, b'{"error":-109,"message":"template id invalid"}')]
    assert "chưa đối chiếu được" in template("code=ma_ho_so")
    row = mapping()
    assert (row.trusted, row.state) == (True, "enabled")
    assert row.fill({"code": "H05", "name": "x"}) == {"ma_ho_so": "H05"}
    with scoping.system("test"):
        levels = {f.level for f in run_all() if f.name == "zalo T01 templates"}
    assert levels == {"warning"}


def test_without_parameters_the_names_are_ours(house, platform):
    connect()
    platform.script = [(200, b'{"error":-109,"message":"x"}')]
    template()
    assert mapping().fill({"code": "H05", "ten": "x"}) == {"code": "H05", "ten": "x"}


def test_a_template_that_is_not_approved_is_paused(house, platform):
    connect()
    shown(platform, status="PENDING_REVIEW")
    assert "tạm dừng" in template("code=ma_ho_so")
    assert mapping().state == "paused"


@pytest.mark.parametrize(
    ("params", "changes", "told"),
    [
        (["code=nope"], {}, "không có tham số nope"),
        (["code"], {}, "của_ta=của_mẫu"),
        ([], {"kind": "Hồ sơ"}, "kind"),
        ([], {"oa_id": "1"}, "Chưa kết nối OA"),
    ],
)
def test_bad_mappings_change_nothing(house, platform, params, changes, told):
    connect()
    shown(platform)
    with pytest.raises(CommandError, match=told):
        template(*params, **changes)
    with scoping.system("test"):
        assert not TemplateMapping.objects.exists()


def test_the_self_check_is_green_red_and_tells_the_cure(house, platform):
    def findings():
        with scoping.system("test"):
            return {f.name: f for f in run_all() if f.name.startswith("zalo T01")}

    connect()
    assert findings()["zalo T01"].level == "ok"
    assert findings()["zalo T01 webhook"].level == "warning"
    with scoping.system("test"):
        Grant.objects.update(state="dead", reason="refused")
    dead = findings()["zalo T01"]
    assert dead.level == "error"
    assert "zalo_connect" in dead.cure
