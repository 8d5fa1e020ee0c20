"""Searching millions of values in sorted keys at once, by a table of buckets where the keys allow one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]

MOST_BUCKETS = 1 << 21
"""Beyond this a table no longer fits the processor's cache and a binary search is as quick."""

PAST_ALL_KEYS = np.iinfo(np.int64).max


class BucketSearch:
    """`count_up_to` for fixed keys: one look into a bucket no wider than the least distance of two keys.

    So a bucket's inside holds at most one key, and one comparison settles on which side of it a value lies.
    """

    def __init__(self, keys: Int64s, low: int) -> None:
        """Keys ascending and distinct; the first may lie far below `low`, no value asked for does."""
        self._keys = keys
        inner = keys[1:]
        self._low = min(low, int(inner[0])) if len(inner) else low
        least = int(np.diff(inner).min()) if len(inner) > 1 else 1 << 40
        self._shift = least.bit_length() - 1
        high = int(keys[-1]) if len(keys) > 1 else low
        buckets = ((high - self._low) >> self._shift) + 1
        self._counts = self._count_at_edges(buckets) if buckets <= MOST_BUCKETS else None
        self._next_keys = np.append(keys, PAST_ALL_KEYS)

    def count_up_to(self, values: Int64s) -> NDArray[np.intp]:
        """How many keys are not greater than each value."""
        if self._counts is None:
            return np.searchsorted(self._keys, values, side="right")
        bucket = np.minimum((values - self._low) >> self._shift, len(self._counts) - 1)
        count = self._counts[bucket]
        passed: NDArray[np.intp] = count + (self._next_keys[count] <= values)
        return passed

    def _count_at_edges(self, buckets: int) -> NDArray[np.intp]:
        edges = self._low + (np.arange(buckets, dtype=np.int64) << self._shift)
        return np.searchsorted(self._keys, edges, side="right")
