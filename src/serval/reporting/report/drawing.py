"""Drawing: all that a report with pictures needs beside the scorecard, taken in the pass that judges."""

from __future__ import annotations

from collections.abc import Mapping

from serval.engine.columns.facts import FactColumns
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Records
from serval.engine.terms import Agreement
from serval.engine.verdicts import LedgerRow, Range, Scorecard, Verdict
from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.row_columns import RowColumns
from serval.reporting.report.gathering import Gatherer
from serval.reporting.report.model import Gathered, Series, VerdictKey
from serval.reporting.report.trend import TrendJudge


class Drawing:
    """A sink of the judge of the scorecard, which passes every row on, and a taker of items after it.

    asked  what the scorecard is about · earliest  the first instant of which the evidence speaks
    """

    def __init__(
        self,
        agreement: Agreement,
        asked: Range,
        *,
        now: int,
        earliest: int,
        records: Records = NO_RECORDS,
        sink: LedgerSink = drop_row,
    ) -> None:
        self._gatherer = Gatherer(agreement, asked, now=now, records=records, sink=sink)
        self._trend = TrendJudge(agreement, asked, now=now, earliest=earliest, records=records)

    def __call__(self, row: LedgerRow) -> None:
        """Takes one row."""
        self._gatherer(row)

    def take_columns(self, rows: RowColumns) -> None:
        """Takes the rows of many items."""
        self._gatherer.take_columns(rows)

    def note_item(self, item: Item) -> None:
        """Takes the item whose rows came last."""
        self._gatherer.note_item(item)
        self._trend.take(item)

    def note_columns(self, columns: FactColumns) -> None:
        """Takes the items whose rows came last."""
        self._gatherer.note_columns(columns)
        self._trend.take_columns(columns)

    def finish(
        self, scorecard: Scorecard
    ) -> tuple[Mapping[VerdictKey, Gathered], Mapping[Series, tuple[Verdict, ...]]]:
        """What was gathered for each verdict, and the trend of each series."""
        return self._gatherer.finish(scorecard), self._trend.finish(scorecard)
