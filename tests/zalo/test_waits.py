"""Windows of the platform are on Vietnamese clocks, whatever clock the server keeps."""

from datetime import datetime

import pytest

from foundation.local_time import LOCAL
from zalo.outcomes import Wait
from zalo.waits import opens_at, seconds_until


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("wait", "moment", "expected"),
    [
        (Wait.MORNING, "2026-11-24 22:30", "2026-11-25 06:05"),
        (Wait.MORNING, "2026-11-24 23:59:59", "2026-11-25 06:05"),
        (Wait.MORNING, "2026-11-25 00:00", "2026-11-25 06:05"),
        (Wait.MORNING, "2026-11-25 06:04", "2026-11-25 06:05"),
        (Wait.MORNING, "2026-11-25 06:05", "2026-11-26 06:05"),
        (Wait.NEXT_DAY, "2026-11-24 08:00", "2026-11-25 00:05"),
        (Wait.NEXT_DAY, "2026-12-31 23:59", "2027-01-01 00:05"),
        (Wait.NEXT_MINUTE, "2026-11-24 08:00:59", "2026-11-24 08:01"),
        (Wait.NEXT_MINUTE, "2026-11-24 23:59:30", "2026-11-25 00:00"),
    ],
)
def test_when_a_window_opens(wait, moment, expected):
    assert opens_at(wait, local(moment)) == local(expected)


def test_the_wait_reaches_past_the_opening_and_never_long(settings):
    settings.DELIVERY_TIME_SCALE = 1
    moment = local("2026-11-24 22:30")
    for _time in range(50):
        seconds = seconds_until(Wait.MORNING, moment)
        assert 7.58 * 3600 < seconds <= 7.59 * 3600 + 600
    settings.DELIVERY_TIME_SCALE = 0.01
    assert seconds_until(Wait.MORNING, moment) < 300


def test_no_window_is_the_callers_own_back_off():
    assert seconds_until(Wait.NOTHING) is None
