"""Gathering: what the pictures of a report need of the ledger, taken row by row while it is judged."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from serval.engine.clocks import Segment
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Exclusion, Records
from serval.engine.terms import Agreement
from serval.engine.terms.metrics import ITEM_KINDS, OUTAGE_KINDS, MetricKind
from serval.engine.verdicts import LedgerRow, Range, Scorecard
from serval.engine.verdicts.ledger import COUNTED, LedgerSink, drop_row
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


class Gatherer:
    """A sink that passes every row on. Memory is bounded: numbers of each counted row, whole rows and items of few.

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

    def take(self, row: LedgerRow) -> None:
        """Takes one row."""
        self._sink(row)
        place = self._places.get((row.objective, row.terms_version, row.period))
        if place is None:
            return
        key = VerdictKey(row.objective, row.subject, row.period, place.start)
        rows = self._rows.get(key) or self._rows.setdefault(key, _Rows())
        if row.outcome in COUNTED and place.kind in _TIMED and row.reason != _MEASURED:
            rows.note_used(row)
        kept = _choose(rows, row, is_outage=place.kind in OUTAGE_KINDS)
        if kept is not None and place.kind in ITEM_KINDS:
            self._fresh.setdefault(row.item, []).append(kept)

    def note_item(self, item: Item) -> None:
        """Takes an item whose rows came: it is held only while one of them is."""
        fresh = self._fresh.pop(item.id, ())
        if len(item.facts) <= MOST_FACTS:
            for kept in fresh:
                kept.item = item

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
