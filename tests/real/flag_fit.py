"""How far one threshold explains the flag of the incident log: every span measured, then the best cut found.

A cut says "within" of every span up to it; the best one agrees with the flag on the most incidents. Nothing here knows
how the tool computed its flag: whatever comes out is fitted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.calendars.vectors import between_many
from serval.engine.instants import to_instant
from serval.intake.tables import open_table

LOG = "data/incidents-servicenow-uci/incident_event_log.csv.zip"
COLUMNS = ("number", "incident_state", "made_sla", "sys_mod_count", "opened_at", "sys_updated_at", "resolved_at")
PRIORITIES = {"critical": "1 - Critical", "high": "2 - High", "moderate": "3 - Moderate", "low": "4 - Low"}
Seconds = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Incidents:
    """One entry per incident; `resolved` is 0 where the log has none, `waiting` lists (incident, from, to)."""

    opened: Seconds
    closed: Seconds
    resolved: Seconds
    within: Marks
    priority: NDArray[np.str_]
    waiting: Seconds

    def choose(self, name: str) -> Marks:
        return np.asarray(self.priority == PRIORITIES[name])


@dataclass(frozen=True)
class Fit:
    """The best cut in seconds, and on how many of how many incidents it agrees with the flag."""

    cut: int
    agreed: int
    of: int

    @property
    def share(self) -> str:
        return f"{100 * self.agreed / self.of:.2f}"


def read_incidents(shared: Path) -> Incidents:
    """The last row of every incident, and its stretches in a waiting state."""
    rows: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
    with open_table(shared / LOG) as table:
        places = [table.header.index(name) for name in (*COLUMNS, "priority", "closed_at")]
        for batch in table.rows():
            for row in batch:
                cells = tuple(str(row.cells[place]) for place in places)
                rows.setdefault(cells[0], []).append((_read(cells[5]), int(cells[3]), cells))
    lives = [sorted(life) for life in rows.values()]
    last = [life[-1][2] for life in lives]
    waiting = [(number, *stretch) for number, life in enumerate(lives) for stretch in _list_waiting(life)]
    return Incidents(
        opened=np.array([_read(cells[4]) for cells in last]),
        closed=np.array([_read(cells[8]) for cells in last]),
        resolved=np.array([0 if cells[6] == "?" else _read(cells[6]) for cells in last]),
        within=np.array([cells[2] == "true" for cells in last]),
        priority=np.array([cells[7] for cells in last]),
        waiting=np.array(waiting),
    )


def _read(text: str) -> int:
    return to_instant(datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC))


def _list_waiting(life: list[tuple[int, int, tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    for (at, _, cells), (following, _, _) in pairwise(life):
        if cells[1].startswith("Awaiting"):
            yield at, following


def office(first: int, last: int) -> Calendar:
    """Monday to Friday from `first` to `last` o'clock."""
    shift = (Shift(first * 3600, last * 3600),)
    return compile_calendar(CalendarSpec("office", "UTC", weekly=(*(shift,) * 5, (), ())))


def around_the_clock() -> Calendar:
    return compile_calendar(CalendarSpec("always", "UTC", always=True))


def measure(calendar: Calendar, incidents: Incidents, *, to: str = "closed", pausing: bool = False) -> Seconds:
    """Working time of each incident from its opening to `to`, with or without its waiting states."""
    spent = between_many(calendar, incidents.opened, getattr(incidents, to))
    if not pausing:
        return spent
    number, start, end = incidents.waiting.T
    waited = between_many(calendar, start, np.minimum(end, getattr(incidents, to)[number]))
    return spent - np.bincount(number, np.maximum(waited, 0), minlength=len(spent)).astype(np.int64)


def fit_cut(spent: Seconds, within: Marks) -> Fit:
    """The shortest cut with the most agreement: kept ones up to it plus missed ones beyond it."""
    values, inverse = np.unique(spent, return_inverse=True)
    kept = np.cumsum(np.bincount(inverse, within))
    missed = np.cumsum(np.bincount(inverse, ~within))
    agreed = kept + missed[-1] - missed
    best = int(agreed.argmax())
    return Fit(int(values[best]), int(agreed[best]), len(spent))
