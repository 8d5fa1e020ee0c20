"""A month of made-up tickets as a sealed facts file, written by whole columns: the same arguments, the same bytes.

Opened mostly in business hours; four priorities, twenty services; answered, visited, paused up to three times for the
client or a supplier, resolved and closed. A few are unusual (reopened, cancelled, reprioritised) or still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from serval.engine.instants import parse_instant
from serval.intake.evidence import IntakeReport
from serval.intake.sealed.facts import FACT_COLUMNS, SOURCE_COLUMNS, TEXT_COLUMNS
from serval.intake.sealed.files import SealedWriter, create_sealed
from serval.intake.sealed.head import write_head

Whole = NDArray[np.int64]

MONTH = parse_instant("2026-05-01T00:00:00+08:00")
DAYS = 31
SERVICES = tuple(f"service-{number:02}" for number in range(1, 21))
SERVICE_SHARES = 1 / np.arange(1, 21) / (1 / np.arange(1, 21)).sum()
PRIORITIES = ("P1", "P2", "P3", "P4")
PRIORITY_SHARES = (0.04, 0.14, 0.34, 0.48)
MEDIAN_WORK = np.array([1.5, 5.0, 16.0, 34.0]) * 3600
MEDIAN_ANSWER = np.array([0.12, 0.4, 1.3, 2.6]) * 3600
PAUSE_SHARES = (0.35, 0.35, 0.2, 0.1)
STILL_OPEN = 0.003
GROUP_TICKETS = 11_500
TABLE = "tickets.csv"

KINDS = ("field", "event", "state")
NAMES = (
    *("priority", "service", "type", "opened", "first_response", "arrived"),
    *("open", "waiting_client", "waiting_supplier", "resolved", "closed", "cancelled"),
)
VALUES = ("", "incident", *PRIORITIES, *SERVICES)
FIELD, EVENT, STATE = range(3)
SLOTS = 19
"""Facts a ticket can have, in the order of time."""


@dataclass(frozen=True, slots=True)
class Month:
    """What was written: tickets, facts, the share of unusual tickets, and the size of the file in bytes."""

    tickets: int
    facts: int
    unusual: float
    size: int


def write_tickets(path: Path, tickets: int, *, unusual: float = 0.01) -> Month:
    """A sealed facts file of that many tickets; `unusual` is the share reopened, cancelled or reprioritised."""
    opened = np.sort(_draw_openings(np.random.default_rng(tickets), tickets))
    schema = pa.schema([pa.field(name, kind, name in SOURCE_COLUMNS) for name, kind in FACT_COLUMNS.items()])
    facts, last = 0, int(opened[-1])
    with create_sealed(path, schema, words=(*TEXT_COLUMNS, "seq")) as writer:
        for first in range(0, tickets, GROUP_TICKETS):
            lives = _Lives(opened[first : first + GROUP_TICKETS], unusual, seed=first)
            facts += lives.write(writer, schema, first_number=first, first_row=facts)
            last = max(last, lives.last)
        report = IntakeReport(
            rows=facts,
            first=int(opened[0]),
            last=last,
            encodings={TABLE: "utf-8"},
            rows_per_file={TABLE: facts},
            timezone="Asia/Shanghai",
            items=tickets,
        )
        size = writer.finish(write_head("facts", [report], earliest=int(opened[0]), latest=last))
    return Month(tickets, facts, unusual, size)


def _draw_openings(generator: np.random.Generator, tickets: int) -> Whole:
    """Seven tenths in the nine office hours of Monday to Friday, the rest spread over the week."""
    weekday = (np.arange(DAYS) + 4) % 7  # 1 May 2026 is a Friday
    busy = np.where((np.arange(24) >= 9) & (np.arange(24) < 18), 8.0, 1.0)
    weights = (np.where(weekday < 5, 1.0, 0.25)[:, None] * busy).ravel()
    hour = generator.choice(DAYS * 24, tickets, p=weights / weights.sum())
    return np.asarray(MONTH + hour * 3600 + generator.integers(0, 3600, tickets), dtype=np.int64)


class _Lives:
    """The lives of some tickets as a table of slots: when, what, and whether it happened at all."""

    def __init__(self, opened: Whole, unusual: float, *, seed: int) -> None:
        self._draw = np.random.default_rng([len(opened), seed])
        self._count = len(opened)
        shape = (self._count, SLOTS)
        self._at = np.zeros(shape, dtype=np.int64)
        self._kind, self._name, self._value = (np.zeros(shape, dtype=np.int32) for _ in range(3))
        self._happened = np.zeros(shape, dtype=np.bool_)
        self._everyone = np.ones(self._count, dtype=np.bool_)
        self._live(opened, unusual)
        self.last = int(self._at[self._happened].max())

    def _live(self, opened: Whole, unusual: float) -> None:
        priority = self._draw.choice(4, self._count, p=PRIORITY_SHARES)
        service = self._draw.choice(len(SERVICES), self._count, p=SERVICE_SHARES)
        fate = self._draw.random(self._count)
        reopened, cancelled, moved = (
            (fate >= unusual * part / 3) & (fate < unusual * (part + 1) / 3) for part in range(3)
        )
        ends = ~cancelled & (fate < 1 - STILL_OPEN)
        self._put(0, opened, FIELD, "priority", self._everyone, priority + 2)
        self._put(1, opened, FIELD, "service", self._everyone, service + 6)
        self._put(2, opened, FIELD, "type", self._everyone, 1)
        self._put(3, opened, EVENT, "opened", self._everyone)
        self._put(4, opened, STATE, "open", self._everyone)
        at = self._put(5, opened + self._wait(MEDIAN_ANSWER[priority]), EVENT, "first_response", self._everyone)
        at = self._put(6, at + self._wait(MEDIAN_WORK[priority] / 4), EVENT, "arrived", self._everyone)
        self._put(7, at + 1, FIELD, "priority", moved, (priority + 1) % 4 + 2)
        at = self._pause(at + 1, priority)
        at = self._put(14, at + self._wait(MEDIAN_WORK[priority] / 3), STATE, "resolved", ends)
        back = self._put(15, at + self._wait(np.full(self._count, 9 * 3600.0)), STATE, "open", reopened)
        back = self._put(16, back + self._wait(MEDIAN_WORK[priority] / 3), STATE, "resolved", reopened)
        at = np.where(reopened, back, at)
        self._put(17, at + 86_400 + self._draw.integers(0, 4 * 86_400, self._count), STATE, "closed", ends)
        self._put(18, at, STATE, "cancelled", cancelled)

    def _pause(self, at: Whole, priority: Whole) -> Whole:
        pauses = self._draw.choice(4, self._count, p=PAUSE_SHARES)
        for number in range(3):
            happened = pauses > number
            client = self._draw.random(self._count) < 0.7
            begins = at + self._wait(MEDIAN_WORK[priority] / 6)
            ends = begins + self._wait(np.full(self._count, 5 * 3600.0))
            names = np.where(client, NAMES.index("waiting_client"), NAMES.index("waiting_supplier"))
            self._put(8 + 2 * number, begins, STATE, names, happened)
            self._put(9 + 2 * number, ends, STATE, "open", happened)
            at = np.where(happened, ends, at)
        return at

    def _wait(self, median: NDArray[np.float64]) -> Whole:
        """At least a second, mostly around the median, now and then many times as long."""
        return np.asarray(1 + median * self._draw.lognormal(0, 0.8, self._count), dtype=np.int64)

    def _put(
        self, slot: int, at: Whole, kind: int, name: str | Whole, happened: NDArray[np.bool_], value: int | Whole = 0
    ) -> Whole:
        self._at[:, slot] = at
        self._kind[:, slot] = kind
        self._name[:, slot] = NAMES.index(name) if isinstance(name, str) else name
        self._value[:, slot] = value
        self._happened[:, slot] = happened
        return at

    def write(self, writer: SealedWriter, schema: pa.Schema, *, first_number: int, first_row: int) -> int:
        """One row group; how many facts it has."""
        chosen = self._happened
        count = int(chosen.sum())
        ticket = np.nonzero(chosen)[0].astype(np.int32)
        ids = pa.array([f"INC{number:09}" for number in range(first_number, first_number + self._count)], pa.string())
        columns = [
            pa.array(ticket + np.int32(first_number)),
            ids.take(pa.array(ticket)),
            pa.array(self._at[chosen]),
            _spell(self._kind[chosen], KINDS),
            _spell(self._name[chosen], NAMES),
            _spell(self._value[chosen], VALUES),
            pa.array(np.zeros(count, dtype=np.int64)),
            _spell(np.zeros(count, dtype=np.int32), (TABLE,)),
            pa.array(np.arange(first_row + 2, first_row + 2 + count)),
        ]
        writer.write_group(pa.Table.from_arrays(columns, schema=schema))
        return count


def _spell(codes: NDArray[np.int32], words: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(words)).cast(pa.string())
