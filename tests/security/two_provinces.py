"""Two provinces filled through their own doors, so that every table that holds somebody's rows holds rows of both."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client

from accounts.models import ApiClient, Business, BusinessContact, Citizen, Official, Substitution, User
from complaints.actions.submit_feedback import NewFeedback, submit_feedback
from documents.forms.catalogue import PaperKind
from dossiers.actions.add_document import add_document
from dossiers.actions.add_result import add_result
from dossiers.actions.assess_charges import Case, assess_charges, fees_of
from dossiers.actions.assign import assign
from dossiers.actions.close_shift import close_shift
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.complete import complete
from dossiers.actions.dispute_transfer import dispute_transfer
from dossiers.actions.file_jointly import file_jointly
from dossiers.actions.give_papers import give_papers
from dossiers.actions.issue_form import issue_form
from dossiers.actions.mirror import mirror
from dossiers.actions.recalculate import preview_recalculation
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.receive_transfer import Transfer, receive_transfer
from dossiers.actions.refund_payment import refund_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.inputs import MirroredDossier
from dossiers.models import AssignmentRule, BankAccount, Collector, Dossier, OwnCodeScheme
from dossiers.recalculation.change import Change
from events.models import Event
from events.recording import mark_unplanned
from foundation import scoping
from foundation.local_time import now
from notifications.delivery.engine import deliver_due
from notifications.models import Message
from portal.webhooks.zalo import zalo as webhook
from procedures.models import OwnProcess
from procedures.queries import current_version
from ratings.actions.vote import vote
from ratings.models import Invitation
from tests.api.conftest import ApiClient as System
from tests.support import world as worlds
from tests.support.emulator import Emulator
from tests.support.order import settle_positions
from tests.support.world import HOTEL, MARRIAGE, MOTORBIKE, World, filed, new, person
from tests.support.zalo import connect, link
from zalo.actions.raise_alarm import raise_alarm
from zalo.models import Alarm, OfficialAccount, TemplateMapping
from zalo.signature import mac_of
from zalo.tasks import handle_inbound, refresh_grants
from zalo.tasks import send_replies as send_answers

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
EVERY_SCOPE = (
    "procedures:read dossiers:read dossiers:write complaints:read complaints:write ratings:read reports:read events:read "
    "webhooks:manage staff-notices:write"
)


@dataclass
class House:
    """A filled province: its people, what was planted in it, and the keys of its rows by table."""

    world: World
    number: int
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    client: ApiClient | None = None
    citizen: Citizen | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    rows: dict[str, set[str]] = field(default_factory=dict)


def raw(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def tables() -> list[str]:
    """Every table of ours that can hold rows by itself; partitions are part of their parent."""
    return [
        name
        for (name,) in raw(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relispartition ORDER BY 1"
        )
    ]


def keys_of(table: str) -> str:
    """SQL for the key of a row of this table, as text."""
    columns = raw(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY a.attnum",
        [f'"{table}"'],
    )
    return " || '|' || ".join(f't."{name}"::text' for (name,) in columns)


def rows_of(table: str) -> set[str]:
    """The keys of the rows that the present scope can read, by raw SQL."""
    return {key for (key,) in raw(f'SELECT {keys_of(table)} FROM "{table}" t')}


def everything() -> dict[str, set[str]]:
    with scoping.system("test"):
        return {table: rows_of(table) for table in tables()}


def fill(emulator: Emulator, code: str, name: str, number: int, *, first: bool) -> House:
    """A province with everything in it. ``number`` keeps its people apart from those of the other."""
    before = everything()
    world = worlds.build(code, name, catalogue=first)
    house = House(world, number)
    _secrets(house)
    account = connect(world, emulator)
    _dossiers(house)
    _work(house)
    _money(house)
    _systems(house)
    _voices(house)
    _looks(house)
    _people(house)
    _deliver(house)
    _chat(house, emulator, account)
    _upkeep(house, account)
    settle_positions()
    house.rows = {table: keys - before.get(table, set()) for table, keys in everything().items()}
    return house


def _secrets(house: House) -> None:
    n = house.number
    house.secrets = {
        "identity": f"0270907{n:05}", "phone": f"+84900007{n:03}", "other phone": f"+84900008{n:03}",
        "official's phone": f"+84900009{n:03}", "passport": f"B77{n:05}", "feedback": f"Tôi đợi đã lâu quá {n:05}",
        "opinion": f"Cán bộ rất tận tình {n:05}", "said": f"Cho tôi hỏi chuyện riêng {n:05}",
        "wrong password": f"MatKhauSai-{n:05}", "api secret": "bi-mat",
    }  # fmt: skip


def _dossiers(house: House) -> None:
    world, n, told = house.world, house.number, house.secrets
    owner = person(n, identity_number=told["identity"], phone=told["phone"])
    house.dossiers["returned"] = done = filed(world, n, accept=True, applicant=owner, representative=person(
        n + 1, identity_kind="passport", identity_number=told["passport"], phone=told["other phone"],
    ), notify_whom="both")  # fmt: skip
    with world.scope("receptionist"):
        pair = [new(world, n + 40 + m) for m in (0, 1)]
        file_jointly("ho_kinh_doanh_giay_phep_con", pair, actor=world.actor("receptionist"))
        add_document(done.id, actor=world.actor("receptionist"), stream=io.BytesIO(PDF), file_name="don.pdf")
    with world.scope("unit_head"):
        assign(done.id, actor=world.actor("unit_head"), assignee_id=world.people["case_officer"].id)
    with world.scope("case_officer"):
        officer = world.actor("case_officer")
        start(done.id, actor=officer)
    with world.scope("receptionist"):
        give_papers(
            [done.id], actor=world.actor("receptionist"), from_agency_id=world.centre.id,
            to_agency_id=world.department.id,
        )  # fmt: skip
    with world.scope("case_officer"):
        request_supplement(done.id, actor=officer, reason="Thiếu bản vẽ mặt bằng")
        receive_supplement(done.id, actor=officer)
        add_result(done.id, actor=officer, stream=io.BytesIO(PDF), file_name="quyet-dinh.pdf", number="12/QĐ-SVHTTDL")
    with world.scope("signer"):
        complete(done.id, actor=world.actor("signer"), outcome="granted")
    with world.scope("returner"):
        return_result(done.id, actor=world.actor("returner"))
    with world.scope("receptionist"):
        issue_form(
            done.id, PaperKind.RECEIPT, actor=world.actor("receptionist"),
            typed={"papers": "Đơn", "copies": "1", "collect": "Quầy"},
        )  # fmt: skip
    house.dossiers["company"] = filed(world, n + 2, accept=True)
    with world.scope("ward_receptionist"):
        house.dossiers["ward"] = worlds.file_dossier(
            worlds.new(
                world, n + 3, procedure=MARRIAGE, agency=world.agencies["ward"].code, applicant=person(n + 3),
                receiving_agency=world.agencies["ward_centre"].code,
            ),
            actor=world.actor("ward_receptionist"), accept=True,
        )  # fmt: skip
    mirrored = MirroredDossier(
        procedure=MOTORBIKE, agency=world.agencies["police"].code, status="accepted", applicant=person(n + 4),
        source_version=1, received_at=now() - timedelta(days=1), notify_zalo=True,
    )  # fmt: skip
    with scoping.staff(world.province.id, None):
        told_by = worlds.Actor.of_client(worlds.client_of(world))
        house.dossiers["mirrored"] = mirror("bca", f"G09.20-20261123-{n:07}", mirrored, actor=told_by)[0]
    with scoping.system("test"):
        house.citizen = Citizen.objects.get(parties__dossier=done, identity_kind="cccd")


def _work(house: House) -> None:
    """A look at what a late decree would move."""
    day = now().date()
    with house.world.scope("controller"):
        preview_recalculation(Change(day, day), citation="thử", actor=house.world.actor("controller"))


def _money(house: House) -> None:
    """A fee with a receipt in cash whose shift is closed, and an account that got money for nobody's dossier."""
    world, row = house.world, house.dossiers["company"]
    with world.scope("cashier"):
        actor = world.actor("cashier")
        fees = fees_of(Dossier.objects.get(id=row.id))
        assess_charges(row.id, {fees[0].id: Case()}, actor=actor)
        paid = collect_payment(row.id, amount=1_000, method="cash", actor=actor)
        close_shift(world.centre.id, counts={"cash": 1_000}, reason="", actor=actor)
    with scoping.system("test"):
        account = BankAccount.objects.create(
            province=world.province, agency=world.centre, bank="970436", number=f"00{house.number}", holder="Trung tâm",
            secret=f"khóa ngân hàng {house.number}",
        )  # fmt: skip
        Collector.objects.create(province=world.province, agency=world.centre, tax_code=f"010000000{house.number}")
        stray, _new = receive_transfer(account, Transfer(f"FT{house.number}", 7_000, "không rõ", now()))
    with world.scope("cashier"):
        dispute_transfer(stray.id, reason="Người chuyển đòi lại", actor=actor)
    with world.scope("centre_director"):
        refund_payment(
            paid.id, amount=500, voucher=f"PC{house.number}", reason="Thu thừa", actor=world.actor("centre_director")
        )


def _systems(house: House) -> None:
    """An API client bound to agencies, its token, and a call that may be repeated."""
    world, n = house.world, house.number
    house.client = worlds.client_of(world, EVERY_SCOPE, agencies=("department", "centre"))
    system = System(house.client)
    house.secrets["api token"] = system.token
    body = {
        "procedure": HOTEL, "agency": world.department.code, "channel": "counter", "notify": {"zalo": True}, "accept": True,
        "applicant": {
            "kind": "citizen", "full_name": f"Lê Thị Thử {n}", "identity_kind": "cccd", "phone": f"+84900006{n:03}",
            "identity_number": f"0270906{n:05}",
        },
    }  # fmt: skip
    answer = system.post("dossiers/", body, idempotency_key=f"mot-lan-{n}")
    assert answer.status_code == 201, answer.content
    house.secrets["number sent by API"] = body["applicant"]["identity_number"]
    house.secrets["phone sent by API"] = body["applicant"]["phone"]


def _voices(house: House) -> None:
    with scoping.system("test"):
        invitation = Invitation.objects.get(dossier=house.dossiers["returned"])
    vote(invitation.id, score=4, text=house.secrets["opinion"])
    submit_feedback(
        NewFeedback(
            "help", house.secrets["feedback"], f"Phạm Thị Thử {house.number}", house.secrets["phone"],
            house.world.province.code, agency=house.world.department.code,
        )
    )  # fmt: skip


def _looks(house: House) -> None:
    """A sensitive dossier that somebody looked at."""
    ward = house.dossiers["ward"]
    answer = Client().post("/tra-cuu/", {"code": ward.code, "secret": f"{house.number + 3:04}"})
    assert house.world.agencies["ward"].name in answer.content.decode()


def _people(house: House) -> None:
    """Sign-ins that fail and succeed, an administrator's groups and log, the contact of a business, a citizen's account."""
    world = house.world
    admin = world.people["admin"]
    page = Client(REMOTE_ADDR=f"10.0.0.{house.number % 250}")
    page.post("/can-bo/dang-nhap/", {"username": admin.username, "password": house.secrets["wrong password"]})
    assert page.post("/can-bo/dang-nhap/", {"username": admin.username, "password": "matkhau"}).status_code == 302
    Client(REMOTE_ADDR="10.1.1.1").post(
        "/can-bo/dang-nhap/", {"username": f"khong-co-{house.number}", "password": house.secrets["wrong password"]}
    )
    with scoping.system("test"):
        admin.groups.add(Group.objects.get_or_create(name="Quản trị")[0])
        admin.user_permissions.add(Permission.objects.first())
        LogEntry.objects.create(
            user=admin, content_type=ContentType.objects.get_for_model(User), object_id=str(admin.id),
            object_repr=admin.full_name, action_flag=CHANGE,
        )  # fmt: skip
        Official.objects.filter(user=admin).update(phone=house.secrets["official's phone"])
        assert house.citizen is not None
        house.citizen.user = User.objects.create_user(f"dan-{house.number}", kind=User.Kind.CITIZEN)
        house.citizen.save()
        company = Business.objects.get(parties__dossier=house.dossiers["company"])
        BusinessContact.objects.create(
            business=company, citizen=house.citizen, role="contact", valid_from=now().date(),
        )  # fmt: skip


def _deliver(house: House) -> None:
    for _round in range(6):
        with scoping.system("test"):
            Message.objects.filter(state="queued").update(next_attempt_at=now() - timedelta(seconds=1))
        deliver_due()


def knock(account: dict[str, Any], app_id: str, **body: Any) -> None:
    """An event of Zalo at the webhook, signed with the account's key."""
    from django.test import RequestFactory

    content = json.dumps({"app_id": app_id, **body}, ensure_ascii=False).encode()
    mac = mac_of(app_id, content, str(body["timestamp"]), account["oa_secret"])
    request = RequestFactory().post(
        "/webhooks/zalo/", content, content_type="application/json",
        headers={"X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Server": "OA OpenAPI"},
    )  # fmt: skip
    assert webhook(request).status_code == 200


def _chat(house: House, emulator: Emulator, account: dict[str, Any]) -> None:
    """A linked person who writes and is answered; a receipt that comes before its message is known."""
    told = emulator.get("world")
    who = emulator.get("people")[house.number % 7]["id"]
    assert house.citizen is not None
    user = link(house.world, emulator, who, house.citizen.id)
    moment = str(int(now().timestamp() * 1000))
    knock(
        account, told["app_id"], event_name="user_send_text", sender={"id": user}, recipient={"id": account["oa_id"]},
        message={"text": house.secrets["said"], "msg_id": f"noi-{house.number}"}, timestamp=moment,
    )  # fmt: skip
    knock(
        account, told["app_id"], event_name="user_received_message", sender={"id": account["oa_id"]},
        recipient={"id": user}, message={"delivery_time": moment, "msg_id": f"som-{house.number}"}, timestamp=moment,
    )  # fmt: skip
    handle_inbound()
    send_answers()
    house.secrets["app secret"], house.secrets["oa secret"] = told["app_secret"], account["oa_secret"]


def _upkeep(house: House, account: dict[str, Any]) -> None:
    """A token renewed, an alarm, a listener that failed."""
    from zalo.models import Grant

    with scoping.system("test"):
        oa = OfficialAccount.objects.get(oa_id=account["oa_id"])
        raise_alarm(oa, Alarm.Kind.REFUSED, subject="thử")
        assert TemplateMapping.objects.filter(oa=oa).exists()
        # in force long after, so that the codes of these dossiers are the country's
        OwnCodeScheme.objects.create(province=house.world.province, valid_from="2099-01-01", citation="thử")
        world = house.world
        OwnProcess.objects.create(
            province=world.province, version=current_version(HOTEL), number=1, drafted_by=world.people["controller"],
            changed_at=now(),
        )  # fmt: skip
        AssignmentRule.objects.create(province=world.province, agency=world.agencies["office"], method="in_turn")
        Substitution.objects.create(
            province=world.province, position=world.people["clerk"].positions.get(), substitute=world.people["signer"],
            valid_from="2099-01-01", valid_to="2099-01-02",
        )  # fmt: skip
        Grant.objects.filter(oa=oa).update(expires_at=now() + timedelta(minutes=5))
        event = Event.objects.filter(province_id=house.world.province.id)[0]
        mark_unplanned(event, "thử", RuntimeError())
    refresh_grants()
    with scoping.system("test"):
        grant = Grant.objects.get(oa=oa)
        house.secrets["access token"], house.secrets["refresh token"] = grant.access_token, grant.refresh_token
        house.secrets["spent refresh token"] = grant.audits.latest("at").previous_refresh


def encrypted_values() -> Iterator[tuple[str, str]]:
    """Every value that the models keep encrypted, as people read it, with where it is."""
    from django.apps import apps

    from foundation.encryption import EncryptedTextField

    with scoping.system("test"):
        for model in apps.get_models():
            for one in (f for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)):
                for value in model._base_manager.values_list(one.attname, flat=True):
                    if value and len(re.sub(r"\s", "", value)) >= 6:
                        yield f"{model._meta.label}.{one.name}", value
