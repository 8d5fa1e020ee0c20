"""The overview: every verdict in one line, the broken promises first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_period
from serval.reporting.formats import show_attained
from serval.reporting.money import show_money
from serval.reporting.pdf.cover import sum_payable
from serval.reporting.pdf.promises import begin_large, find_budget, show_bound, show_cost
from serval.reporting.pdf.sections import Section
from serval.reporting.pdf.trends import draw_sparkline
from serval.reporting.report.model import Report
from serval.reporting.sentences import name_outcome
from serval.reporting.sentences.scorecard_words import name_ground

ORDER = ("breached", "refused", "no_data", "met")


def describe_overview(report: Report, sections: Sequence[Section]) -> dict[str, Any]:
    """The table of all promises; with several periods each has a line of its own under its promise."""
    return {
        "title": _("Overview"),
        "columns": [
            _("Verdict"),
            _("Promise"),
            _("Attained"),
            _("Target"),
            _("Trend"),
            _("Budget left"),
            _("Credits"),
            _("Page"),
        ],
        "groups": _list_groups(report, sections),
        "total": _describe_total(report),
        "later": _list_later(report),
    }


def _list_groups(report: Report, sections: Sequence[Section]) -> list[dict[str, Any]]:
    """By outcome where every promise has one verdict, else by promise."""
    if all(len(section.verdicts) == 1 for section in sections):
        groups = []
        for outcome in ORDER:
            found = [section for section in sections if section.verdicts[0].outcome == outcome]
            if found:
                text = _("{outcome}: {n}").format(outcome=begin_large(name_outcome(outcome)), n=len(found))
                rows = [_describe_row(s, s.verdicts[0], report, s.title, s.note) for s in found]
                groups.append({"title": text, "trend": None, "rows": rows})
        return groups
    return [
        {
            "title": section.title,
            "trend": None,
            "rows": [_describe_row(section, v, report, show_period(v.period), "") for v in section.verdicts],
        }
        for section in sections
    ]


def _describe_row(section: Section, verdict: Verdict, report: Report, title: str, note: str) -> dict[str, Any]:
    budget = find_budget(verdict)
    spark = draw_sparkline(verdict, report)
    return {
        "anchor": section.anchor,
        "outcome": verdict.outcome,
        "word": begin_large(name_outcome(verdict.outcome)),
        "title": title,
        "note": _("; ").join(part for part in (note, name_ground(verdict), _mark_provisional(verdict)) if part),
        "value": show_attained(verdict),
        "target": show_bound(verdict.objective),
        "spark": None if spark is None else spark.as_plain(),
        "budget": None if budget is None else {"says": budget.say(), "share": budget.share},
        "cost": show_cost(verdict, report),
    }


def _mark_provisional(verdict: Verdict) -> str:
    return _("provisional") if verdict.provisional else ""


def _describe_total(report: Report) -> list[list[str]]:
    """Credits of all promises, after caps."""
    return [[_("Credits after caps"), show_money(amount)] for amount in sum_payable(report.statements)]


def _list_later(report: Report) -> list[str]:
    """Promises whose period had begun and closes later."""
    found: dict[str, list[str]] = {}
    for name, period in report.scorecard.later:
        found.setdefault(show_period(period), []).append(name)
    text = _("{objective}: {period} closes later and was not judged.")
    return [text.format(objective=_(", ").join(names), period=label) for label, names in found.items()]
