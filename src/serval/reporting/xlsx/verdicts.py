"""One row for each verdict: promise, figure, target, outcome, what was counted, money, digests; and the trend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction

from serval.engine.canonical import write_exact
from serval.engine.consequences.credits import CreditLine
from serval.engine.consequences.rewards import RewardLine
from serval.engine.money import Money
from serval.engine.verdicts import Verdict
from serval.engine.verdicts.results import OutageFigures
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_conditions, show_period_kind, show_whole_promise
from serval.reporting.report.model import Report, Series
from serval.reporting.sentences import explain_problem, name_metric, name_reason
from serval.reporting.sentences.promise_words import find_kind, name_clause
from serval.reporting.sentences.scorecard_words import has_sides, name_ground
from serval.reporting.workbooks import Cell, Field, Table, build_table
from serval.reporting.xlsx.figures import (
    place_field,
    place_proof,
    place_sentence,
    say_yes,
    show_bound,
    show_figure,
    show_length,
    show_outcome,
)

Of = Callable[[Verdict], Cell]
MoneyKey = tuple[str, str, str]
"""Objective, subject and label of the period, as lines of statements name their verdict."""


def build_verdicts(report: Report) -> Table:
    """Every verdict, those of rolling windows too."""
    fields = [*_list_result(report), *_list_counts(), *_list_account(), *_list_terms(), *_list_digests()]
    return build_table(_("Objectives"), fields, report.scorecard.verdicts)


def _list_result(report: Report) -> list[Field[Verdict]]:
    owed, earned = _sum_money(report)
    # Two part periods of one promise may bear one label, which is all that a line names: the first shows the sum.
    firsts = {_name(verdict): verdict for verdict in reversed(report.scorecard.verdicts)}

    def find(sums: Mapping[MoneyKey, Money], verdict: Verdict) -> Money | None:
        return sums.get(_name(verdict)) if firsts[_name(verdict)] is verdict else None

    return [
        place_field(_("Objective"), lambda v: v.objective.id),
        place_sentence(_("Promise"), _say_promise),
        place_field(_("Subject"), lambda v: v.subject),
        place_field(_("Period"), lambda v: v.period.label),
        place_field(_("Target"), lambda v: show_whole_promise(v.objective.target)),
        place_field(_("Attained"), lambda v: show_figure(v.value, v.objective.target.unit)),
        place_field(_("Verdict"), lambda v: show_outcome(v.outcome)),
        place_field(_("Provisional"), lambda v: say_yes(v.provisional)),
        place_field(_("Counted"), _count),
        place_field(_("Missed"), _count_missed),
        place_field(_("Outages"), lambda v: v.account.outages if v.account else None),
        place_field(_("Time down"), _of_account(lambda a: a.down)),
        place_field(_("Credit before caps"), lambda v: find(owed, v)),
        place_field(_("Reward"), lambda v: find(earned, v)),
        place_sentence(_("Why"), _explain),
    ]


def _list_counts() -> list[Field[Verdict]]:
    titles = {
        "kept": _("Kept"),
        "valued": _("Valued"),
        "open": _("Open"),
        "superseded": _("Superseded"),
        "excluded": _("Excluded"),
        "bad_data": _("Bad data"),
    }
    return [place_proof(title, _of_population(name)) for name, title in titles.items()]


def _list_account() -> list[Field[Verdict]]:
    return [
        place_proof(_("Agreed time"), _of_account(lambda a: a.agreed)),
        place_proof(_("Time excluded"), _of_account(lambda a: a.excluded)),
        place_proof(_("Time unknown"), _of_account(lambda a: a.unknown)),
        place_proof(name_metric("mtbf"), _of_account(lambda a: a.mtbf)),
        place_proof(name_metric("mttr"), _of_account(lambda a: a.mttr)),
        place_proof(name_metric("mttd"), _of_account(lambda a: a.mttd)),
        place_proof(_("Error budget"), _of_account(lambda a: a.budget)),
        place_proof(_("Error budget left"), _of_account(lambda a: None if a.budget is None else a.budget - a.down)),
    ]


def _list_terms() -> list[Field[Verdict]]:
    return [
        place_proof(_("First day"), lambda v: v.period.first),
        place_proof(_("Last day"), lambda v: v.period.last),
        place_proof(_("Target as a number"), show_bound),
        place_proof(_("Exact figure"), lambda v: None if v.value is None else write_exact(v.value)),
        place_proof(_("Metric"), lambda v: name_metric(find_kind(v.objective.terms) or v.objective.terms.metric)),
        place_proof(_("Conditions"), lambda v: show_conditions(v.objective.terms.where)),
        place_proof(_("Calendar"), lambda v: v.objective.terms.calendar),
        place_proof(_("Accounted by"), lambda v: show_period_kind(v.objective.terms.period)),
        place_proof(_("Clause"), lambda v: name_clause(v.objective.terms.source)),
        place_proof(_("Warns only"), lambda v: say_yes(not v.binding)),
        place_proof(_("Terms version"), lambda v: _(", ").join(label for label, _digest in v.versions)),
    ]


def _list_digests() -> list[Field[Verdict]]:
    return [
        place_proof(_("Digest of the verdict"), lambda v: v.digest),
        place_proof(_("Digest of the terms"), lambda v: v.digests.get("terms")),
        place_proof(_("Digest of the calendar"), lambda v: v.digests.get("calendar")),
        place_proof(_("Digest of the evidence"), lambda v: v.digests.get("evidence")),
        place_proof(_("Digest of the ledger"), lambda v: v.digests.get("ledger")),
    ]


def _say_promise(verdict: Verdict) -> str:
    says = verdict.objective.terms.says
    return says.choose(current_language()) if says else ""


def _explain(verdict: Verdict) -> str:
    if verdict.refusal is not None:
        return explain_problem(verdict.refusal)
    return name_ground(verdict) or name_reason(verdict.reason)


def _count(verdict: Verdict) -> Cell:
    """Of what is no outage, since outages have a column of their own."""
    return verdict.population.counted if verdict.account is None else None


def _count_missed(verdict: Verdict) -> Cell:
    return verdict.population.missed if has_sides(verdict) else None


def _of_population(name: str) -> Of:
    return lambda verdict: getattr(verdict.population, name)


def _of_account(choose: Callable[[OutageFigures], int | Fraction | None]) -> Of:
    """A length of time of the account; empty where the verdict is not about outages."""
    return lambda verdict: None if verdict.account is None else show_length(choose(verdict.account))


def _name(verdict: Verdict) -> MoneyKey:
    return verdict.objective.base, verdict.subject, verdict.period.label


def _sum_money(report: Report) -> tuple[Mapping[MoneyKey, Money], Mapping[MoneyKey, Money]]:
    """Credits and rewards of each verdict, as the lines of the statements say."""
    owed: dict[MoneyKey, Money] = {}
    earned: dict[MoneyKey, Money] = {}
    for statement in report.statements:
        for line in statement.credits.lines if statement.credits else ():
            _add(owed, line)
        for reward in statement.rewards:
            _add(earned, reward)
    return owed, earned


def _add(sums: dict[MoneyKey, Money], line: CreditLine | RewardLine) -> None:
    key = line.objective, line.subject, line.period
    sums[key] = sums[key] + line.amount if key in sums else line.amount


def build_trend(report: Report) -> Table:
    """The periods before the report, and those of the report, of each promise in turn."""
    fields: list[Field[Verdict]] = [
        place_field(_("Objective"), lambda v: v.objective.id),
        place_field(_("Subject"), lambda v: v.subject),
        place_field(_("Period"), lambda v: v.period.label),
        place_field(_("First day"), lambda v: v.period.first),
        place_field(_("Last day"), lambda v: v.period.last),
        place_field(_("Target as a number"), show_bound),
        place_field(_("Attained"), lambda v: show_figure(v.value, v.objective.target.unit)),
        place_field(_("Verdict"), lambda v: show_outcome(v.outcome)),
        place_field(_("Counted"), _count),
        place_field(_("Missed"), _count_missed),
    ]
    return build_table(_("Trend"), fields, _list_trend(report), held=3)


def _list_trend(report: Report) -> list[Verdict]:
    series: dict[Series, list[Verdict]] = defaultdict(list)
    for name, earlier in report.trend.items():
        series[name] += earlier
    for verdict in report.scorecard.verdicts:
        if verdict.binding:
            series[Series(verdict.objective.id, verdict.subject)].append(verdict)
    return [verdict for verdicts in series.values() for verdict in verdicts]
