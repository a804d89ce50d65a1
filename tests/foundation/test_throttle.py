import pytest

from foundation.ids import uuid7
from foundation.throttle import hit


@pytest.fixture
def bucket() -> str:
    return str(uuid7())


def test_the_try_over_the_limit_is_told_how_long_to_wait(redis_url, bucket):
    assert all(hit(bucket, limit=3, seconds=60).allowed for _ in range(3))
    refused = hit(bucket, limit=3, seconds=60)
    assert not refused.allowed and 1 <= refused.retry_after <= 60


def test_buckets_do_not_share_their_count(redis_url, bucket):
    assert hit(bucket, limit=1, seconds=60).allowed
    assert hit(bucket + "x", limit=1, seconds=60).allowed
