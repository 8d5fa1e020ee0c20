"""Gathering: what the pictures of a report need of the ledger, taken row by row while it is judged."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from serval.engine.clocks import Segment
from serval.engine.columns.facts import FactColumns
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Exclusion, Records
from serval.engine.terms import Agreement
from serval.engine.terms.metrics import ITEM_KINDS, OUTAGE_KINDS, MetricKind
from serval.engine.texts import Whole
from serval.engine.verdicts import LedgerRow, Range, Scorecard
from serval.engine.verdicts.column_sinks import pass_columns
from serval.engine.verdicts.ledger import COUNTED, LedgerSink, drop_row
from serval.engine.verdicts.row_columns import OUTCOME, Places, RowColumns
from serval.engine.verdicts.row_segments import RowReader
from serval.reporting.report.model import DrawnRow, Gathered, VerdictKey, key_of

MOST_DRAWN = 500
"""Breaching rows of one verdict that are drawn: those furthest over target."""

MOST_EXCLUDED = 100
"""Excluded rows of one verdict that are listed: the first ones."""

MOST_FACTS = 2_000
"""An item with more facts is listed without a picture, so that a broken export cannot fill the memory."""

_MEASURED = "measured"
"""The reason of a row that holds the requests of a whole period, which is no outage."""


_TIMED = OUTAGE_KINDS | {"clock"}
"""Kinds whose rows have a length of time."""


class _Place(NamedTuple):
    """The verdict that a row belongs to, but for its subject: beginning of the period, and kind of the objective."""

    start: int
    kind: MetricKind


@dataclass(slots=True)
class _Kept:
    """A row that will be drawn, and its item, once that is known."""

    row: LedgerRow
    item: Item | None = None


@dataclass(slots=True)
class _Rows:
    """The rows of one verdict so far; `breaching` is a heap of seconds over target, place of arrival and row."""

    used: array[int] = field(default_factory=lambda: array("q"))
    targets: array[int] = field(default_factory=lambda: array("q"))
    breaching: list[tuple[int, int, _Kept]] = field(default_factory=list)
    excluded: list[_Kept] = field(default_factory=list)
    breaching_total: int = 0
    excluded_total: int = 0

    def note_used(self, row: LedgerRow) -> None:
        self.used.append(row.working_seconds)
        self.targets.append(row.target_seconds)

    def note_breach(self, row: LedgerRow) -> _Kept | None:
        """The row as it is kept; None when enough others are further over target. Of equal rows the first is kept."""
        self.breaching_total += 1
        kept = _Kept(row)
        entry = (row.working_seconds - row.target_seconds, -self.breaching_total, kept)
        if len(self.breaching) < MOST_DRAWN:
            heapq.heappush(self.breaching, entry)
            return kept
        return None if heapq.heappushpop(self.breaching, entry) is entry else kept

    def note_excluded(self, row: LedgerRow) -> _Kept | None:
        self.excluded_total += 1
        if len(self.excluded) == MOST_EXCLUDED:
            return None
        self.excluded.append(_Kept(row))
        return self.excluded[-1]

    def note_columns(self, rows: RowColumns) -> list[_Kept]:
        """Take rows of clocks; of breaches only those that may be among the ones furthest over target become rows."""
        used, targets = rows.numbers["working_seconds"], rows.numbers["target_seconds"]
        words = [place for place, word in enumerate(rows.words) if word[OUTCOME] in COUNTED]
        counted = np.flatnonzero(np.isin(rows.word, words))
        self.used.frombytes(used[counted].tobytes())
        self.targets.frombytes(targets[counted].tobytes())
        breaching, excluded = rows.find_rows("breached"), rows.find_rows("excluded")
        furthest = self._find_furthest(used[breaching] - targets[breaching])
        before = self.breaching_total
        kept: list[_Kept | None] = []
        for place, row in zip(furthest.tolist(), rows.take(breaching[furthest]).build_rows(), strict=True):
            self.breaching_total = before + place
            kept.append(self.note_breach(row))
        self.breaching_total = before + len(breaching)
        left = MOST_EXCLUDED - len(self.excluded)
        kept += [self.note_excluded(row) for row in rows.take(excluded[:left]).build_rows()]
        self.excluded_total += len(excluded[left:])
        return [one for one in kept if one is not None]

    def _find_furthest(self, over: Whole) -> Places:
        """Places of the seconds over target that may be kept, in their order."""
        floor = self.breaching[0][0] if len(self.breaching) >= MOST_DRAWN else None
        places = np.arange(len(over)) if floor is None else np.flatnonzero(over > floor)
        furthest = np.argsort(-over[places], kind="stable")[:MOST_DRAWN]
        return np.sort(places[furthest])


class Gatherer:
    """A sink that passes every row on, also in columns, where the sink behind it takes them so.

    Memory is bounded: it holds numbers of each counted row, whole rows and items of few.

    asked    the periods that are judged; of a rolling objective only the last one is gathered, as it alone is shown
    records  tell who approved what was excluded
    """

    def __init__(
        self,
        agreement: Agreement,
        asked: Range,
        *,
        now: int,
        records: Records = NO_RECORDS,
        sink: LedgerSink = drop_row,
    ) -> None:
        self._reader = RowReader(agreement, now=now)
        self._sink = sink
        self._approvals = _list_approvals(records.exclusions)
        self._places = _list_places(agreement, asked)
        self._rows: dict[VerdictKey, _Rows] = {}
        self._fresh: dict[str, list[_Kept]] = {}

    def __call__(self, row: LedgerRow) -> None:
        """Takes one row."""
        self._sink(row)
        self._note_row(row)

    def take_columns(self, rows: RowColumns) -> None:
        """Takes the rows of many items at once; those of clocks alone come so."""
        pass_columns(self._sink, rows)
        place = self._places.get((rows.objective, rows.words[rows.word[0]][0], rows.period)) if len(rows) else None
        if place is not None:
            key = VerdictKey(rows.objective, rows.subject, rows.period, place.start)
            for kept in self._find_rows(key).note_columns(rows):
                self._fresh.setdefault(kept.row.item, []).append(kept)

    def _note_row(self, row: LedgerRow) -> None:
        place = self._places.get((row.objective, row.terms_version, row.period))
        if place is None:
            return
        rows = self._find_rows(VerdictKey(row.objective, row.subject, row.period, place.start))
        if row.outcome in COUNTED and place.kind in _TIMED and row.reason != _MEASURED:
            rows.note_used(row)
        kept = _choose(rows, row, is_outage=place.kind in OUTAGE_KINDS)
        if kept is not None and place.kind in ITEM_KINDS:
            self._fresh.setdefault(row.item, []).append(kept)

    def _find_rows(self, key: VerdictKey) -> _Rows:
        return self._rows.get(key) or self._rows.setdefault(key, _Rows())

    def note_item(self, item: Item) -> None:
        """Takes an item whose rows came: it is held only while one of them is."""
        fresh = self._fresh.pop(item.id, ())
        if len(item.facts) <= MOST_FACTS:
            for kept in fresh:
                kept.item = item

    def note_columns(self, columns: FactColumns) -> None:
        """Takes the items whose rows came, in columns."""
        for name in sorted(self._fresh):
            place = bisect_left(range(len(columns)), name, key=columns.items.__getitem__)
            if place < len(columns) and columns.items[place] == name:
                self.note_item(columns.build_item(place))

    def finish(self, scorecard: Scorecard) -> Mapping[VerdictKey, Gathered]:
        """What was gathered for each verdict, once all were given."""
        found: dict[VerdictKey, Gathered] = {}
        for verdict in scorecard.verdicts:
            rows = self._rows.pop(key_of(verdict), None)
            if rows is not None:
                found[key_of(verdict)] = self._close(rows, verdict.period.end)
        return found

    def _close(self, rows: _Rows, closes: int) -> Gathered:
        breaching = [kept for _, _, kept in sorted(rows.breaching, key=lambda entry: -entry[1])]
        return Gathered(
            used=rows.used,
            targets=rows.targets,
            breaching=self._draw_all(breaching, closes),
            excluded=self._draw_all(rows.excluded, closes),
            breaching_total=rows.breaching_total,
            excluded_total=rows.excluded_total,
        )

    def _draw_all(self, kept: Sequence[_Kept], closes: int) -> tuple[DrawnRow, ...]:
        return tuple(DrawnRow(one.row, self._draw(one, closes), self._find_approval(one.row)) for one in kept)

    def _draw(self, kept: _Kept, closes: int) -> tuple[Segment, ...]:
        return () if kept.item is None else self._reader.list_row_segments(kept.item, kept.row, closes=closes)

    def _find_approval(self, row: LedgerRow) -> str:
        """Several exclusions may stand behind one row; their sources are named one after the other."""
        if row.outcome != "excluded" or not row.source:
            return ""
        sources = [row.source] if row.source in self._approvals else row.source.split(", ")
        return ", ".join(dict.fromkeys(self._approvals[source] for source in sources if source in self._approvals))


def _list_approvals(exclusions: Sequence[Exclusion]) -> dict[str, str]:
    return {entry.source: entry.approved_by for entry in exclusions if entry.source and entry.approved_by}


def _choose(rows: _Rows, row: LedgerRow, *, is_outage: bool) -> _Kept | None:
    """Keeps a breach, an outage that counted, what was excluded and an outage that did not count."""
    if row.outcome == "breached" or (is_outage and row.outcome == "counted" and row.reason != _MEASURED):
        return rows.note_breach(row)
    if row.outcome == "excluded" or (is_outage and row.outcome == "uncounted"):
        return rows.note_excluded(row)
    return None


def _list_places(agreement: Agreement, asked: Range) -> dict[tuple[str, str, str], _Place]:
    """Where rows belong, by objective, version and label of the period.

    Of the rolling periods of tickets only the last one has a place: an item stands in the rows of many.
    """
    places: dict[tuple[str, str, str], _Place] = {}
    for course in agreement.courses:
        held = [period for period in course.periods if asked.holds(period)]
        if course.rolls and course.latest.kind in ITEM_KINDS:
            held = held[-1:]
        for period in held:
            for objective in course.objectives:
                place = _Place(period.start, course.latest.kind)
                places[course.id, objective.version, period.label] = place
    return places
