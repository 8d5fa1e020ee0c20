"""Restatements as plain data, in the notation of scorecards: codes, exact values and amounts as text."""

from __future__ import annotations

from typing import Any

from serval.engine.canonical import digest, write_exact
from serval.engine.consequences.writing import write_plain
from serval.engine.instants import format_instant
from serval.engine.verdicts.restatement import Restatement, StatementChange, VerdictChange
from serval.engine.verdicts.results import Population
from serval.engine.verdicts.stated import StatedScorecard, StatedStatement, StatedVerdict


def restatement_document(restatement: Restatement) -> dict[str, Any]:
    """A restatement with everything that changed; `digest` covers all the rest."""
    document = {
        "apiVersion": "serval/v1",
        "kind": "Restatement",
        "agreement": restatement.first.number,
        "first": _write_scorecard(restatement.first),
        "second": _write_scorecard(restatement.second),
        "verdicts": [_write_verdict_change(change) for change in restatement.verdicts],
        "statements": [_write_statement_change(change) for change in restatement.statements],
        "unchanged": {
            "verdicts": restatement.unchanged,
            "confirmed": restatement.confirmed,
            "statements": restatement.settled_alike,
        },
        "difference": {currency: write_plain(sums) for currency, sums in restatement.difference.items()},
    }
    return {**document, "digest": digest(document)}


def _write_scorecard(stated: StatedScorecard) -> dict[str, Any]:
    return {
        "version": stated.version,
        "terms": stated.terms,
        "asOf": format_instant(stated.as_of),
        "engine": stated.engine,
        "tzdata": stated.tzdata,
        "evidence": stated.evidence,
        "digest": stated.digest,
    }


def _write_verdict_change(change: VerdictChange) -> dict[str, Any]:
    objective, subject, period = change.key
    return {
        "objective": objective,
        "subject": subject,
        "period": period,
        "first": _write_verdict(change.first),
        "second": _write_verdict(change.second),
        "causes": list(change.causes),
    }


def _write_verdict(verdict: StatedVerdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    population = verdict.population
    return {
        "start": format_instant(verdict.start),
        "end": format_instant(verdict.end),
        "target": dict(verdict.target),
        "population": {
            "counted": population.counted,
            **{name: getattr(population, name) for name in Population.__slots__},
        },
        "value": None if verdict.value is None else write_exact(verdict.value),
        "shown": verdict.shown,
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "provisional": verdict.provisional,
        "versions": list(verdict.versions),
        "digests": dict(verdict.digests),
        "digest": verdict.digest,
    }


def _write_statement_change(change: StatementChange) -> dict[str, Any]:
    return {
        "settlement": change.settlement,
        "first": _write_statement(change.first),
        "second": _write_statement(change.second),
        "difference": {**write_plain(change.difference), "points": write_plain(change.points)},
        "causes": list(change.causes),
    }


def _write_statement(statement: StatedStatement | None) -> dict[str, Any] | None:
    if statement is None:
        return None
    return {
        "start": format_instant(statement.start),
        "end": format_instant(statement.end),
        **write_plain(statement.money),
        "points": write_plain(statement.points),
        "claim": statement.claim,
        "grounds": statement.grounds,
        "provisional": statement.provisional,
        "terms": statement.terms,
        "digest": statement.digest,
    }
