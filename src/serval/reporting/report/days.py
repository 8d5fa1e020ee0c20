"""Which days a report is about."""

from __future__ import annotations

from datetime import date

from serval.engine.dates import find_local_date
from serval.reporting.report.model import Report
from serval.reporting.sentences.scorecard_words import select_verdicts


def find_days(report: Report) -> tuple[date, date] | None:
    """The first and last day that were asked for, else those of what was judged; None where nothing was.

    A promise whose own period is longer reaches beyond them.
    """
    if report.asked is not None:
        zone = report.scorecard.agreement.zone
        return find_local_date(report.asked.start, zone), find_local_date(report.asked.end - 1, zone)
    periods = [verdict.period for verdict in select_verdicts(report.scorecard)]
    if not periods:
        return None
    return min(period.first for period in periods), max(period.last for period in periods)
