"""What is owed for a fee, with how it came about."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.charging import ChargeFault, Fee, Waiver, compute

POOR = Waiver(100, "Hộ nghèo", "Luật Hộ tịch Điều 11")
PERCENT = Decimal("0.5")


@pytest.mark.parametrize(
    ("fee", "given", "due"),
    [
        (Fee(amount=75_000), {}, 75_000),
        (Fee(amount=75_000), {"copies": 3}, 75_000),
        (Fee(amount=8_000, per_copy=True), {"copies": 3}, 24_000),
        (Fee(amount=0), {}, 0),
        (Fee(percent=PERCENT), {"base": 1_234_567_890}, 6_172_839),
        (Fee(percent=PERCENT), {"base": 100}, 1),  # half a đồng goes up
        (Fee(percent=PERCENT), {"base": 99}, 0),
        (Fee(), {"stated": 60_000}, 60_000),
        (Fee(amount=75_000), {"stated": 1}, 75_000),  # what the catalogue says is not overridden
        (Fee(amount=75_000), {"waiver": POOR}, 0),
        (Fee(amount=75_001), {"waiver": Waiver(50, "a", "b")}, 37_500),
        (Fee(amount=75_000), {"waiver": Waiver(None, "a", "b", amount=20_000)}, 55_000),
        (Fee(amount=75_000), {"waiver": Waiver(None, "a", "b", amount=80_000)}, 0),  # never less than nothing
    ],
)
def test_amounts(fee, given, due):
    assert compute(fee, **given).due == due


def test_the_explanation_has_every_step():
    found = compute(Fee(percent=PERCENT), base=2_000_000, waiver=Waiver(50, "Nộp trực tuyến", "NQ 51/2025"))
    assert found.explanation == {
        "base": 2_000_000, "percent": "0.5", "full": 10_000, "due": 5_000,
        "waived": {
            "code": "", "percent": 50, "rule": "Nộp trực tuyến", "citation": "NQ 51/2025", "amount": 5_000, "stated": False,
            "unverified": False,
        },
    }  # fmt: skip


@pytest.mark.parametrize(("percent", "said"), [("10", "10"), ("100.000", "100"), ("0.500", "0.5"), ("2", "2")])
def test_a_percentage_is_never_written_as_a_power_of_ten(percent, said):
    assert compute(Fee(percent=Decimal(percent)), base=1_000).explanation["percent"] == said


@pytest.mark.parametrize(
    ("fee", "given", "fault"),
    [
        (Fee(percent=PERCENT), {}, "base_required"), (Fee(percent=PERCENT), {"base": -1}, "base"),
        (Fee(), {}, "amount_required"), (Fee(), {"stated": -1}, "amount"), (Fee(amount=1), {"copies": 0}, "copies"),
        (Fee(amount=1), {"copies": 1001}, "copies"), (Fee(amount=1), {"waiver": Waiver(0, "a", "b")}, "waiver"),
        (Fee(amount=1), {"waiver": Waiver(101, "a", "b")}, "waiver"), (Fee(amount=1), {"waiver": Waiver(9, " ", "b")}, "waiver"),
        (Fee(amount=1), {"waiver": Waiver(9, "a", "")}, "waiver"), (Fee(amount=1), {"waiver": Waiver(None, "a", "b")}, "waiver"),
        (Fee(amount=1), {"waiver": Waiver(9, "a", "b", amount=1)}, "waiver"),
        (Fee(amount=1), {"waiver": Waiver(None, "a", "b", amount=0)}, "waiver"),
    ],
)  # fmt: skip
def test_faults_are_named(fee, given, fault):
    with pytest.raises(ChargeFault, match=f"^{fault}$"):
        compute(fee, **given)


@given(st.integers(0, 10**9), st.integers(1, 1000), st.integers(1, 100))
def test_a_waiver_takes_never_more_than_there_is(amount, copies, percent):
    found = compute(Fee(amount=amount, per_copy=True), copies=copies, waiver=Waiver(percent, "a", "b"))
    assert 0 <= found.due <= found.full == amount * copies
    assert found.explanation["waived"]["amount"] + found.due == found.full
