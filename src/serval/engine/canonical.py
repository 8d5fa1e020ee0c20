"""Canonical form: one text for one meaning, so that a digest says «the same» or «not the same» and nothing else."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any


def _refuse(value: Any) -> Any:
    raise TypeError(f"no canonical form for {type(value).__name__}")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse, allow_nan=False)


def canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys, no blanks and no escapes for printable text (after RFC 8785; integers only)."""
    return _ENCODER.encode(value).encode()


MOST_DIGITS = 1_000
"""Longer numbers are written in base 16: Python refuses to write very long ones in base 10, which is slow."""


def write_exact(value: Fraction) -> str:
    """A fraction as text, never rounded: `3/4`, or in base 16 (`0x…/0x…`) where it has very many digits."""
    if value.denominator.bit_length() < MOST_DIGITS * 3:
        return str(value)
    return f"{value.numerator:#x}/{value.denominator:#x}"


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form."""
    return sha256_hex(canonical_json(value))
