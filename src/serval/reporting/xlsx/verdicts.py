"""One row for each verdict: promise, figure, target, outcome, what was counted, money, digests; and the trend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from serval.engine.canonical import write_exact
from serval.engine.consequences.credits import CreditLine
from serval.engine.consequences.rewards import RewardLine
from serval.engine.money import Money
from serval.engine.verdicts import Population, Verdict
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_conditions, show_period_kind, show_whole_promise
from serval.reporting.report.model import Report, Series
from serval.reporting.sentences import explain_problem, name_metric, name_reason
from serval.reporting.sentences.promise_words import find_kind, name_clause
from serval.reporting.sentences.scorecard_words import name_ground
from serval.reporting.workbooks import Cell, Table
from serval.reporting.xlsx.figures import list_titles, say_yes, show_bound, show_figure, show_length, show_outcome

DIGESTS = ("terms", "calendar", "evidence", "ledger")
MEANS = ("mtbf", "mttr", "mttd")

MoneyKey = tuple[str, str, str]
"""Objective, subject and label of the period, as lines of statements name their verdict."""


def build_verdicts(report: Report) -> Table:
    """Every verdict, those of rolling windows too."""
    money = _sum_money(report)
    wrapping = (_("Promise"), _("Why"))
    rows = (_build_row(verdict, money) for verdict in report.scorecard.verdicts)
    return Table(_("Objectives"), list_titles(_list_titles(), wrapping=wrapping), rows, held=1)


def _list_titles() -> list[str]:
    promise = [_("Objective"), _("Promise"), _("Subject"), _("Period"), _("First day"), _("Last day")]
    result = [_("Target"), _("Target as a number"), _("Attained"), _("Verdict"), _("Why"), _("Provisional")]
    counted = [_("Counted"), _("Kept"), _("Missed"), _("Valued"), _("Open"), _("Superseded"), _("Excluded")]
    money = [_("Credit before caps"), _("Reward")]
    outages = [_("Outages"), _("Agreed time"), _("Time excluded"), _("Time down"), _("Time unknown")]
    means = [*map(name_metric, MEANS), _("Error budget"), _("Error budget left")]
    terms = [_("Metric"), _("Conditions"), _("Calendar"), _("Accounted by"), _("Clause"), _("Warns only")]
    proof = [_("Exact figure"), _("Terms version"), _("Digest of the verdict")]
    digests = [
        _("Digest of the terms"),
        _("Digest of the calendar"),
        _("Digest of the evidence"),
        _("Digest of the ledger"),
    ]
    return [*promise, *result, *counted, _("Bad data"), *money, *outages, *means, *terms, *proof, *digests]


def _build_row(verdict: Verdict, money: Mapping[MoneyKey, list[Money | None]]) -> list[Cell]:
    objective, period = verdict.objective, verdict.period
    says = objective.terms.says.choose(current_language()) if objective.terms.says else ""
    credit, reward = money.get((objective.base, verdict.subject, period.label), (None, None))
    return [
        objective.id,
        says,
        verdict.subject,
        period.label,
        period.first,
        period.last,
        show_whole_promise(objective.target),
        show_bound(verdict),
        show_figure(verdict.value, objective.target.unit),
        show_outcome(verdict.outcome),
        _explain(verdict),
        say_yes(verdict.provisional),
        *_count(verdict.population),
        credit,
        reward,
        *_list_account(verdict),
        *_list_terms(verdict),
        None if verdict.value is None else write_exact(verdict.value),
        _(", ").join(label for label, _digest in verdict.versions),
        verdict.digest,
        *(verdict.digests.get(name) for name in DIGESTS),
    ]


def _explain(verdict: Verdict) -> str:
    if verdict.refusal is not None:
        return explain_problem(verdict.refusal)
    return name_ground(verdict) or name_reason(verdict.reason)


def _count(population: Population) -> list[Cell]:
    names = ("counted", "kept", "missed", "valued", "open", "superseded", "excluded", "bad_data")
    return [getattr(population, name) for name in names]


def _list_account(verdict: Verdict) -> list[Cell]:
    account = verdict.account
    if account is None:
        return [None] * 10
    seconds = (account.agreed, account.excluded, account.down, account.unknown)
    means = (account.mtbf, account.mttr, account.mttd, account.budget)
    left = None if account.budget is None else account.budget - account.down
    return [account.outages, *map(show_length, (*seconds, *means, left))]


def _list_terms(verdict: Verdict) -> list[Cell]:
    terms = verdict.objective.terms
    return [
        name_metric(find_kind(terms) or terms.metric),
        show_conditions(terms.where),
        terms.calendar,
        show_period_kind(terms.period),
        name_clause(terms.source) if terms.source else "",
        say_yes(not verdict.binding),
    ]


def _sum_money(report: Report) -> Mapping[MoneyKey, list[Money | None]]:
    """Credits and rewards of each verdict, as its lines of the statements say."""
    sums: dict[MoneyKey, list[Money | None]] = defaultdict(lambda: [None, None])
    for statement in report.statements:
        owed = statement.credits.lines if statement.credits else ()
        places: list[tuple[int, CreditLine | RewardLine]] = [
            *((0, line) for line in owed),
            *((1, line) for line in statement.rewards),
        ]
        for place, line in places:
            both = sums[line.objective, line.subject, line.period]
            known = both[place]
            both[place] = line.amount if known is None else known + line.amount
    return sums


def build_trend(report: Report) -> Table:
    """The periods before the report, and those of the report, of each promise in turn."""
    titles = (_("Objective"), _("Subject"), _("Period"), _("First day"), _("Last day"), _("Target as a number"))
    figures = (_("Attained"), _("Verdict"), _("Counted"), _("Missed"))
    return Table(_("Trend"), list_titles((*titles, *figures)), _list_trend(report), held=3)


def _list_trend(report: Report) -> Iterator[list[Cell]]:
    present: dict[Series, list[Verdict]] = defaultdict(list)
    for verdict in report.scorecard.verdicts:
        if verdict.binding:
            present[Series(verdict.objective.id, verdict.subject)].append(verdict)
    for series in {**present, **report.trend}:
        for verdict in (*report.trend.get(series, ()), *present[series]):
            yield [
                *series,
                verdict.period.label,
                verdict.period.first,
                verdict.period.last,
                show_bound(verdict),
                show_figure(verdict.value, verdict.objective.target.unit),
                show_outcome(verdict.outcome),
                verdict.population.counted,
                verdict.population.missed,
            ]
