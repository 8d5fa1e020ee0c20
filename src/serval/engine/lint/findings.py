"""Remarks that checks make, and the findings they become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from serval.engine.documents import Path

Severity = Literal["error", "warning", "note"]
"""error: must be mended before signing · warning: should be looked at · note: worth knowing."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check has to say of the value at `place` (a path from the document's root)."""

    place: Path
    severity: Severity
    code: str
    data: dict[str, Any]


def refuse(place: Path, code: str, **data: Any) -> Remark:
    """A remark on what must be mended."""
    return Remark(place, "error", code, data)


def warn(place: Path, code: str, **data: Any) -> Remark:
    """A remark on what should be looked at."""
    return Remark(place, "warning", code, data)


def note(place: Path, code: str, **data: Any) -> Remark:
    """A remark that is only worth knowing."""
    return Remark(place, "note", code, data)


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark with its document; `line` and `column` count from 1, `code` and `data` make its sentence."""

    code: str
    severity: Severity
    document: str
    line: int
    column: int
    data: dict[str, Any] = field(default_factory=dict)
