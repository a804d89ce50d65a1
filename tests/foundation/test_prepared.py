"""Questions of several rooms, asked in one statement."""

import pytest

from foundation.prepared import Ask, together

pytestmark = pytest.mark.django_db
NUMBERS = "SELECT n, 'số ' || n AS word FROM generate_series(1, %(upto)s::int) n ORDER BY n"


def test_each_gets_its_own_answer_and_the_same_word_may_mean_two_values(django_assert_num_queries):
    first = Ask("SELECT %(upto)s::int AS upto, now() AS at", {"upto": 7})
    with django_assert_num_queries(1):
        found, more = together(first, few=Ask(NUMBERS, {"upto": 2}), none=Ask(NUMBERS, {"upto": 0}))
    assert len(found) == 1 and len(found[0]) == 2 and found[0][0] == 7
    assert more == {"few": [(1, "số 1"), (2, "số 2")], "none": []}


def test_where_the_first_finds_nothing_the_others_give_nothing():
    found, more = together(Ask("SELECT 1 AS one WHERE false", {}), few=Ask(NUMBERS, {"upto": 2}))
    assert (found, more) == ([], {"few": []})


def test_the_first_alone():
    assert together(Ask("SELECT %(n)s::int AS n", {"n": 3})) == ([(3,)], {})
