"""Which traces at Zalo may stand for an attempt without an answer: pure cases and properties."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifications.matching import Open, Trace, match

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
CODE = "H05.101.01-20261124-0001"


def attempt(seconds: float = 0, code: str = CODE, status: str = "") -> Open:
    return Open(uuid.uuid4(), uuid.uuid4(), code, NOON + timedelta(seconds=seconds), status)


def trace(seconds: float = 1, text: str = f"Hồ sơ {CODE} đã tiếp nhận", *, echo: bool = True, name: str = "") -> Trace:
    return Trace(name or uuid.uuid4().hex, text, NOON + timedelta(seconds=seconds), echo)


def test_words_that_name_the_dossier_are_proof_from_either_source():
    for echo in (True, False):
        one, seen = attempt(), trace(echo=echo)
        assert match([one], [seen]) == [(one, seen)]


def test_words_about_something_else_are_none():
    assert match([attempt()], [trace(text="Chào bạn, bạn cần hỗ trợ gì?")]) == []


def test_what_came_before_or_long_after_is_another_message():
    assert match([attempt()], [trace(-30), trace(600)]) == []


def test_an_echo_without_words_counts_where_nothing_else_can_explain_it():
    one, seen = attempt(), trace(text="")
    assert match([one], [seen]) == [(one, seen)]


def test_a_line_of_the_list_without_words_is_no_proof():
    """It may be a picture that an official sent by hand."""
    assert match([attempt()], [trace(text="", echo=False)]) == []


def test_one_wordless_echo_for_two_attempts_proves_neither():
    assert match([attempt(0, "A"), attempt(10, "B")], [trace(12, text="")]) == []


def test_two_wordless_echoes_prove_both_in_order():
    first, second, one, two = attempt(0, "A"), attempt(10, "B"), trace(1, text=""), trace(11, text="")
    assert match([second, first], [two, one]) == [(first, one), (second, two)]


def test_one_trace_for_two_messages_of_a_dossier_is_of_the_one_that_left_last_before_it():
    """The first never came to Zalo; a minute later its lane was free, and the second was echoed at once."""
    first, second, only = attempt(0), attempt(90), trace(91)
    assert match([first, second], [only]) == [(second, only)]


def test_a_trace_from_before_the_second_left_is_of_the_first():
    first, second, only = attempt(0), attempt(90), trace(60)
    assert match([second, first], [only]) == [(first, only)]


def test_two_traces_of_one_dossier_are_of_both_in_order():
    first, second, one, two = attempt(0), attempt(90), trace(1), trace(91)
    assert match([second, first], [two, one]) == [(first, one), (second, two)]


def test_two_traces_for_one_attempt_leave_one_over():
    only, one, two = attempt(0), trace(1), trace(2)
    assert match([only], [one, two]) == [(only, two)]


def test_what_a_trace_tells_says_which_of_two_it_is():
    """Zalo was slow with the first: its echo comes when the second has left already."""
    first, second = attempt(0, status="Đã tiếp nhận"), attempt(90, status="Chờ bổ sung")
    late = trace(95, f"Hồ sơ {CODE}: Đã tiếp nhận")
    assert match([first, second], [late]) == [(first, late)]
    assert match([second], [late]) == [(second, late)], "a template may tell it in other words"


@given(
    st.lists(st.tuples(st.floats(0, 400), st.sampled_from(["A-1", "B-2", ""])), max_size=6),
    st.lists(
        st.tuples(st.floats(-60, 700), st.sampled_from(["", "hồ sơ A-1", "hồ sơ B-2", "khác"]), st.booleans()),
        max_size=8,
    ),
)
def test_no_trace_and_no_attempt_is_used_twice(attempts, traces):
    pairs = match([attempt(s, c) for s, c in attempts], [trace(s, t, echo=e) for s, t, e in traces])
    assert len({a.attempt_id for a, _t in pairs}) == len(pairs)
    assert len({t.provider_id for _a, t in pairs}) == len(pairs)
    for one, seen in pairs:
        assert one.at - timedelta(seconds=5) <= seen.at <= one.at + timedelta(seconds=180)
        assert (one.code and one.code in seen.text) or (seen.echo and not seen.text)
