"""The samples file: one row per sample, by service, instance, site and instant. Its columns."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

PLACE_COLUMNS = ("service", "instance", "site")
COUNT_COLUMNS = ("good", "total")
VALUE = "value"
VALUE_DIGITS = 6
"""Digits behind the point with which values are kept."""

SAMPLE_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(PLACE_COLUMNS, pa.string()),
    "at": pa.int64(),
    "status": pa.int8(),
    **dict.fromkeys(COUNT_COLUMNS, pa.int64()),
    VALUE: pa.decimal128(18, VALUE_DIGITS),
}
"""at           instant (UTC seconds) · status  code of STATUS_CODES
good, total  requests; both columns are absent where none were counted
value        what was measured, such as a response time; absent where nothing was, missing in samples without
"""

REPEATING_COLUMNS = (*PLACE_COLUMNS, "status")

GROUP_SAMPLES = 256 * 1024
"""Samples of one row group, which may hold several places: what is checked of them stays in the processor's cache."""


def choose_columns(*, counted: bool, valued: bool) -> dict[str, Any]:
    """The columns of a file, given whether any requests were counted and any values measured."""
    absent = {*(() if counted else COUNT_COLUMNS), *(() if valued else (VALUE,))}
    return {name: kind for name, kind in SAMPLE_COLUMNS.items() if name not in absent}
