"""Places: where something was measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A service, or one instance or site of it."""

    service: str
    instance: str = ""
    site: str = ""


ANYWHERE = Place("")
"""No place in particular: what is said of it holds for all."""
