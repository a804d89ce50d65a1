import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Commune, Province
from foundation import scoping
from foundation.errors import InvalidInput
from foundation.paging import keyset, small_count

pytestmark = pytest.mark.django_db


def communes(names: list[str]) -> None:
    with scoping.system("test"):
        province, _made = Province.objects.get_or_create(code="T01", defaults={"name": "Tỉnh thử"})
        Commune.objects.all().delete()
        Commune.objects.bulk_create(
            Commune(code=f"{i:05}", name=name, kind="xã", province=province, valid_from="2025-07-01")
            for i, name in enumerate(names)
        )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.sampled_from(["A", "B", "C"]), max_size=12),
    size=st.integers(1, 5),
    descending=st.booleans(),
)
def test_pages_cover_every_row_once_in_order_and_back_again(db, names, size, descending):
    communes(names)
    expected = sorted(((n, f"{i:05}") for i, n in enumerate(names)), reverse=descending)
    seen, cursor, pages = [], None, []
    while True:
        page = keyset(Commune.objects.all(), order=("name", "code"), cursor=cursor, size=size, descending=descending)
        pages.append(page)
        seen += [(c.name, c.code) for c in page.items]
        if (cursor := page.next) is None:
            break
    assert seen == expected
    back = pages[-1]
    for earlier in reversed(pages[:-1]):
        back = keyset(
            Commune.objects.all(),
            order=("name", "code"),
            cursor=back.previous,
            size=size,
            descending=descending,
        )
        assert [c.code for c in back.items] == [c.code for c in earlier.items]
    assert back.previous is None


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "WyJuIl0", "WyJxIiwiYSIsImIiXQ"])
def test_a_broken_cursor_is_a_clear_error(cursor):
    with pytest.raises(InvalidInput) as caught:
        keyset(Commune.objects.all(), order=("name", "code"), cursor=cursor, size=5)
    assert caught.value.errors[0].field == "cursor"


def test_counts_are_exact_to_ninety_nine():
    communes(["A"] * 99)
    assert small_count(Commune.objects.all()) == "99"
    communes(["A"] * 100)
    assert small_count(Commune.objects.all()) == "99+"
