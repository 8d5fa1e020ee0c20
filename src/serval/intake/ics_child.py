"""The child that reads one iCalendar file from standard input, within the bounds of every untrusted file."""

from __future__ import annotations

import sys
from datetime import date
from typing import IO

from serval.intake.ics_events import read_events
from serval.intake.tables import frames
from serval.intake.tables.child import Budget, run_bounded, send
from serval.intake.tables.limits import DEFAULT_LIMITS


def main() -> None:
    """Sends the dates as ordinals, or why there are none."""
    run_bounded(DEFAULT_LIMITS, _send_days)


def _send_days(out: IO[bytes], budget: Budget) -> None:
    content = sys.stdin.buffer.read()
    budget.allow(len(content))
    off, makeup, name = read_events(content)
    days = {"off": sorted(map(date.toordinal, off)), "makeup": sorted(map(date.toordinal, makeup)), "name": name}
    send(out, frames.pack_json(frames.DONE, days))


if __name__ == "__main__":
    main()
