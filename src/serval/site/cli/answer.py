"""A question put to the evidence, and its answer: what is printed, and what a report is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from serval.engine.consequences import Granted, Statement
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, Scorecard, Verdict
from serval.engine.verdicts.restatement import Restatement
from serval.reporting.report.model import Gathered, Report, Series, VerdictKey
from serval.site.cli.documents import scorecard_output
from serval.site.cli.doubts import Doubts
from serval.site.cli.sources import Evidence, Sources
from serval.site.cli.sources_read import list_sources_read
from serval.site.cli.unused import Unused
from serval.site.cli.views.notes import list_notes


@dataclass(frozen=True)
class Question:
    """What shall be judged.

    days   bounds of the periods, as far as any were named · until  up to when the evidence is complete, where told
    """

    agreement: Agreement
    sources: Sources
    days: tuple[int | None, int | None]
    until: int | None
    granted: tuple[Granted, ...] = ()
    skip_bad: bool = False


@dataclass(frozen=True)
class Answer:
    """What judging came to; `gathered` and `trend` are empty where no report with pictures was asked for.

    asked  the time that was asked for; None where no bounds were named
    """

    scorecard: Scorecard
    statements: tuple[Statement, ...]
    difference: Restatement | None
    evidence: Evidence
    unused: Sequence[Unused]
    doubts: Doubts
    gathered: Mapping[VerdictKey, Gathered] = field(default_factory=dict)
    trend: Mapping[Series, tuple[Verdict, ...]] = field(default_factory=dict)
    asked: Range | None = None

    def build_document(self) -> dict[str, Any]:
        """All of it for another program."""
        return scorecard_output(self.scorecard, self.statements, self.difference, self.evidence, self.unused)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the evidence, in the reader's language."""
        evidence = self.evidence
        tickets, files = evidence.ticket_report, evidence.record_reports
        return tuple(list_notes(self.scorecard, tickets, files, unused=self.unused, doubts=self.doubts))

    @cached_property
    def report(self) -> Report:
        """All of it for a person."""
        return Report(
            scorecard=self.scorecard,
            statements=self.statements,
            trend=self.trend,
            gathered=self.gathered,
            sources=list_sources_read(self.evidence.ticket_report, self.evidence.record_reports),
            notes=self.notes,
            restatement=self.difference,
            asked=self.asked,
        )
