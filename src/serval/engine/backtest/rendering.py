"""A back-test as plain data: what `--json` prints and files hold. Compatible changes only.

Money is {amount, currency} with the amount as text, a list of them where there may be several currencies; shares and
figures are exact texts (`7/45`); nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from serval.engine import ENGINE_VERSION
from serval.engine.backtest.amounts import Amounts
from serval.engine.backtest.backtest import Compared, Side
from serval.engine.backtest.deciding import Deciding
from serval.engine.backtest.effects import ClauseEffect, Effect, Explained
from serval.engine.backtest.figures import Attainment, Figures, Reached
from serval.engine.backtest.proposal import Proposal, Supported
from serval.engine.backtest.sweep import Sweep, SweepStep
from serval.engine.canonical import write_exact
from serval.engine.instants import format_instant
from serval.engine.terms.target import Target
from serval.engine.zones import TZDATA_VERSION

SIDE_NAMES = ("A", "B")


def backtest_document(found: Compared) -> dict[str, Any]:
    """Everything a back-test found."""
    document: dict[str, Any] = {
        "apiVersion": "serval/v1",
        "kind": "Backtest",
        "span": {"first": found.span.first.isoformat(), "last": found.span.last.isoformat()},
        "asOf": format_instant(found.as_of),
        "engine": ENGINE_VERSION,
        "tzdata": TZDATA_VERSION,
        "evidence": {
            "items": found.evidence.items,
            "facts": found.evidence.facts,
            "samples": found.evidence.samples,
            "records": found.evidence.records,
            "digest": found.evidence.digest,
        },
        "sides": [_write_side(name, side) for name, side in zip(SIDE_NAMES, found.sides, strict=False)],
        "months": [_write_month(month, found.sides) for month in found.months],
        "difference": None if found.difference is None else _write_amounts(found.difference),
        "clauses": None if found.explained is None else _write_explained(found.explained),
        "deciding": None if found.deciding is None else _write_deciding(found.deciding),
        "sweep": None if found.sweep is None else _write_sweep(found.sweep),
        "proposal": None if found.proposal is None else _write_proposal(found.proposal),
    }
    return document


def _write_amounts(amounts: Amounts) -> list[dict[str, str]]:
    return [{"amount": str(money.amount), "currency": money.currency} for money in amounts.sums]


def _write_side(name: str, side: Side) -> dict[str, Any]:
    effective = side.terms.effective
    return {
        "side": name,
        "number": side.terms.metadata.number,
        "title": side.terms.metadata.title.model_dump(exclude_defaults=True),
        "digest": side.digest,
        "effective": {"from": effective.from_.isoformat(), "until": effective.until.isoformat()},
        "timezone": effective.timezone,
        "laidOverSpan": side.is_laid,
        "total": _write_figures(side.figures),
        "objectives": [_write_attainment(entry) for entry in side.attained],
    }


def _write_figures(figures: Figures) -> dict[str, Any]:
    return {
        "cost": _write_amounts(figures.cost),
        "credits": _write_amounts(figures.credits),
        "withheld": _write_amounts(figures.withheld),
        "met": figures.count("met"),
        "breached": figures.breached,
        "noData": figures.count("no_data"),
        "refused": figures.count("refused"),
        "provisional": figures.is_provisional,
    }


def _write_month(month: str, sides: Sequence[Side]) -> dict[str, Any]:
    figures = [side.figures.of_month(month) for side in sides]
    return {
        "month": month,
        "sides": [
            {
                "side": name,
                **_write_figures(entry),
                "scores": [{"period": s.period, "points": str(s.score)} for s in entry.settled if s.score is not None],
                "verdicts": [_write_reached(reached) for reached in entry.reached],
            }
            for name, entry in zip(SIDE_NAMES, figures, strict=False)
        ],
        "difference": _write_amounts(figures[1].cost - figures[0].cost) if len(figures) > 1 else None,
    }


def _write_value(value: Fraction | None) -> str | None:
    return None if value is None else write_exact(value)


def _write_reached(reached: Reached) -> dict[str, Any]:
    return {
        "objective": reached.objective,
        "subject": reached.subject,
        "period": reached.period,
        "value": _write_value(reached.value),
        "unit": reached.unit,
        "outcome": reached.outcome,
        "counted": reached.counted,
        "missed": reached.missed,
        "provisional": reached.provisional,
    }


def _write_target(target: Target) -> dict[str, Any]:
    plain: dict[str, Any] = target.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def _write_attainment(entry: Attainment) -> dict[str, Any]:
    return {
        "objective": entry.objective,
        "target": _write_target(entry.target),
        "attained": _write_value(entry.attained),
        "counted": entry.counted,
        "missed": entry.missed,
        "periods": entry.decided,
        "breached": entry.breached,
        "worst": None if entry.worst is None else _write_reached(entry.worst),
        "credited": _write_amounts(entry.credited),
    }


def _write_effect(effect: Effect) -> dict[str, Any]:
    return {"cost": _write_amounts(effect.cost), "breached": effect.breached}


def _write_explained(explained: Explained) -> dict[str, Any]:
    return {
        "each": [_write_clause(effect) for effect in explained.clauses],
        "together": _write_effect(explained.together),
        "total": _write_effect(explained.total),
    }


def _write_clause(effect: ClauseEffect) -> dict[str, Any]:
    return {
        "places": [list(place) for place in effect.clause.places],
        "rest": effect.clause.is_rest,
        "changes": [
            {
                "kind": change.kind,
                "where": list(change.where),
                "before": change.before,
                "after": change.after,
                "direction": change.direction,
            }
            for change in effect.clause.changes
        ],
        "alone": _write_effect(effect.alone),
        "last": _write_effect(effect.last),
        "objectives": list(effect.objectives),
    }


def _write_deciding(deciding: Deciding) -> dict[str, Any]:
    return {
        "total": deciding.total,
        "totals": [{"before": one, "after": other, "items": n} for (one, other), n in deciding.totals.items()],
        "items": [
            {
                "item": entry.row.item,
                "objective": entry.objective,
                "subject": entry.row.subject,
                "period": entry.row.period,
                "turnsVerdict": entry.turns,
                "before": None if entry.before is None else entry.before.as_record(),
                "after": None if entry.after is None else entry.after.as_record(),
            }
            for entry in deciding.items
        ],
    }


def _write_sweep(sweep: Sweep) -> dict[str, Any]:
    return {
        "objective": sweep.objective,
        "target": _write_target(sweep.target),
        "current": None if sweep.current is None else str(sweep.current),
        "steps": list(_write_steps(sweep.steps)),
    }


def _write_steps(steps: Iterable[SweepStep]) -> Iterable[dict[str, Any]]:
    for step in steps:
        yield {
            "bound": str(step.bound),
            **_write_attainment(step.attainment),
            "cost": _write_amounts(step.cost),
            "breachedInAll": step.breached,
        }


def _write_proposal(proposal: Proposal) -> dict[str, Any]:
    problem = proposal.problem
    return {
        "objective": proposal.wanted.objective,
        "wanted": write_exact(proposal.wanted.share),
        "current": _write_target(proposal.current),
        "overall": None if proposal.overall is None else _write_supported(proposal.overall),
        "everyPeriod": None if proposal.each is None else _write_supported(proposal.each),
        "problem": None if problem is None else {"code": problem.code, "data": problem.data},
    }


def _write_supported(supported: Supported) -> dict[str, Any]:
    return {
        **_write_attainment(supported.attainment),
        "worst": _write_reached(supported.worst),
        "cost": _write_amounts(supported.cost),
    }
