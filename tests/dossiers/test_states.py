"""Every pair of status and action."""

import pytest

from dossiers.states import NATIONAL, TABLE, TERMINAL, Action, Status, after, allowed, mirrored_may

EXPECTED = {
    "draft": {"accept": "accepted", "refuse": "refused"},
    "submitted": {
        "accept": "accepted", "refuse": "refused", "request_supplement": "awaiting_intake_supplement",
        "withdraw": "withdrawn",
    },
    "awaiting_intake_supplement": {"receive_supplement": "submitted", "withdraw": "withdrawn", "stop": "stopped"},
    "refused": {},
    "accepted": {
        "start": "processing", "request_supplement": "awaiting_supplement", "request_payment": "awaiting_payment",
        "withdraw": "withdrawn", "complete": "completed", "extend": "accepted",
    },
    "processing": {
        "request_supplement": "awaiting_supplement", "request_payment": "awaiting_payment", "withdraw": "withdrawn",
        "stop": "stopped", "complete": "completed", "extend": "processing",
    },
    "awaiting_supplement": {"receive_supplement": "processing", "withdraw": "withdrawn", "stop": "stopped"},
    "awaiting_payment": {"confirm_payment": "processing", "withdraw": "withdrawn", "stop": "stopped"},
    "withdrawn": {},
    "stopped": {},
    "completed": {"return_result": "returned", "recall": "processing"},
    "returned": {},
}  # fmt: skip


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(Action))
def test_every_pair_is_decided(status, action):
    assert after(status, action) == EXPECTED[status].get(action)


def test_the_national_codes():
    assert {s.value: n for s, n in NATIONAL.items()} == {
        "draft": None, "submitted": 1, "accepted": 2, "refused": 3, "processing": 4, "awaiting_intake_supplement": 5,
        "awaiting_supplement": 5, "awaiting_payment": 6, "withdrawn": 7, "stopped": 8, "completed": 9, "returned": 10,
    }  # fmt: skip


def test_final_states_never_open_again():
    assert {"refused", "withdrawn", "stopped", "returned"} == TERMINAL
    assert not [pair for pair in TABLE if pair[0] in TERMINAL]
    assert not any(mirrored_may(s, t) for s in TERMINAL for t in Status if s != t)


def test_a_second_extension_is_not_offered():
    assert Action.EXTEND in allowed(Status.PROCESSING)
    assert Action.EXTEND not in allowed(Status.PROCESSING, extended=True)
