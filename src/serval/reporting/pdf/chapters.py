"""Chapters: one objective with all its subjects; those without data stand in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from serval.engine.terms.objectives import CompiledObjective
from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_period
from serval.reporting.formats import show_attained
from serval.reporting.pdf.promises import begin_large
from serval.reporting.pdf.sections import Section, describe_section
from serval.reporting.pdf.trends import list_trend
from serval.reporting.report.model import Report
from serval.reporting.sentences.promise_words import list_promise_facts, name_clause, name_promise
from serval.reporting.sentences.scorecard_words import explain_silence, select_verdicts


@dataclass(frozen=True)
class Chapter:
    """What is promised, once, and a section for each subject it is promised for."""

    objective: CompiledObjective
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """The words of the promise, with its subject where there is only one."""
        named, subject = name_promise(self.objective), self.sections[0].latest.subject
        if self.is_shared or not subject:
            return named
        return _("{promise} · {subject}").format(promise=named, subject=subject)

    @property
    def clause(self) -> str:
        return name_clause(self.objective.terms.source) if self.objective.terms.source else ""

    @property
    def is_shared(self) -> bool:
        """Whether several subjects have the promise."""
        return len(self.sections) > 1


def list_chapters(report: Report) -> list[Chapter]:
    """One chapter for each objective, in the order of the scorecard."""
    found: dict[str, dict[str, list[Verdict]]] = {}
    for verdict in select_verdicts(report.scorecard):
        found.setdefault(verdict.objective.id, {}).setdefault(verdict.subject, []).append(verdict)
    chapters = []
    for place, subjects in enumerate(found.values(), 1):
        sections = tuple(
            Section(f"promise-{place}-{number}", tuple(verdicts))
            for number, verdicts in enumerate(subjects.values(), 1)
        )
        chapters.append(Chapter(sections[0].latest.objective, sections))
    return chapters


def describe_chapter(chapter: Chapter, report: Report) -> dict[str, Any]:
    """What stands under the heading of a promise."""
    silent = [section for section in chapter.sections if section.is_silent] if chapter.is_shared else []
    sections = [describe_section(section, report) for section in chapter.sections if section not in silent]
    return {
        "anchor": "" if chapter.is_shared else chapter.sections[0].anchor,
        "title": chapter.title,
        "note": " · ".join(part for part in (chapter.objective.id, chapter.clause) if part),
        "facts": [_end(fact) for fact in list_promise_facts(chapter.objective.terms)],
        "factsTitle": _("How it is judged"),
        "isShared": chapter.is_shared,
        "sections": sections,
        "silent": _describe_silent(silent, report) if silent else None,
        "isLong": chapter.is_shared or any(len(part["blocks"]) > 1 or part["rows"] for part in sections),
    }


def _end(fact: str) -> str:
    return _("{sentence}.").format(sentence=begin_large(fact))


def _describe_silent(sections: Sequence[Section], report: Report) -> dict[str, Any]:
    """Subjects without data: since when, and why."""
    return {
        "title": _("Without data: {n}").format(n=len(sections)),
        "columns": [_("Subject"), _("Reason"), _("Last figure known")],
        "rows": [
            {
                "anchor": section.anchor,
                "cells": [section.latest.subject, _explain(section), _show_last(section.latest, report)],
            }
            for section in sections
        ],
    }


def _explain(section: Section) -> str:
    """One reason where all periods have the same."""
    reasons = [explain_silence(verdict) for verdict in section.verdicts]
    if len(set(reasons)) == 1:
        return begin_large(reasons[0])
    text = _("{period}: {reason}")
    periods = (show_period(verdict.period) for verdict in section.verdicts)
    return _("; ").join(text.format(period=p, reason=r) for p, r in zip(periods, reasons, strict=True))


def _show_last(verdict: Verdict, report: Report) -> str:
    known = [earlier for earlier in list_trend(verdict, report) if earlier.value is not None]
    if not known:
        return "–"
    return _("{value} ({period})").format(value=show_attained(known[-1]), period=show_period(known[-1].period))
