"""Arrow arrays seen by NumPy. What pyarrow offers for it loads pandas, which takes longer than reading a month."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def read_numbers(array: pa.Array, *, missing: int = 0) -> npt.NDArray[Any]:
    """Whole numbers, without a copy where none is missing."""
    kind = np.dtype(str(array.type))
    numbers = np.frombuffer(array.buffers()[1], kind, count=len(array), offset=array.offset * kind.itemsize)
    return np.where(find_missing(array), kind.type(missing), numbers) if array.null_count else numbers


def find_missing(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Which cells hold nothing."""
    bits = array.buffers()[0]
    if bits is None:
        return np.zeros(len(array), np.bool_)
    return ~np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")[array.offset :][: len(array)].astype(
        np.bool_
    )


def write_places(places: npt.NDArray[np.int32]) -> pa.Array:
    """Places as an Arrow array, to take values from another by."""
    return pa.Array.from_buffers(pa.int32(), len(places), [None, pa.py_buffer(np.ascontiguousarray(places))])
