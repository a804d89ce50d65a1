"""Tables split by month over time-ordered keys, so that old months can be moved or dropped as a whole."""

from foundation.partitions.migration import PartitionedByTime
from foundation.partitions.months import ensure

__all__ = ["PartitionedByTime", "ensure"]
