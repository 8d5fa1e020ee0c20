"""Trend (走势): verdicts of earlier periods, judged beside the scorecard in the same pass over the same evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from serval.engine.columns.facts import FactColumns
from serval.engine.columns.judge import ColumnJudge
from serval.engine.evidence import Item
from serval.engine.periods import Period
from serval.engine.records import NO_RECORDS, Records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, Scorecard, Verdict
from serval.reporting.report.model import Series

MOST_EARLIER = 11
"""Earlier periods of one objective: with the one judged they make a year of months."""


class TrendJudge:
    """Takes the items that the judge of the scorecard takes, in the same order.

    Rolling and dated promises have no earlier periods to be compared with.

    asked  what the scorecard is about · earliest  the first instant of which the evidence speaks
    """

    def __init__(
        self, agreement: Agreement, asked: Range, *, now: int, earliest: int, records: Records = NO_RECORDS
    ) -> None:
        followed = replace(agreement, courses=tuple(c for c in agreement.courses if not c.rolls and not c.is_window))
        start = max(_find_start(followed, asked.start), earliest)
        self._judge: ColumnJudge | None = None
        if start < asked.start:
            self._judge = ColumnJudge(followed, Range(start, asked.start), now=now, records=records)

    def take(self, item: Item) -> None:
        """Judge one item."""
        if self._judge is not None:
            self._judge.take(item)

    def take_columns(self, columns: FactColumns) -> None:
        """Judge many items."""
        if self._judge is not None:
            self._judge.take_columns(columns)

    def finish(self, scorecard: Scorecard) -> Mapping[Series, tuple[Verdict, ...]]:
        """The earlier verdicts of what the scorecard judges, oldest first, without their breaching rows."""
        if self._judge is None:
            return {}
        wanted = {Series(verdict.objective.id, verdict.subject) for verdict in scorecard.verdicts}
        found: dict[Series, list[Verdict]] = {}
        for verdict in self._judge.finish().verdicts:
            series = Series(verdict.objective.id, verdict.subject)
            if series in wanted:
                found.setdefault(series, []).append(replace(verdict, breaching=()))
        return {series: left for series, verdicts in found.items() if (left := _cut(verdicts))}


def _find_start(agreement: Agreement, before: int) -> int:
    """Where the first of the last eleven periods before an instant begins, of the objective that reaches back most."""
    return min(
        (earlier[0].start for course in agreement.courses if (earlier := _list_earlier(course.periods, before))),
        default=before,
    )


def _list_earlier(periods: Sequence[Period], before: int) -> Sequence[Period]:
    return [period for period in periods if period.end <= before][-MOST_EARLIER:]


def _cut(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The latest ones, in order of time, from the first with evidence on."""
    ordered = sorted(verdicts, key=lambda verdict: verdict.period.start)[-MOST_EARLIER:]
    first = next((place for place, verdict in enumerate(ordered) if _has_evidence(verdict)), len(ordered))
    return tuple(ordered[first:])


def _has_evidence(verdict: Verdict) -> bool:
    return verdict.value is not None or verdict.population.counted > 0
