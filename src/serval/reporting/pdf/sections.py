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
from serval.reporting.pdf.promises import begin_large, name_promise
from serval.reporting.pdf.rows import describe_breaching, describe_excluded
from serval.reporting.pdf.trends import draw_trend
from serval.reporting.pdf.verdict_sentences import say_verdict
from serval.reporting.report.model import Report
from serval.reporting.sentences import name_outcome
from serval.reporting.sentences.promise_words import list_promise_facts, name_clause
from serval.reporting.sentences.scorecard_words import select_verdicts

DIGEST_SHOWN = 12


@dataclass(frozen=True)
class Section:
    """The verdicts of one objective and subject, in order of time, and how they are shown.

    anchor  what links point to · note  the line under the title in the overview
    """

    anchor: str
    title: str
    note: str
    verdicts: tuple[Verdict, ...]
    plain: dict[str, Any]


def list_sections(report: Report) -> list[Section]:
    """One section for each objective and subject, in the order of the scorecard."""
    found: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in select_verdicts(report.scorecard):
        found.setdefault((verdict.objective.id, verdict.subject), []).append(verdict)
    return [_describe(f"promise-{place}", verdicts, report) for place, verdicts in enumerate(found.values(), 1)]


def _describe(anchor: str, verdicts: list[Verdict], report: Report) -> Section:
    latest = verdicts[-1]
    objective = latest.objective
    named = name_promise(objective)
    title = _("{promise} · {subject}").format(promise=named, subject=latest.subject) if latest.subject else named
    clause = name_clause(objective.terms.source) if objective.terms.source else ""
    note = " · ".join(part for part in (objective.id, clause) if part)
    trend = draw_trend(latest, report)
    blocks = [_describe_block(verdict, report, is_alone=len(verdicts) == 1) for verdict in verdicts]
    plain = {
        "anchor": anchor,
        "title": title,
        "note": note,
        "outcome": latest.outcome,
        "facts": [_end(fact) for fact in list_promise_facts(objective.terms)],
        "factsTitle": _("How it is judged"),
        "trend": None if trend is None else {"title": _("Trend"), "note": "", **trend.as_plain()},
        "blocks": blocks,
        "isLong": len(blocks) > 1 or any(block["breaching"] or block["excluded"] for block in blocks),
    }
    return Section(anchor, title, note, tuple(verdicts), plain)


def _end(fact: str) -> str:
    return _("{sentence}.").format(sentence=begin_large(fact))


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
