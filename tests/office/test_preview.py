"""What an act would send, told before it is done: exact, to each person, and nothing of it stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.withdraw_consent import withdraw_consent
from accounts.models import Business, Citizen
from dossiers.actions.accept import accept
from dossiers.actions.start import start
from dossiers.models import Dossier, Party
from dossiers.states import Action
from foundation import scoping
from foundation.errors import Conflict
from foundation.local_time import now, to_local
from notifications.models import Message
from portal.office.rehearsal import plain, rehearse
from tests.support.unchanged import nothing_changes
from tests.support.world import filed, person
from zalo.models import OfficialAccount, TemplateMapping, ZaloUser
from zalo.reach import remember_no_zalo

pytestmark = pytest.mark.django_db


def preview(world, role, dossier, action=Action.ACCEPT, **members):
    with world.scope(role):
        row = Dossier.objects.prefetch_related("parties").get(id=dossier.id)
        return rehearse(row, {**plain(action), **members}, actor=world.actor(role))


@pytest.fixture
def account(world):
    with scoping.system("test"):
        return OfficialAccount.objects.create(
            province=world.province, oa_id="1", app_id="2", name="Bắc Ninh", state="connected", is_current=True
        )


def mapped(account, by, **fields):
    with scoping.system("test"):
        TemplateMapping.objects.create(oa=account, kind="default", by=by, template_id=by, fields=fields)


def test_the_preview_is_the_message(world):
    dossier = filed(world)
    (letter,) = preview(world, "receptionist", dossier)
    with world.scope("receptionist"):
        accept(dossier.id, actor=world.actor("receptionist"))
    with scoping.system("test"):
        data = Message.objects.get().data
    told = dict(letter.lines)
    assert (
        told["Mã hồ sơ"] == data["code"] and told["Hẹn trả"] == data["due_at"] and told["Tình trạng"] == "Đã tiếp nhận"
    )


def test_nothing_stays_of_a_rehearsal(world, django_capture_on_commit_callbacks):
    dossier = filed(world)
    with nothing_changes(), django_capture_on_commit_callbacks() as hints:
        assert preview(world, "receptionist", dossier)
    assert hints == []


def test_a_refusal_is_told_instead(world):
    dossier = filed(world, accept=True)
    assert isinstance(preview(world, "receptionist", dossier), Conflict)


def test_each_person_and_the_way_to_each(world, account):
    mapped(account, "phone", code=30, status=10)
    mapped(account, "uid")
    dossier = filed(
        world, applicant=person(1), co_applicants=[person(2), person(3)], representative=person(4), notify_whom="both"
    )
    with scoping.system("test"):
        Party.objects.filter(dossier=dossier, full_name="Nguyễn Văn Thử 4").update(notify_zalo=False)
        linked = Citizen.objects.get(full_name="Nguyễn Văn Thử 1")
        ZaloUser.objects.create(
            oa=account, province=world.province, user_id="u1", citizen=linked, verified_at=dossier.submitted_at
        )
    letters = {letter.name: letter for letter in preview(world, "receptionist", dossier)}
    assert letters["Nguyễn Văn Thử 1"].way == "tin Zalo đến tài khoản đã liên kết" and letters["Nguyễn Văn Thử 1"].goes
    refused = letters["Nguyễn Văn Thử 4"]
    assert not refused.goes and refused.way == "Người nhận không đồng ý nhận tin qua Zalo"


def test_what_the_template_takes_is_what_is_shown_cut_as_it_will_be(world, account):
    mapped(account, "phone", code=30, status=10)
    (letter,) = preview(world, "receptionist", filed(world))
    assert [label for label, _value in letter.lines] == ["Tình trạng", "Mã hồ sơ"]
    assert len(dict(letter.lines)["Tình trạng"]) <= 10


def test_a_number_without_zalo_and_a_house_without_account_are_told(world, account):
    dossier = filed(world)
    (letter,) = preview(world, "receptionist", dossier)
    assert letter.goes and letter.waits_for == "Chưa có mẫu tin được duyệt cho loại tin này"
    mapped(account, "phone")
    remember_no_zalo("+84900000001")
    (letter,) = preview(world, "receptionist", dossier)
    assert not letter.goes and letter.way == "Số điện thoại không có tài khoản Zalo"


@pytest.mark.parametrize("connected", [True, False])
def test_who_took_the_consent_back_is_promised_nothing(world, account, connected):
    # given a dossier whose owner has agreed and has taken it back since
    mapped(account, "phone")
    with scoping.system("test"):
        OfficialAccount.objects.filter(pk=account.pk).update(state="connected" if connected else "stopped")
    dossier = filed(world)
    with scoping.system("test"):
        owner = Business.objects.get()
    withdraw_consent(owner, purpose="status_notice", channel="zalo", source="counter")
    # when an act is previewed
    (letter,) = preview(world, "receptionist", dossier)
    # then it says so, though the dossier itself still says Zalo
    with scoping.system("test"):
        assert Party.objects.get(dossier=dossier).notify_zalo
    assert not letter.goes and letter.way == "Người nhận không đồng ý nhận tin qua Zalo"


def test_a_linked_person_is_told_by_phone_where_no_template_goes_to_the_account(world, account):
    mapped(account, "phone")
    dossier = filed(world, applicant=person(1))
    with scoping.system("test"):
        linked = Citizen.objects.get(full_name="Nguyễn Văn Thử 1")
        ZaloUser.objects.create(oa=account, province=world.province, user_id="u1", citizen=linked, verified_at=now())
    (letter,) = preview(world, "receptionist", dossier)
    assert letter.goes and letter.way == "tin Zalo đến số •••001" and letter.waits_for == ""


def test_at_night_it_says_that_the_message_waits(world, account, settings):
    mapped(account, "phone")
    asleep = to_local(now() - timedelta(hours=1)).time(), to_local(now() + timedelta(hours=1)).time()
    dossier = filed(world, accept=True)
    for hours, waits in [(asleep, "Tin không khẩn; chờ hết giờ yên tĩnh ban đêm"), (asleep[::-1], "")]:
        settings.QUIET_HOURS = hours
        (note,) = preview(world, "case_officer", dossier, Action.START)
        assert note.goes and note.waits_for == waits
        # a legal notice goes at any hour
        (notice,) = preview(world, "case_officer", dossier, Action.REQUEST_SUPPLEMENT, reason="Thiếu đơn")
        assert notice.goes and notice.waits_for == ""


def test_what_somebody_has_to_mend_first_is_named(world, account):
    mapped(account, "phone")
    dossier = filed(world)

    def waits(**changes):
        with scoping.system("test"):
            OfficialAccount.objects.filter(pk=account.pk).update(**changes)
        (letter,) = preview(world, "receptionist", dossier)
        assert letter.goes
        return letter.waits_for

    assert waits() == ""
    assert waits(phone_stopped_reason="-125") == "Kênh đang dừng chờ người quản trị"
    assert waits(phone_stopped_reason="", state="stopped") == "Zalo OA đang bị dừng; cần người quản trị xử lý"
    assert waits(is_current=False) == "Tỉnh chưa kết nối Zalo OA"


def test_the_page_of_an_act_costs_what_its_messages_cost_and_no_more(world, signed_in):
    client = signed_in("case_officer")
    body = {"version": "2", "reason": "Thiếu đơn", "xem_truoc": "1"}
    counts = []
    for number, others in ((1, 0), (10, 7)):
        more = [person(number + n) for n in range(1, others + 1)]
        dossier = filed(world, number, accept=True, applicant=person(number), co_applicants=more)
        with CaptureQueriesContext(connection) as asked:
            page = client.post(f"/can-bo/ho-so/{dossier.id}/request_supplement/", body)
        assert page.status_code == 200 and "<dd>Thiếu đơn</dd>" in page.content.decode()
        told = page.content.decode().count('class="letter')
        counts.append(len(asked) - 2 * told)  # each message is written and replaces what it may: two statements
        with scoping.system("test"):
            assert Dossier.objects.get(id=dossier.id).status == "accepted"
    assert counts[0] == counts[1] and counts[0] < 85


def test_a_rehearsal_of_a_later_act_needs_no_code(world):
    dossier = filed(world, accept=True)
    with world.scope("case_officer"):
        start(dossier.id, actor=world.actor("case_officer"))
    (letter,) = preview(world, "case_officer", dossier, Action.REQUEST_SUPPLEMENT, reason="Thiếu đơn")
    assert dict(letter.lines)["Lý do, nội dung"] == "Thiếu đơn" and dict(letter.lines)["Mã hồ sơ"] == dossier.code
