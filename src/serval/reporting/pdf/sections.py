"""Sections: one objective for one subject, with a block for each of its periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_period
from serval.reporting.pdf.distributions import draw_distribution, draw_outages
from serval.reporting.pdf.figures import list_figures
from serval.reporting.pdf.promises import begin_large, is_silent
from serval.reporting.pdf.rows import describe_breaching, describe_excluded
from serval.reporting.pdf.trends import draw_trend
from serval.reporting.pdf.verdict_sentences import say_verdict
from serval.reporting.report.model import Report
from serval.reporting.sentences import name_outcome

DIGEST_SHOWN = 12


@dataclass(frozen=True)
class Section:
    """The verdicts of one objective and subject, in order of time; anchor: what links point to."""

    anchor: str
    verdicts: tuple[Verdict, ...]

    @property
    def latest(self) -> Verdict:
        return self.verdicts[-1]

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to show of any of its periods."""
        return all(map(is_silent, self.verdicts))


def describe_section(section: Section, report: Report) -> dict[str, Any]:
    """What is said and drawn of one subject."""
    trend = draw_trend(section.latest, report)
    blocks = [_describe_block(verdict, report, is_alone=len(section.verdicts) == 1) for verdict in section.verdicts]
    return {
        "anchor": section.anchor,
        "title": section.latest.subject,
        "trend": None if trend is None else {"title": _("Trend"), **trend.as_plain()},
        "blocks": blocks,
        "rows": sum(len(part["rows"]) for block in blocks for part in (block["breaching"], block["excluded"]) if part),
    }


def _describe_block(verdict: Verdict, report: Report, *, is_alone: bool) -> dict[str, Any]:
    gathered = report.find_gathered(verdict)
    zone = report.scorecard.agreement.zone
    distribution = draw_distribution(verdict, gathered)
    outages = draw_outages(verdict, gathered, zone)
    return {
        "title": "" if is_alone else show_period(verdict.period),
        "outcome": verdict.outcome,
        "word": begin_large(name_outcome(verdict.outcome)),
        "sentence": say_verdict(verdict),
        "doubts": list(_list_doubts(verdict)),
        "figures": list_figures(verdict, report),
        "distribution": None if distribution is None else {"title": _("How long it took"), **distribution.as_plain()},
        "outages": None if outages is None else {"title": _("Outages in the period"), **outages.as_plain()},
        "breaching": describe_breaching(verdict, gathered, zone),
        "excluded": describe_excluded(verdict, gathered, zone),
        "basis": _say_basis(verdict),
    }


def _list_doubts(verdict: Verdict) -> Iterator[str]:
    if verdict.provisional:
        yield _("Provisional: the period had not ended, or its holidays are not published.")
    if not verdict.binding:
        yield _("A rolling window: it warns and has no consequences.")


def _say_basis(verdict: Verdict) -> str:
    versions = _(", ").join(label for label, _digest in verdict.versions)
    text = _("Terms {versions} · verdict {digest} · evidence {evidence}")
    return text.format(
        versions=versions,
        digest=verdict.digest[:DIGEST_SHOWN],
        evidence=verdict.digests["evidence"][:DIGEST_SHOWN],
    )
