"""Every page of the administration × every role × own rows, rows of another province."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.actors import Actor
from accounts.models import Agency, Commune, Official, Province, Substitution, User
from calendars.models import CalendarDay, CalendarYear, WorkPattern
from dossiers.models import AssignmentRule, BankAccount, Collector, OwnCodeScheme
from foundation import read_log, scoping
from foundation.local_time import now, today_local
from foundation.models import ReadRecord
from tests.matrix.conftest import undone
from tests.matrix.table import ADMINISTRATION, PLACES
from tests.support.unchanged import nothing_changes
from zalo.models import Alarm, OfficialAccount, TemplateMapping

pytestmark = pytest.mark.django_db
PAGES_OF_A_TABLE = ("changelist", "add", "change", "history", "delete")
OF_THE_SITE = {"index": "GET", "jsi18n": "GET", "password_change": "GET", "password_change_done": "GET"}


@pytest.fixture
def rows(matrix) -> dict[str, SimpleNamespace]:
    """A row of here, a row of there and, where there are such, one of the country, of each table."""
    found: dict[str, SimpleNamespace] = {}
    with scoping.system("test"):
        for place, world in (("here", matrix.here), ("there", matrix.there)):
            user = world.people["clerk"]
            oa = OfficialAccount.objects.create(province=world.province, oa_id=f"1{place}", app_id="1", is_current=True)
            made = [
                user, Official.objects.get(user=user), Province.objects.get(pk=world.province.pk), Agency.objects.get(pk=world.centre.pk), oa,
                WorkPattern.objects.create(province=world.province, valid_from=today_local()),
                CalendarDay.objects.create(province=world.province, date="2031-03-03", kind="holiday", name="Thử"),
                CalendarYear.objects.create(province=world.province, year=2031),
                OwnCodeScheme.objects.create(province=world.province, valid_from=today_local()),
                AssignmentRule.objects.create(province=world.province, agency=world.department, method="in_turn"),
                Substitution.objects.create(
                    province=world.province, position=user.positions.get(), substitute=world.people["signer"],
                    valid_from="2099-01-01", valid_to="2099-01-02",
                ),
                BankAccount.objects.create(province=world.province, agency=world.centre, bank="970436", number="1", holder="Thử"),
                Collector.objects.create(province=world.province, agency=world.centre),
                TemplateMapping.objects.create(oa=oa, kind="default", by="phone", template_id="1"),
                Alarm.objects.create(province=world.province, oa=oa, kind=Alarm.Kind.REFUSED, subject=place, last_at=now(), first_at=now()),
            ]  # fmt: skip
            read_log.note(
                "dossier", [world.province.pk], reader=Actor.of_user(user), province_id=world.province.pk, way="page"
            )
            made.append(ReadRecord.objects.filter(province_id=world.province.pk).latest("id"))
            for row in made:
                found.setdefault(row._meta.label_lower, SimpleNamespace(country=None)).__dict__[place] = row
        Commune.objects.get_or_create(
            code="99999",
            defaults={"name": "Thử", "kind": "Phường", "province": matrix.there.province, "valid_from": "2025-07-01"},
        )
        for label, row in ADMINISTRATION.items():
            if row.shared:
                model = apps.get_model(label)
                country = (
                    model.objects.filter(province=None, agency=None)
                    if hasattr(model, "agency")
                    else model.objects.all()
                )
                found.setdefault(label, SimpleNamespace(here=None, there=None)).country = country.first()
    assert set(found) == set(ADMINISTRATION)
    return found


def path_of(label: str, page: str, row=None) -> str:
    name = f"admin:{label.replace('.', '_')}_{page}"
    return reverse(name, args=[row.pk] if page in ("change", "history", "delete") else None)


def every_path(rows) -> list[str]:
    paths = [reverse(f"admin:{name}") for name in OF_THE_SITE]
    paths += [reverse("admin:app_list", args=[label]) for label in {name.split(".")[0] for name in ADMINISTRATION}]
    for label, row in rows.items():
        for page in PAGES_OF_A_TABLE:
            paths += [path_of(label, page, one) for one in (row.here or row.country, row.there) if one is not None]
    return [*paths, reverse("admin:auth_user_password_change", args=[rows["accounts.user"].here.pk])]


def test_no_kind_of_page_is_forgotten():
    """What the site offers beyond the five pages of each table is named here."""
    names = {
        name for name in get_resolver("portal.urls").namespace_dict["admin"][1].reverse_dict if isinstance(name, str)
    }
    tables = {label.replace(".", "_") for label in ADMINISTRATION}
    others = {
        n for n in names if not any(n.startswith(f"{t}_") and n[len(t) + 1 :] in PAGES_OF_A_TABLE for t in tables)
    }
    assert others == {
        *OF_THE_SITE,
        "login",
        "logout",
        "autocomplete",
        "view_on_site",
        "app_list",
        "auth_user_password_change",
    }


def test_only_administrators_enter(matrix, rows):
    """All others are sent to the door; who is signed in already is told no there, a stranger is asked to sign in."""
    paths = every_path(rows)
    assert len(paths) > 60
    outsiders = {f"{role} at {place}": c for (role, place), c in matrix.officials.items() if role != "admin"}
    with nothing_changes():
        for turn, (who, client) in enumerate({**outsiders, **matrix.nobodies}.items()):
            # one door for all: a stranger and one leader try every address, the others each a part of them in turn
            every = who in ("a stranger", "centre_director at receiving")
            wanted = paths if every else paths[turn % 11 :: 11]
            for number, path in enumerate(wanted):
                answers = [client.get(path)]
                if number % 4 == 0 or who == "a stranger":  # the same door, whatever the method
                    answers.append(client.post(path, {"post": "yes", "_save": "1"}))
                for answer in answers:
                    assert answer.status_code == 302 and answer["Location"].startswith("/quan-tri/login/?"), (who, path)
            door = client.get(f"/quan-tri/login/?next={wanted[-1]}")
            if who in ("a stranger", "closed account"):
                assert door["Location"].startswith("/can-bo/dang-nhap/?next=/quan-tri/"), who
            else:
                assert door.status_code == 403, who


def status(client, path: str) -> int:
    return client.get(path).status_code


@pytest.mark.parametrize("label", ADMINISTRATION)
def test_an_administrator_in_the_own_province(matrix, rows, label):
    may, row = ADMINISTRATION[label], rows[label]
    with nothing_changes():
        for place in PLACES[:3]:
            client = matrix.officials["admin", place]
            assert status(client, path_of(label, "changelist")) == 200
            assert status(client, path_of(label, "add")) == (200 if may.add else 403)
            if row.here is not None:
                answer = client.get(path_of(label, "change", row.here))
                assert answer.status_code == 200 and ("_save" in answer.content.decode()) is may.change
                assert status(client, path_of(label, "delete", row.here)) == (200 if may.delete else 403)
                assert status(client, path_of(label, "history", row.here)) == 200
            if row.country is not None:
                answer = client.get(path_of(label, "change", row.country))
                assert answer.status_code == 200 and "_save" not in answer.content.decode(), "to look at"
                for page in ("change", "delete"):
                    assert (
                        client.post(path_of(label, page, row.country), {"post": "yes", "_save": "1"}).status_code == 403
                    )


@pytest.mark.parametrize("label", [label for label, row in ADMINISTRATION.items() if row.add or row.change])
def test_an_administrator_of_another_province(matrix, rows, label):
    """Looks at nobody else's, or changes nothing of it, by whatever page."""
    row = rows[label]
    with nothing_changes():
        for client, foreign in (
            (matrix.officials["admin", "elsewhere"], row.here), (matrix.officials["admin", "receiving"], row.there),
        ):  # fmt: skip
            listed = client.get(path_of(label, "changelist")).content.decode()
            if not ADMINISTRATION[label].shared:
                assert str(foreign.pk) not in listed
            for page in ("change", "delete", "history"):
                path = path_of(label, page, foreign)
                assert client.get(path).status_code in (200, 302, 403), path
                assert "_save" not in client.get(path).content.decode()
                answer = client.post(path, {"post": "yes", "_save": "1", "name": "x", "kind": "x", "full_name": "x"})
                looked_at = (200,) if page == "history" and ADMINISTRATION[label].shared else ()
                assert answer.status_code in (302, 403, *looked_at), (path, answer.status_code)


def test_a_new_official_is_of_the_own_province_whatever_the_form_says(matrix):
    client = matrix.officials["admin", "receiving"]
    form = {
        "username": "moi.h05", "full_name": "Người Mới", "password1": "Kh0ng-Doan-Duoc", "password2": "Kh0ng-Doan-Duoc",
        "usable_password": "true", "province": str(matrix.there.province.id), "is_superuser": "on", "is_staff": "on",
        "kind": "system", "positions-TOTAL_FORMS": "0", "positions-INITIAL_FORMS": "0",
    }  # fmt: skip
    with undone():
        answer = client.post(path_of("accounts.user", "add"), form)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        with scoping.system("test"):
            user = User.objects.get(username="moi.h05")
            assert (user.province_id, user.kind) == (matrix.here.province.id, "staff")
            assert not user.is_superuser and not user.is_staff and user.official.province_id == user.province_id


def test_a_post_in_another_province_cannot_be_given(matrix, rows):
    client, user = matrix.officials["admin", "receiving"], rows["accounts.user"].here
    form = {
        "username": user.username, "full_name": "x", "is_active": "on", "positions-TOTAL_FORMS": "1",
        "positions-INITIAL_FORMS": "0", "positions-0-user": str(user.pk), "positions-0-agency": str(matrix.there.centre.pk),
        "positions-0-role": "admin", "positions-0-valid_from": "01/01/2026",
    }  # fmt: skip
    with nothing_changes("django_admin_log"):
        answer = client.post(path_of("accounts.user", "change", user), form)
        assert answer.status_code == 200 and "errorlist" in answer.content.decode()


def test_pages_of_libraries_are_not_there():
    """Groups, tokens and failed sign-ins know no province."""
    registered = {model._meta.app_label for model in admin.site._registry}
    assert registered <= {"accounts", "calendars", "dossiers", "foundation", "procedures", "zalo"}
    for name in ("auth_group_changelist", "oauth2_provider_accesstoken_changelist", "axes_accesslog_changelist"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}")
