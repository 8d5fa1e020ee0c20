"""The strip of figures under the sentence of a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from serval.engine.verdicts import Verdict
from serval.engine.verdicts.rendering import round_half_up
from serval.engine.verdicts.results import OutageFigures
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_attained, show_working
from serval.reporting.money import show_money
from serval.reporting.pdf.promises import find_budget, find_cost, is_silent, show_bound
from serval.reporting.report.model import Report

Figure = dict[str, str]


def list_figures(verdict: Verdict, report: Report) -> list[Figure]:
    """At most seven figures: the attained one, what it rests on, what it costs; none where nothing was counted."""
    if is_silent(verdict):
        return []
    tone = "bad" if verdict.outcome == "breached" else ""
    found = [
        _figure(
            _("Attained"), show_attained(verdict), _("target {bound}").format(bound=show_bound(verdict.objective)), tone
        )
    ]
    found += _list_outages(verdict.account) if verdict.account is not None else _list_counts(verdict)
    budget = find_budget(verdict)
    if budget is not None:
        found.append(_figure(_("Budget left"), budget.say(), "", "bad" if budget.left < 0 else ""))
    cost = find_cost(verdict, report)
    if cost is not None:
        found.append(_figure(_("Credits"), show_money(cost)))
    return found


def _figure(label: str, value: str, note: str = "", tone: str = "") -> Figure:
    return {"label": label, "value": value, "note": note, "tone": tone}


def _list_counts(verdict: Verdict) -> Iterator[Figure]:
    population, kind = verdict.population, verdict.objective.kind
    yield _figure(_("Counted"), str(population.counted))
    if kind == "obligation" or verdict.objective.target.within is not None:
        yield _figure(_("Kept"), str(population.kept))
        yield _figure(_("Missed"), str(population.missed), tone="bad" if population.missed else "")
    if population.excluded:
        yield _figure(_("Excluded"), str(population.excluded))
    if kind == "clock" and population.open:
        yield _figure(_("Carried over"), str(population.open))
    if population.bad_data:
        yield _figure(_("Bad data"), str(population.bad_data))


def _list_outages(account: OutageFigures) -> Iterator[Figure]:
    yield _figure(_("Agreed time"), show_working(account.agreed))
    yield _figure(_("Counted as down"), show_working(account.down), tone="bad" if account.down else "")
    yield _figure(_("Outages"), str(account.outages))
    if account.excluded:
        yield _figure(_("Excluded"), show_working(account.excluded))
    if account.unknown:
        yield _figure(_("Unknown"), show_working(account.unknown))
    elif account.mttr is not None:
        yield _figure(_("Mean time to repair"), show_working(_round(account.mttr)))


def _round(seconds: Fraction) -> int:
    return int(round_half_up(seconds, 0))
