"""All checks, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from serval.engine.calendars.spec import HolidaySet
from serval.engine.documents import Document
from serval.engine.lint.chain import find_promises_not_carried
from serval.engine.lint.components import find_promises_above_components
from serval.engine.lint.credit_tables import (
    find_falling_credits,
    find_tier_gaps,
    find_tier_overlaps,
    find_tiers_above_promise,
)
from serval.engine.lint.dates import find_backdating_without_approval, find_holidays_known_too_shortly
from serval.engine.lint.dimensions import find_missing_dimensions
from serval.engine.lint.doubles import find_two_figures
from serval.engine.lint.evidence import (
    find_measures_without_evidence,
    find_silence_without_cost,
    find_surveys_of_one,
)
from serval.engine.lint.exceptions import find_assurances_not_stricter, find_extensions_not_longer
from serval.engine.lint.findings import Finding, Remark
from serval.engine.lint.grades import find_cheaper_grades, find_laxer_grades
from serval.engine.lint.hours import find_days_written_as_hours, find_targets_beyond_period
from serval.engine.lint.papers import Paper
from serval.engine.lint.payouts import (
    find_claims_without_credits,
    find_grounds_never_given,
    find_idle_caps,
    find_idle_rewards,
    find_units_that_never_count,
    find_windows_that_close_first,
)
from serval.engine.lint.points import find_grades_that_pay_more, find_unreachable_grades
from serval.engine.lint.sampling import (
    find_gaps_below_interval,
    find_gaps_that_hide_breaches,
    find_gaps_without_limit,
    find_outages_between_samples,
)
from serval.engine.lint.scopes import find_agreements_without_precedence, find_picks_without_winner
from serval.engine.lint.unused import (
    find_unused_calendars,
    find_unused_clocks,
    find_unused_measures,
    find_unused_services,
)
from serval.engine.lint.voids import find_impossible_promises, find_tolerance_for_all, find_void_promises
from serval.engine.terms.model import Terms

CHECKS: tuple[Callable[[Paper], Iterator[Remark]], ...] = (
    find_picks_without_winner,
    find_tier_gaps,
    find_tier_overlaps,
    find_tiers_above_promise,
    find_falling_credits,
    find_grades_that_pay_more,
    find_unreachable_grades,
    find_targets_beyond_period,
    find_days_written_as_hours,
    find_two_figures,
    find_void_promises,
    find_impossible_promises,
    find_tolerance_for_all,
    find_gaps_that_hide_breaches,
    find_gaps_without_limit,
    find_gaps_below_interval,
    find_outages_between_samples,
    find_idle_rewards,
    find_units_that_never_count,
    find_idle_caps,
    find_claims_without_credits,
    find_windows_that_close_first,
    find_grounds_never_given,
    find_measures_without_evidence,
    find_surveys_of_one,
    find_silence_without_cost,
    find_assurances_not_stricter,
    find_extensions_not_longer,
    find_holidays_known_too_shortly,
    find_backdating_without_approval,
    find_unused_clocks,
    find_unused_measures,
    find_unused_calendars,
    find_unused_services,
    find_missing_dimensions,
)
"""Checks of one paper by itself."""

CROSS_CHECKS: tuple[Callable[[Sequence[Paper]], Iterator[tuple[Paper, Remark]]], ...] = (
    find_agreements_without_precedence,
    find_promises_not_carried,
    find_promises_above_components,
    find_laxer_grades,
    find_cheaper_grades,
)
"""Checks of papers beside each other."""


def lint_terms(
    placed: Iterable[tuple[Terms, Document]], *, holidays: Mapping[str, HolidaySet] | None = None
) -> tuple[Finding, ...]:
    """What is doubtful in documents that were loaded together, in the order of documents and lines.

    placed    what `load_placed` gives for each document
    holidays  published sets by region; a region without one is taken to have no days off
    """
    papers = [Paper(terms, document, holidays or {}) for terms, document in placed]
    found = [(paper, remark) for paper in papers for check in CHECKS for remark in check(paper)]
    found += [pair for check in CROSS_CHECKS for pair in check(papers)]
    order = {id(paper): index for index, paper in enumerate(papers)}
    findings = [(order[id(paper)], _place(paper, remark)) for paper, remark in found]
    return tuple(finding for _, finding in sorted(findings, key=_reading_order))


def _reading_order(entry: tuple[int, Finding]) -> tuple[int, int, int, str, str]:
    index, finding = entry
    return index, finding.line, finding.column, finding.code, str(sorted(finding.data.items(), key=str))


def _place(paper: Paper, remark: Remark) -> Finding:
    line, column = paper.document.find_position(remark.place)
    return Finding(remark.code, remark.severity, paper.document.source, line, column, remark.data)
