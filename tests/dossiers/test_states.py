"""Every pair of status and action."""

import pytest

from dossiers.states import (
    NATIONAL,
    ONLY_IF,
    TABLE,
    TERMINAL,
    Action,
    Circumstances,
    Status,
    after,
    allowed,
    mirrored_may,
)

# domain.md §2.2, status by status
EXPECTED = {
    "draft": {},
    "submitted": {
        "accept": "accepted", "refuse": "refused", "request_supplement": "awaiting_intake_supplement",
        "withdraw": "withdrawn",
    },
    "awaiting_intake_supplement": {"receive_supplement": "submitted", "withdraw": "withdrawn", "stop": "stopped"},
    "refused": {},
    "accepted": {
        "start": "processing", "request_supplement": "awaiting_supplement", "withdraw": "withdrawn",
        "extend": "accepted",
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
# what some dossiers may besides, and may not
SPECIAL = [
    (Circumstances(immediate=True), {("accepted", "complete"): "completed"}),
    (Circumstances(pays_first=True), {("accepted", "request_payment"): "awaiting_payment"}),
    (
        Circumstances(decided=True),
        {(s, "withdraw"): None for s in ("accepted", "processing", "awaiting_supplement", "awaiting_payment")},
    ),
    (Circumstances(extended=True), {("accepted", "extend"): None, ("processing", "extend"): None}),
]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(Action))
def test_every_pair_is_decided(status, action):
    assert after(status, action) == EXPECTED[status].get(action)
    assert (action in allowed(status)) is (action in EXPECTED[status])


@pytest.mark.parametrize(("having", "differs"), SPECIAL)
def test_every_pair_is_decided_for_special_dossiers(having, differs):
    for status in Status:
        for action in Action:
            wanted = differs.get((status, action), EXPECTED[status].get(action))
            assert after(status, action, having) == wanted, (status, action)
            assert (action in allowed(status, having)) is (wanted is not None)


def test_conditions_are_about_pairs_of_the_table():
    assert set(ONLY_IF) <= set(TABLE)


def test_the_national_codes():
    assert {s.value: n for s, n in NATIONAL.items()} == {
        "draft": None, "submitted": 1, "accepted": 2, "refused": 3, "processing": 4, "awaiting_intake_supplement": 5,
        "awaiting_supplement": 5, "awaiting_payment": 6, "withdrawn": 7, "stopped": 8, "completed": 9, "returned": 10,
    }  # fmt: skip


def test_final_states_never_open_again():
    assert {"refused", "withdrawn", "stopped", "returned"} == TERMINAL
    assert not [pair for pair in TABLE if pair[0] in TERMINAL]
    assert not any(mirrored_may(s, t) for s in TERMINAL for t in Status if s != t)
