"""Holiday sets from iCalendar files: all-day events are days off, some are make-up workdays.

The file is untrusted: its size and lines are bounded here, and it is parsed in the limited child.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from serval.engine.calendars.spec import HolidaySet
from serval.intake.errors import IntakeError, refusal
from serval.intake.tables import frames
from serval.intake.tables.limits import DEFAULT_LIMITS
from serval.intake.tables.process import ChildProcess

MAX_BYTES = 2_000_000
MAX_LINE_CHARACTERS = 20_000
ICS_CHILD = "serval.intake.ics_child"


def read_ics(path: Path | str, *, region: str = "") -> HolidaySet:
    """Days off and make-up workdays of an iCalendar file, for the years from its first to its last date.

    A summary with 班, 补班, workday or make-up tells a make-up workday. `region` defaults to the calendar's own name.
    Raises IntakeError `file.*` for an unreadable file, `holidays.empty`, `holidays.recurring` (repeating events are
    not unfolded), `holidays.event_too_long` or `holidays.contradiction`.
    """
    source = Path(path)
    content = _read_bounded(source)
    try:
        off, makeup, name = _parse_in_child(source)
    except IntakeError as error:
        raise error.in_file(source.name) from None
    days = off | makeup
    return HolidaySet(
        region=region or name or source.stem,
        source=f"{source.name}, sha256 {hashlib.sha256(content).hexdigest()}",
        first_year=min(days).year,
        last_year=max(days).year,
        off=off,
        makeup=makeup,
    )


def _read_bounded(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refusal("file.not_found").in_file(path.name) from None
    except OSError as error:
        raise refusal("file.unreadable", reason=type(error).__name__).in_file(path.name) from None
    if len(content) > MAX_BYTES:
        raise refusal("file.too_large", limit=MAX_BYTES).in_file(path.name)
    for number, line in enumerate(content.splitlines(), start=1):
        if len(line) > MAX_LINE_CHARACTERS:
            raise refusal("file.cell_too_long", row=number, limit=MAX_LINE_CHARACTERS).in_file(path.name)
    return content


def _parse_in_child(path: Path) -> tuple[frozenset[date], frozenset[date], str]:
    with path.open("rb") as stream:
        child = ChildProcess(stream, "", stall_seconds=DEFAULT_LIMITS.stall_seconds, module=ICS_CHILD)
    try:
        kind, payload = next(child.frames())
    finally:
        child.end()
    if kind == frames.REFUSED:
        raise frames.unpack_refusal(payload)
    return _unpack_days(frames.unpack_json(payload))


def _unpack_days(said: dict[str, Any]) -> tuple[frozenset[date], frozenset[date], str]:
    """What the child said, taken for dates only if it can be: a child gone wild must not steer the parent."""
    try:
        off, makeup = (frozenset(map(date.fromordinal, said[key])) for key in ("off", "makeup"))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise refusal("file.child_killed", reason="nonsense") from None
    if not off | makeup:
        raise refusal("holidays.empty")
    return off, makeup, str(said.get("name", ""))
