"""A small province to test in: agencies, an official for each role, the catalogue, dossiers. All invented."""

import copy
import pickle
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.actors import Actor
from accounts.models import Agency, ApiClient, Official, Position, Province, User
from accounts.roles import Role
from calendars.loading import load
from dossiers.actions.file_dossier import file_dossier
from dossiers.inputs import NewDossier, PartyInput
from dossiers.models import Dossier
from foundation import scoping
from foundation.local_time import today_local
from foundation.vietnamese_text import nfc
from procedures.importing.checking import faults_of
from procedures.importing.reading import read
from procedures.importing.run import write_catalogue
from tests.support.replaying import Record, renamed

CATALOGUE = Path(__file__).parents[2] / "procedures/data/catalogue.yaml"
HOTEL, PERMIT, MARRIAGE, MOTORBIKE, CITIZENSHIP = "1.004594", "1.013225", "1.000894", "1.010910", "2.002039"
CIVIL_STATUS = "1.004859"


@dataclass
class World:
    """A province with its agencies by short name and its people by role."""

    province: Province
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        return Actor.of_user(self.people[role])

    def scope(self, role: str) -> Any:
        from accounts.scopes import scope_for_user

        return scoping.enter(scope_for_user(self.people[role]))

    @property
    def centre(self) -> Agency:
        return self.agencies["centre"]

    @property
    def department(self) -> Agency:
        return self.agencies["department"]


def build(code: str = "H05", name: str = "Bắc Ninh", *, catalogue: bool = True) -> World:
    """Make a province; the catalogue and the calendar once for all.

    What a process has made on this day it makes again from a record (tests.support.replaying).
    """
    with scoping.system("test"):
        if catalogue:
            _ground()
        return _province(code, name)


def _ground() -> None:
    """The catalogue and the calendar; from the record where there is nothing yet."""
    record = _grounds.get(today_local())
    if record and record.fits():
        record.replay()
        return
    with Record() as record:
        _import_catalogue()
        load()
    if record.from_nothing:
        _grounds[today_local()] = record


def _province(code: str, name: str) -> World:
    which = code, name, today_local(), settings.FIELD_ENCRYPTION_KEYS
    if which not in _worlds:
        with Record() as record:
            world = _make(code, name)
        _worlds[which] = record, pickle.dumps(world)
        return world
    record, pickled = _worlds[which]
    again: World = pickle.loads(pickled)
    renamed([again.province, *again.agencies.values(), *again.people.values()], record.replay())
    return again


_grounds: dict[date, Record] = {}
_worlds: dict[tuple[object, ...], tuple[Record, bytes]] = {}


def _make(code: str, name: str) -> World:
    """A province with its agencies and people, each by its own statement."""
    province = Province.objects.create(code=code, name=name, valid_from="2025-07-01", hotline="0222 000 000")
    world = World(province)
    for short, number, kind, field_, parent, label in [
        ("centre", "000", "centre", "", None, "Trung tâm Phục vụ hành chính công"),
        ("department", "101.01", "department", "du_lich", None, "Sở Văn hóa, Thể thao và Du lịch"),
        ("office", "101.01.01", "office", "", "department", "Phòng Quản lý du lịch"),
        ("ward", "201", "commune_pc", "", None, "Ủy ban nhân dân phường Thử Nghiệm"),
        (
            "ward_centre",
            "201.01",
            "commune_centre",
            "",
            "ward",
            "Trung tâm Phục vụ hành chính công phường Thử Nghiệm",
        ),
        ("justice", "102.01", "department", "tu_phap", None, "Sở Tư pháp"),
        ("police", "301", "police", "", None, "Công an phường Thử Nghiệm"),
        ("land", "401", "land_office", "", None, "Văn phòng Đăng ký đất đai"),
    ]:
        world.agencies[short] = Agency.objects.create(
            province=province, code=f"{code}.{number}", name=label, kind=kind, field=field_,
            parent=world.agencies.get(parent or ""), valid_from="2025-07-01", phone="0222 000 001",
            address=f"Số 1 đường Thử, {name}", opening_note="7:30–11:30, 13:30–17:30",
        )  # fmt: skip
    for role, agency in [
        (Role.RECEPTIONIST, "centre"), (Role.RETURNER, "centre"), (Role.CASHIER, "centre"), (Role.GUIDE, "centre"),
        (Role.CENTRE_DIRECTOR, "centre"), (Role.CASE_OFFICER, "department"), (Role.UNIT_HEAD, "department"),
        (Role.SIGNER, "department"), (Role.CLERK, "department"), (Role.CONTROLLER, "centre"),
        (Role.ADMIN, "centre"), (Role.INSPECTOR, "centre"),
    ]:  # fmt: skip
        world.people[role.value] = official(world, role, agency)
    world.people["other_officer"] = official(world, Role.CASE_OFFICER, "land", suffix="-land")
    world.people["ward_receptionist"] = official(world, Role.RECEPTIONIST, "ward_centre", suffix="-ward")
    return world


def _import_catalogue() -> None:
    """Read and checked once a process: nearly every test has a catalogue, and reading it takes longer than the rest."""
    global _catalogue
    if _catalogue is None:
        _catalogue = read(nfc(CATALOGUE.read_text()))
        assert not faults_of(*_catalogue)
    write_catalogue(copy.deepcopy(_catalogue[0]))


_catalogue: tuple[Any, Any] | None = None


def official(world: World, role: Role, agency: str, *, suffix: str = "") -> User:
    """An official with one post since a month ago; the password is «matkhau»."""
    user = User.objects.create_user(
        f"{role.value}{suffix}.{world.province.code.lower()}", "matkhau", full_name=f"Cán bộ {role.value}{suffix}",
        province=world.province,
    )  # fmt: skip
    Official.objects.create(user=user, province=world.province)
    Position.objects.create(
        user=user, agency=world.agencies[agency], role=role, valid_from=today_local() - timedelta(days=30),
        can_sign=role is Role.SIGNER,
    )  # fmt: skip
    return user


def person(number: int = 1, **changes: Any) -> PartyInput:
    """An invented citizen with a phone of the unassigned range."""
    values = {
        "kind": "citizen", "full_name": f"Nguyễn Văn Thử {number}", "identity_kind": "cccd",
        "identity_number": f"0270900{number:05}", "phone": f"0900000{number:03}", "address": "Phường Thử Nghiệm",
    }  # fmt: skip
    return PartyInput(**{**values, **changes})


def new(world: World, number: int = 1, **changes: Any) -> NewDossier:
    """A hotel classification dossier of an invented business; ``changes`` replace any part."""
    values: dict[str, Any] = {
        "procedure": HOTEL, "agency": world.department.code, "channel": "counter",
        "applicant": person(
            number, kind="business", full_name=f"Công ty TNHH Khách sạn Sông Cầu {number}", identity_kind="tax_code",
            identity_number=f"23000{number:05}",
        ),
        "notify_zalo": True, "summary": "Công nhận hạng 2 sao", "receiving_agency": world.centre.code,
    }  # fmt: skip
    return NewDossier(**{**values, **changes})


def filed(world: World, number: int = 1, *, accept: bool = False, **changes: Any) -> Dossier:
    """A dossier filed (and accepted) by the receptionist."""
    with world.scope("receptionist"):
        return file_dossier(new(world, number, **changes), actor=world.actor("receptionist"), accept=accept)


def client_of(
    world: World, scopes: str = "dossiers:read dossiers:write", *, agencies: tuple[str, ...] = ()
) -> ApiClient:
    """A system of the province."""
    with scoping.system("test"):
        client = ApiClient.objects.create(
            name="Hệ thống thử",
            province=world.province,
            client_type="confidential",
            client_secret="bi-mat",
            authorization_grant_type="client-credentials",
            allowed_scopes=scopes,
        )
        client.agencies.set([world.agencies[a] for a in agencies])
        return client
