"""Consent: only what was said, which text, when, before whom, by which way; taken back as easily (Luật 91/2025/QH15)."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from accounts.actions.carry_choices import carry_choices
from accounts.actions.record_consent import record_consent
from accounts.actions.withdraw_consent import withdraw_consent
from accounts.consent_texts import CURRENT, TEXTS, text_of
from accounts.models import ApiClient, Business, Citizen, Consent, Province, User
from accounts.queries import have_withdrawn, standing_consent
from foundation import scoping
from foundation.local_time import now

pytestmark = pytest.mark.django_db
ZALO = {"purpose": "status_notice", "channel": "zalo"}


@pytest.fixture
def citizen():
    with scoping.system("test"):
        return Citizen.objects.create(full_name="Trần Thị Thử")


@pytest.fixture
def business():
    with scoping.system("test"):
        return Business.objects.create(name="Công ty Thử", tax_code="2300000001")


def rows(whose) -> list[Consent]:
    with scoping.system("test"):
        return list(whose.consents.order_by("at", "id"))


def standing(whose, **what) -> Consent | None:
    with scoping.system("test"):
        return standing_consent(whose, **{**ZALO, **what})


def test_silence_is_not_consent(citizen, business):
    assert standing(citizen) is standing(business) is None


def test_what_is_kept_proves_it(citizen):
    with scoping.system("test"):
        official = User.objects.create_user("can-bo")
        province = Province.objects.create(code="T01", name="Tỉnh thử")
        client = ApiClient.objects.create(
            name="Hệ thống thử", province=province, client_type="confidential",
            authorization_grant_type="client-credentials",
        )  # fmt: skip
    before = now()
    record_consent(citizen, source="counter", recorded_by=official.id, recorded_by_client=client.pk, **ZALO)
    (row,) = rows(citizen)
    assert (row.purpose, row.channel, row.granted, row.source) == ("status_notice", "zalo", True, "counter")
    assert (row.recorded_by_id, row.recorded_by_client_id) == (official.id, client.pk)
    assert before <= row.at <= now()
    assert text_of(row.purpose, row.text_version).startswith("Tôi đồng ý")


@pytest.mark.parametrize("what", [{"purpose": "advertising"}, {"text_version": "2020-01"}])
def test_nobody_agreed_to_a_text_that_never_was(citizen, what):
    with pytest.raises(LookupError):
        record_consent(citizen, **{**ZALO, "source": "counter", **what})
    assert rows(citizen) == []


def test_each_purpose_has_a_text_of_its_own_that_says_how_to_take_it_back():
    assert set(TEXTS[CURRENT]) == set(Consent.Purpose.values)
    assert len(set(TEXTS[CURRENT].values())) == len(TEXTS[CURRENT])
    assert all("rút lại" in text and "dừng nhận tin" in text for text in TEXTS[CURRENT].values())


@pytest.mark.parametrize("kind", ["citizen", "business"])
def test_it_is_taken_back_and_given_again_without_losing_what_was_said(kind, request):
    whose = request.getfixturevalue(kind)
    record_consent(whose, source="counter", **ZALO)
    assert not withdraw_consent(whose, source="chat", **ZALO).granted
    assert not standing(whose).granted
    record_consent(whose, source="chat", **ZALO)
    assert standing(whose).granted
    assert [(r.granted, r.source) for r in rows(whose)] == [(True, "counter"), (False, "chat"), (True, "chat")]


@pytest.mark.parametrize("kind", ["citizen", "business"])
def test_taking_back_counts_where_no_consent_was_written_down_and_is_written_once(kind, request):
    # given a person of whom nothing is written, though another system may have told us to send
    whose = request.getfixturevalue(kind)
    # when they take it back, twice
    first = withdraw_consent(whose, source="chat", **ZALO)
    assert withdraw_consent(whose, source="chat", **ZALO) == first
    # then the withdrawal stands, once
    assert [(r.granted, r.source) for r in rows(whose)] == [(False, "chat")]
    assert text_of(first.purpose, first.text_version)
    column = {f"{'citizens' if kind == 'citizen' else 'businesses'}": [whose.id]}
    with scoping.system("test"):
        assert have_withdrawn("status_notice", "zalo", **column) == {whose.id}


def test_what_was_said_goes_with_a_person_who_is_known_by_another_row(citizen, business):
    with scoping.system("test"):
        number = Citizen.objects.create(full_name="Trần Thị Thử")
        own = Citizen.objects.create(full_name="Trần Thị Thử")
    record_consent(citizen, source="counter", **ZALO)
    said = withdraw_consent(citizen, source="chat", **ZALO)
    record_consent(citizen, source="counter", purpose="survey", channel="zalo")
    record_consent(own, source="counter", **ZALO)
    assert carry_choices(citizen, number) == 2 and carry_choices(citizen, number) == 0
    assert not standing(number).granted and standing(number).at == said.at and standing(number).source == "chat"
    assert standing(number, purpose="survey").granted
    # and what the other row says of its own stays
    assert carry_choices(citizen, own) == 1 and standing(own).granted
    assert carry_choices(business, own) == 0


def test_a_purpose_and_a_channel_stand_alone(citizen):
    record_consent(citizen, source="counter", **ZALO)
    record_consent(citizen, source="counter", purpose="survey", channel="zalo")
    withdraw_consent(citizen, source="counter", purpose="survey", channel="zalo")
    assert standing(citizen).granted
    assert not standing(citizen, purpose="survey").granted
    assert standing(citizen, channel="sms") is None


def test_a_withdrawal_is_never_older_than_what_it_takes_back(citizen):
    """Clocks of two servers differ; the latest row counts."""
    given = record_consent(citizen, source="counter", **ZALO)
    with scoping.system("test"):
        Consent.objects.filter(id=given.id).delete()
        ahead = Consent.objects.create(
            citizen=citizen, granted=True, text_version=CURRENT, at=now().replace(year=2027), **ZALO
        )
    taken = withdraw_consent(citizen, source="counter", **ZALO)
    assert taken.at == ahead.at
    assert not standing(citizen).granted


def test_who_has_taken_it_back_is_found_for_many_at_once(citizen, business, django_assert_num_queries):
    with scoping.system("test"):
        others = [Citizen.objects.create(full_name=f"Người {n}") for n in range(3)]
    for whose in (citizen, business, *others):
        record_consent(whose, source="counter", **ZALO)
    for whose in (citizen, business, others[1]):
        withdraw_consent(whose, source="counter", **ZALO)
    record_consent(others[1], source="counter", **ZALO)
    with scoping.system("test"), django_assert_num_queries(2):
        found = have_withdrawn(
            "status_notice", "zalo", citizens=[citizen.id, *(o.id for o in others), uuid4()], businesses=[business.id]
        )
    assert found == {citizen.id, business.id}


@pytest.mark.parametrize("change", [{"granted": False}, {"text_version": "2027-01"}, {"at": now()}, {"source": "post"}])
def test_what_was_said_is_never_changed(citizen, change):
    record_consent(citizen, source="counter", **ZALO)
    before = [vars(r) | {"_state": None} for r in rows(citizen)]
    with pytest.raises(DatabaseError, match="never changed"), scoping.system("test"):
        Consent.objects.update(**change)
    assert [vars(r) | {"_state": None} for r in rows(citizen)] == before


def test_an_official_who_leaves_takes_only_their_name(citizen):
    with scoping.system("test"):
        official = User.objects.create_user("can-bo")
    record_consent(citizen, source="counter", recorded_by=official.id, **ZALO)
    with scoping.system("test"):
        official.delete()
    (row,) = rows(citizen)
    assert (row.granted, row.recorded_by_id) == (True, None)


def test_a_citizen_reads_the_own_choices_and_no_official_does(citizen):
    with scoping.system("test"):
        other = Citizen.objects.create(full_name="Người khác")
    for whose in (citizen, other):
        record_consent(whose, source="counter", **ZALO)
    with scoping.citizen(citizen.id):
        assert [r.citizen_id for r in Consent.objects.all()] == [citizen.id]
    with scoping.staff(uuid4(), None):
        assert not Consent.objects.exists()


@pytest.mark.parametrize("column", ["citizen_id", "business_id"])
def test_the_latest_choice_is_read_from_its_index(column):
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"EXPLAIN SELECT DISTINCT ON ({column}) * FROM accounts_consent WHERE purpose = 'status_notice' AND "
            f"channel = 'zalo' AND {column} = ANY(%s) ORDER BY {column}, at DESC, id DESC",
            [[uuid4() for _ in range(3)]],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"consent_{column.removesuffix('_id')}" in plan
