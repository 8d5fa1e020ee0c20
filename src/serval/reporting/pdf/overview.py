"""The overview: every verdict in one line, the broken promises first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_period
from serval.reporting.formats import show_attained
from serval.reporting.money import show_money
from serval.reporting.pdf.chapters import Chapter
from serval.reporting.pdf.cover import sum_money
from serval.reporting.pdf.promises import begin_large, find_budget, show_bound, show_cost
from serval.reporting.pdf.sections import Section
from serval.reporting.pdf.trends import draw_sparkline
from serval.reporting.report.days import find_days
from serval.reporting.report.model import Report
from serval.reporting.sentences import name_outcome
from serval.reporting.sentences.restated_words import describe_same, is_changed
from serval.reporting.sentences.scorecard_words import explain_silence, name_ground

ORDER = ("breached", "refused", "no_data", "met")

Plain = dict[str, Any]


def describe_overview(report: Report, chapters: Sequence[Chapter]) -> Plain:
    """The table of all promises; with several periods each has a line of its own under its promise."""
    is_alone = all(len(section.verdicts) == 1 for chapter in chapters for section in chapter.sections)
    return {
        "title": _("Overview"),
        "columns": {
            "verdict": _("Verdict"),
            "promise": _("Promise"),
            "value": _("Attained"),
            "target": _("Target"),
            "spark": _("Trend"),
            "budget": _("Budget left"),
            "cost": _("Credits"),
            "page": _("Page"),
        },
        "groups": _group_by_outcome(report, chapters) if is_alone else _group_by_promise(report, chapters),
        "total": list(_list_totals(report)),
        "later": _list_later(report),
    }


def _group_by_outcome(report: Report, chapters: Sequence[Chapter]) -> list[Plain]:
    """Promises with one subject come first; the words of the others stand once, above their subjects."""
    groups = []
    for outcome in ORDER:
        rows: list[Plain] = []
        parts: list[Plain] = []
        for chapter in chapters:
            found = [section for section in chapter.sections if section.latest.outcome == outcome]
            if chapter.is_shared:
                under = [_describe_row(s, s.latest, report, s.latest.subject, "") for s in found]
                parts += [{"title": _name(chapter), "rows": under}] if under else []
            else:
                rows += [_describe_row(s, s.latest, report, chapter.title, _note(chapter, s)) for s in found]
        number = len(rows) + sum(len(part["rows"]) for part in parts)
        if number:
            text = _("{outcome}: {n}").format(outcome=begin_large(name_outcome(outcome)), n=number)
            groups.append({"title": text, "parts": [{"title": "", "rows": rows}, *parts]})
    return groups


def _group_by_promise(report: Report, chapters: Sequence[Chapter]) -> list[Plain]:
    return [
        {
            "title": _name(chapter),
            "parts": [
                {
                    "title": section.latest.subject if chapter.is_shared else "",
                    "rows": [_describe_row(section, v, report, show_period(v.period), "") for v in section.verdicts],
                }
                for section in chapter.sections
            ],
        }
        for chapter in chapters
    ]


def _note(chapter: Chapter, section: Section) -> str:
    silence = explain_silence(section.latest) if section.is_silent else ""
    return _("; ").join(part for part in (chapter.clause, silence) if part)


def _name(chapter: Chapter) -> str:
    return _("; ").join(part for part in (chapter.title, chapter.clause) if part)


def _describe_row(section: Section, verdict: Verdict, report: Report, title: str, note: str) -> Plain:
    budget = find_budget(verdict)
    spark = draw_sparkline(verdict, report)
    notes = (note, _say_period(verdict, report, title), name_ground(verdict), _mark_provisional(verdict))
    return {
        "anchor": section.anchor,
        "outcome": verdict.outcome,
        "word": begin_large(name_outcome(verdict.outcome)),
        "title": title,
        "note": _("; ").join(filter(None, notes)),
        "value": show_attained(verdict),
        "target": show_bound(verdict.objective),
        "spark": None if spark is None else spark.as_plain(),
        "budget": None if budget is None else {"says": budget.say(), "share": budget.share},
        "cost": show_cost(verdict, report),
    }


def _say_period(verdict: Verdict, report: Report, title: str) -> str:
    """The period of a verdict where it is not the one that the whole report is about."""
    period = show_period(verdict.period)
    is_known = (verdict.period.first, verdict.period.last) == find_days(report) or period == title
    return "" if is_known else period


def _mark_provisional(verdict: Verdict) -> str:
    return _("provisional") if verdict.provisional else ""


def _list_totals(report: Report) -> Iterator[list[str]]:
    """What all promises cost before the caps, where these take something off, and after them."""
    owed = [statement.credits for statement in report.statements if statement.credits is not None]
    whole = sum_money([one.total for one in owed])
    payable = sum_money([one.payable for one in owed])
    if whole != payable:
        yield from ([_("Sum of the credits"), show_money(amount)] for amount in whole)
    yield from ([_("Credits after caps"), show_money(amount)] for amount in payable)


def _list_later(report: Report) -> list[str]:
    """Promises whose period had begun and closes later; that a second result says what the first said."""
    found: dict[str, list[str]] = {}
    for name, period in report.scorecard.later:
        found.setdefault(show_period(period), []).append(name)
    text = _("{objective}: {period} closes later and was not judged.")
    lines = [text.format(objective=_(", ").join(names), period=label) for label, names in found.items()]
    change = report.restatement
    if change is not None and not is_changed(change):
        lines.append(_("Restated with the same result as at first. {same}").format(same=describe_same(change)))
    return lines
