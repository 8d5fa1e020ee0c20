"""Statements as plain data: the same for files, digests and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from serval.engine.instants import format_instant
from serval.engine.money import Money

_INSTANTS = frozenset({"start", "end", "begins", "opens", "closes", "claimed"})


def write_plain(value: Any, name: str = "") -> Any:
    """Any value of this package as texts, whole numbers, lists and mappings.

    Money is {amount, currency} with the amount as text, fractions are text (`1/3`), instants ISO 8601 in UTC. Fields
    that are left out of comparisons are left out here.
    """
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: write_plain(getattr(value, part.name), part.name) for part in fields(value) if part.compare}
    if isinstance(value, Fraction | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: write_plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [write_plain(entry) for entry in value]
    if name in _INSTANTS and type(value) is int:
        return format_instant(value)
    return value
