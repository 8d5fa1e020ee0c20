"""What entries of credits, rewards and points have in common: units, rounding of units, one thing said once."""

from __future__ import annotations

from typing import Any, Literal

from pydantic_core import PydanticCustomError

Each = Literal["item", "minute", "hour", "day", "point", "verdict"]
RoundUnits = Literal["down", "up", "exact"]

TIME_UNITS = {"minute": 60, "hour": 3_600, "day": 86_400}
"""Seconds of each unit of time that a credit may be reckoned in."""


def require_one(what: str, **given: Any) -> str:
    """The name of the only value given. Raises `terms.one_of` otherwise."""
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        data = {"what": what, "found": ", ".join(named), "known": ", ".join(given)}
        raise PydanticCustomError("terms.one_of", what, data)
    return named[0]


def refuse_pointless(what: str, key: str) -> PydanticCustomError:
    return PydanticCustomError("terms.pointless", what, {"key": key})
