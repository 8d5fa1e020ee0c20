"""The judge of columns: whole batches of items in, the very scorecard out that the judge of items gives."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from serval.engine.clocks.history import read_history
from serval.engine.columns.batch import Batch, Flags, Places
from serval.engine.columns.clock_lane import ClockLane, open_lane
from serval.engine.columns.facts import FactColumns, Texts
from serval.engine.columns.joined_rows import PlacedRow, join_rows
from serval.engine.columns.ordered_sink import OrderedSink
from serval.engine.columns.period_rows import LaneRows
from serval.engine.columns.seen import SeenFacts
from serval.engine.errors import CalendarError
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Exclusion, Records
from serval.engine.terms.compile import Agreement
from serval.engine.verdicts.evidence_rows import EvidenceRows
from serval.engine.verdicts.judge import Judge
from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.row_columns import RowColumns
from serval.engine.verdicts.scope import Range
from serval.engine.verdicts.tally import Tally

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Applies a function to each of several things, as `map` does."""


@dataclass
class _Course:
    """What one course makes of a batch: items it speaks of, items left to its bench, and rows by tally."""

    lane: ClockLane
    claimed: Flags
    slow: Flags
    parts: list[LaneRows]
    single: dict[Tally, list[PlacedRow]] = field(default_factory=dict)
    rows: list[tuple[Places, RowColumns]] = field(default_factory=list)

    def tally(self, batch: Batch, seen: SeenFacts) -> None:
        """Give the rows, and the items they are about, to their tallies."""
        for tally in self.lane.bench.tallies:
            parts = [part for part in self.parts if part.tally is tally]
            single = self.single.get(tally, [])
            if single or any(len(part.item) for part in parts):
                items, rows = join_rows(batch.columns, tally, self.lane.words, parts, single)
                spoken = items[np.append(True, items[1:] != items[:-1])]
                evidence = seen.gather(spoken, before=tally.period.end)
                tally.add_columns(rows, evidence, seen.list_excluded(spoken))
                self.rows.append((items, rows))


class ColumnJudge(Judge):
    """Takes fact columns in ascending batches; whatever columns cannot judge goes item by item to the same benches.

    spread  runs pieces of work that do not depend on each other: `map`, or that of a pool of threads
    in_columns, one_by_one  items for which columns were enough, and all others
    """

    def __init__(
        self,
        agreement: Agreement,
        asked: Range,
        *,
        now: int,
        sink: LedgerSink = drop_row,
        records: Records = NO_RECORDS,
        spread: Spread = map,
    ) -> None:
        self._sink = OrderedSink(sink)
        super().__init__(agreement, asked, now=now, sink=self._sink, records=records)
        self._lanes = [open_lane(benches.single) if benches.single else None for benches in self._item_benches]
        self._excluded = sorted(self._exclusions)
        self._spread = spread
        self.in_columns = self.one_by_one = 0

    def take_columns(self, columns: FactColumns) -> None:
        """Judge a batch. Raises ValueError when it does not come after all items before."""
        if not len(columns):
            return
        first, last = columns.items[0], columns.items[len(columns) - 1]
        if self._last_id is not None and first <= self._last_id:
            raise ValueError(f"items out of order: {self._last_id!r} before {first!r}")
        self._last_id = last
        batch = Batch(columns, now=self._now, excluded=self._find_excluded(columns.items, first, last))
        self._note_columns(columns)
        courses = list(self._spread(lambda lane: self._judge_plain(lane, batch), self._lanes))
        claimed = np.zeros(batch.count, np.bool_)
        for course in courses:
            if course is not None:
                claimed |= course.claimed
        self._judge_rest(batch, courses, claimed)
        self._unmatched += int((~claimed).sum())
        self._tally(batch, courses)

    def _tally(self, batch: Batch, courses: Sequence[_Course | None]) -> None:
        """All evidence to the scorecard, rows and their evidence to the tallies, and rows to the ledger."""
        seen = SeenFacts(batch)
        everything = np.arange(batch.count)
        work: list[Callable[[], None]] = [
            lambda: self._evidence.add_columns(seen.gather_all(), seen.list_excluded(everything)),
            *(partial(course.tally, batch, seen) for course in courses if course is not None),
        ]
        list(self._spread(lambda piece: piece(), work))
        for number, course in enumerate(courses):
            for items, rows in course.rows if course is not None else ():
                self._sink.take_columns(rows, items, number)
        self._sink.flush()

    def _find_excluded(self, items: Texts, first: str, last: str) -> dict[int, Sequence[Exclusion]]:
        named = self._excluded[bisect_left(self._excluded, first) : bisect_right(self._excluded, last)]
        places = ((bisect_left(range(len(items)), name, key=items.__getitem__), name) for name in named)
        return {place: self._exclusions[name] for place, name in places if items[place] == name}

    def _note_columns(self, columns: FactColumns) -> None:
        self._items += len(columns)
        self._facts += len(columns.at)
        self._pauses_known = self._pauses_known and columns.pauses_known
        if len(columns.at):
            first, last = int(columns.at.min()), int(columns.at.max())
            self._first = first if self._first is None else min(self._first, first)
            self._last = last if self._last is None else max(self._last, last)

    def _judge_plain(self, lane: ClockLane | None, batch: Batch) -> _Course | None:
        if lane is None:
            return None
        found = lane.sort(batch)
        try:
            parts = lane.judge(batch, found)
        except CalendarError:
            nothing = np.zeros(batch.count, np.bool_)
            return _Course(lane, nothing, found.is_slow | found.is_plain, [])
        return _Course(lane, found.is_plain, found.is_slow, parts)

    def _judge_rest(self, batch: Batch, courses: Sequence[_Course | None], claimed: Flags) -> None:
        """Items that are not plain for a course, and all items for courses that columns cannot judge."""
        left = np.full(batch.count, any(course is None for course in courses))
        for course in courses:
            if course is not None:
                left |= course.slow
        places = np.flatnonzero(left).tolist()
        self.one_by_one += len(places)
        self.in_columns += batch.count - len(places)
        for place in places:
            item = batch.columns.build_item(place)
            if item.facts and item.facts[0].at <= self._now:
                claimed[place] |= self._judge_item(place, item, batch.excluded.get(place, ()), courses)

    def _judge_item(
        self, place: int, item: Item, exclusions: Sequence[Exclusion], courses: Sequence[_Course | None]
    ) -> bool:
        is_claimed = False
        history, rows = read_history(item, until=self._now), None
        for number, (benches, course) in enumerate(zip(self._item_benches, courses, strict=True)):
            if course is None:
                rows = rows or EvidenceRows(item, until=self._now, exclusions=exclusions)
                with self._sink.at(place, number):
                    is_claimed |= benches.take(history, rows)
            elif course.slow[place]:
                found = course.lane.bench.list_rows(history, exclusions)
                is_claimed |= found is not None
                for entry in found or ():
                    course.single.setdefault(entry.tally, []).append((place, entry.row))
                    self._sink.take_single(entry.row, place, number)
        return is_claimed
