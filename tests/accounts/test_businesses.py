"""Who acts for a business, in which role, from when until when."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError

from accounts.actions.add_business_contact import add_business_contact
from accounts.actions.end_business_contact import end_business_contact
from accounts.models import Business, BusinessContact, Citizen
from accounts.queries import contacts_on
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound

pytestmark = pytest.mark.django_db
JANUARY, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 1)


@pytest.fixture
def hotel():
    with scoping.system("test"):
        return Business.objects.create(name="Khách sạn Thử", tax_code="2300000001")


@pytest.fixture
def people():
    with scoping.system("test"):
        return [Citizen.objects.create(full_name=f"Người {n}") for n in range(2)]


def on(hotel, day) -> list[tuple[str, str]]:
    with scoping.system("test"):
        return [(c.citizen.full_name, c.role) for c in contacts_on(hotel.id, day)]


def test_a_role_has_its_days(hotel, people):
    director = add_business_contact(hotel, people[0], "legal", since=JANUARY)
    end_business_contact(director.id, last_day=JUNE)
    add_business_contact(hotel, people[1], "legal", since=date(2026, 7, 1))
    assert on(hotel, date(2025, 12, 31)) == []
    assert on(hotel, JUNE) == [("Người 0", "legal")]
    assert on(hotel, DECEMBER) == [("Người 1", "legal")]


def test_who_comes_back_gets_a_new_row(hotel, people):
    first = add_business_contact(hotel, people[0], "authorised", since=JANUARY)
    end_business_contact(first.id, last_day=JUNE)
    second = add_business_contact(hotel, people[0], "authorised", since=DECEMBER)
    assert second.id != first.id
    with scoping.system("test"):
        assert BusinessContact.objects.count() == 2


def test_what_makes_no_sense_is_refused_and_changes_nothing(hotel, people):
    contact = add_business_contact(hotel, people[0], "contact", since=JUNE)
    with pytest.raises(Conflict):
        add_business_contact(hotel, people[0], "contact", since=DECEMBER)
    with pytest.raises(InvalidInput):
        add_business_contact(hotel, people[1], "owner", since=JUNE)
    with pytest.raises(InvalidInput):
        end_business_contact(contact.id, last_day=JANUARY)
    with pytest.raises(NotFound):
        end_business_contact(uuid4(), last_day=JUNE)
    with scoping.system("test"):
        (row,) = BusinessContact.objects.all()
    assert (row.role, row.valid_from, row.valid_to) == ("contact", JUNE, None)
    end_business_contact(contact.id, last_day=DECEMBER)
    with pytest.raises(Conflict):
        end_business_contact(contact.id, last_day=DECEMBER)


def test_a_person_sees_the_businesses_they_act_for(hotel, people):
    add_business_contact(hotel, people[0], "legal", since=JANUARY)
    with scoping.citizen(people[0].id):
        assert Business.objects.get() == hotel
    with scoping.citizen(people[1].id):
        assert not Business.objects.exists()
        assert not BusinessContact.objects.exists()


def test_the_database_refuses_dates_the_wrong_way_round(hotel, people):
    with pytest.raises(IntegrityError, match="business_contact_dates"), scoping.system("test"):
        BusinessContact.objects.create(
            business=hotel, citizen=people[0], role="legal", valid_from=JUNE, valid_to=JANUARY
        )
