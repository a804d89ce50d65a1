"""``tra cứu <mã>`` by the owner, by somebody else, and by nobody."""

import json

import pytest

from accounts.actors import Actor
from dossiers.actions.request_supplement import request_supplement
from dossiers.models import Dossier, Party
from foundation import scoping
from foundation.local_time import now
from portal.chat import lookup
from portal.chat.speech import Speaker
from tests.support import world as support
from tests.zalo.conftest import OA_ID
from zalo.actions.link_user import link_user
from zalo.inbox.handling import handle_batch
from zalo.models import InboundEvent, OfficialAccount, Reply, ZaloUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(redis_url):
    import portal.chat.inbound  # noqa: F401 - as the application does when it starts

    world = support.build()
    with scoping.system("test"):
        world.oa = OfficialAccount.objects.create(
            province=world.province, oa_id=OA_ID, app_id="1", is_current=True, oa_secret="s"
        )
    world.dossier = support.filed(world, accept=True, applicant=support.person(1))
    return world


def owner_of(dossier):
    with scoping.system("test"):
        return Party.objects.get(dossier=dossier, role="applicant").citizen_id


def speaker(world, citizen_id=None):
    return Speaker(
        world.dossier.id,
        world.province.id,
        world.province.name,
        "https://motcua.example.vn",
        "0222",
        citizen_id,
    )


def ask(world, code, citizen_id=None):
    with scoping.system("test"):
        argument = lookup.reads(f"tra cứu {code}")
        return lookup.answer(speaker(world, citizen_id), argument)


def test_the_owner_is_told_in_full(world):
    said = ask(world, world.dossier.code.lower(), owner_of(world.dossier))
    assert said.text.startswith(f"Hồ sơ {world.dossier.code}\n")
    for part in (
        "Tình trạng: Đã tiếp nhận",
        "Tiếp nhận: ",
        "Hẹn trả: ",
        world.department.name,
        "Cán bộ receptionist",
    ):
        assert part in said.text
    assert said.buttons[0].payload == {"url": f"https://motcua.example.vn/tra-cuu/?code={world.dossier.code}"}
    assert len(said.text) <= 2000


def test_the_owner_first_reads_what_to_do(world):
    with world.scope("case_officer"):
        request_supplement(world.dossier.id, actor=world.actor("case_officer"), reason="Thiếu bản vẽ mặt bằng")
    text = ask(world, world.dossier.code, owner_of(world.dossier)).text
    assert "Hãy bổ sung giấy tờ được yêu cầu." in text
    assert "Thiếu bản vẽ mặt bằng" in text
    assert "Thời hạn tạm dừng" in text
    assert "Hẹn trả" not in text


def test_everybody_else_is_told_the_same_for_right_and_wrong_codes(world):
    other = support.filed(world, 2, accept=True, applicant=support.person(2))
    right, wrong = world.dossier.code, "H05.101.01-990101-9999"
    strangers = [
        ask(world, right),
        ask(world, wrong),
        ask(world, right, owner_of(other)),
        ask(world, wrong, owner_of(other)),
    ]
    shapes = {(s.text.replace(right, "?").replace(wrong, "?"), len(s.buttons)) for s in strangers}
    assert len(shapes) == 1
    assert "Đã tiếp nhận" not in strangers[0].text


def test_a_draft_without_a_code_is_found_by_nobody(world):
    draft = support.filed(world, 3, applicant=support.person(3))
    assert draft.code is None
    assert "Hãy gõ" in ask(world, "", owner_of(draft)).text


def test_the_whole_way_from_the_telephone_to_the_answer(world):
    def say(text, number):
        moment = now()
        body = {
            "event_name": "user_send_text", "sender": {"id": "25"}, "recipient": {"id": OA_ID},
            "message": {"text": text, "msg_id": f"m{number}"},
            "timestamp": str(int(moment.timestamp() * 1000)),
        }  # fmt: skip
        with scoping.system("test"):
            InboundEvent.objects.create(
                oa=world.oa, name="user_send_text", dedupe_key=bytes([number] * 32), received_at=moment,
                due_at=moment, body=json.dumps(body),
            )  # fmt: skip
        handle_batch()
        with scoping.system("test"):
            return Reply.objects.order_by("-id")[0].text

    # given somebody who is not linked
    assert "Đã tiếp nhận" not in say(f"tra cuu {world.dossier.code}", 1)
    # when they claim to be the owner without proof, nothing changes
    citizen = owner_of(world.dossier)
    with scoping.system("test"):
        ZaloUser.objects.update(citizen=citizen)
    assert "Đã tiếp nhận" not in say(f"tra cuu {world.dossier.code}", 2)
    # when they were verified, they are told
    link_user(world.oa, "25", citizen, by=ZaloUser.LinkedBy.STAFF, actor=Actor.system("test"))
    assert "Đã tiếp nhận" in say(f"tra cuu {world.dossier.code}", 3)
    # and asking changed nothing
    with scoping.system("test"):
        assert Dossier.objects.get(pk=world.dossier.pk).row_version == world.dossier.row_version
