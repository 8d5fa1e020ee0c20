"""Several reports of the intake as one, for evidence that was sealed in parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from serval.intake.evidence import IntakeReport


def join_reports(reports: Sequence[IntakeReport]) -> IntakeReport:
    """What would have been found, had all sources been read in one pass."""
    firsts = [report.first for report in reports if report.first is not None]
    lasts = [report.last for report in reports if report.last is not None]
    return IntakeReport(
        rows=sum(report.rows for report in reports),
        bad_rows=_add([report.bad_rows for report in reports]),
        skipped=sum(report.skipped for report in reports),
        contradictions=tuple(problem for report in reports for problem in report.contradictions),
        duplicates_dropped=sum(report.duplicates_dropped for report in reports),
        repeated_headers=sum(report.repeated_headers for report in reports),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        encodings={name: encoding for report in reports for name, encoding in report.encodings.items()},
        rows_per_file=_add([report.rows_per_file for report in reports]),
        timezone=", ".join(dict.fromkeys(report.timezone for report in reports)),
        timezone_assumed=any(report.timezone_assumed and report.needed_zone for report in reports),
        needed_zone=any(report.needed_zone for report in reports),
        absent_columns=tuple(dict.fromkeys(name for report in reports for name in report.absent_columns)),
        items=sum(report.items for report in reports),
        pauses_known=all(report.pauses_known for report in reports),
        opened_differs=sum(report.opened_differs for report in reports),
        tied_states=sum(report.tied_states for report in reports),
    )


def _add(counts: Sequence[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)
