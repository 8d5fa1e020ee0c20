"""Scorecards as plain data: what `--json`, the API and later the evidence pack show. Compatible changes only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from serval.engine import ENGINE_VERSION
from serval.engine.canonical import write_exact
from serval.engine.durations import format_percent
from serval.engine.instants import format_instant
from serval.engine.periods import Period
from serval.engine.terms.level import format_number
from serval.engine.verdicts.explain import Explanation, Unexplained
from serval.engine.verdicts.explain_outages import OutageExplanation
from serval.engine.verdicts.results import OutageFigures, Population, Scorecard, Verdict
from serval.engine.zones import TZDATA_VERSION


def scorecard_document(scorecard: Scorecard) -> dict[str, Any]:
    """A scorecard with all its verdicts."""
    evidence = scorecard.evidence
    return {
        "apiVersion": "serval/v1",
        "kind": "Scorecard",
        "agreement": _agreement(scorecard),
        "asOf": format_instant(scorecard.as_of),
        "engine": ENGINE_VERSION,
        "tzdata": TZDATA_VERSION,
        "evidence": {
            "items": evidence.items,
            "facts": evidence.facts,
            "first": _instant(evidence.first),
            "last": _instant(evidence.last),
            "samples": evidence.samples,
            "records": evidence.records,
            "unmatched": evidence.unmatched,
            "notCovered": evidence.not_covered,
            "outsidePeriods": evidence.outside_periods,
            "pausesKnown": evidence.pauses_known,
            "digest": evidence.digest,
        },
        "verdicts": [verdict_document(verdict) for verdict in scorecard.verdicts],
        "later": [{"objective": name, **_period(period)} for name, period in scorecard.later],
        "digest": scorecard.digest,
    }


def _agreement(scorecard: Scorecard) -> dict[str, Any]:
    terms = scorecard.agreement.terms
    return {
        "number": terms.metadata.number,
        "title": terms.metadata.title.model_dump(exclude_defaults=True),
        "provider": terms.parties.provider,
        "client": terms.parties.client,
        "version": scorecard.agreement.version,
        "timezone": terms.effective.timezone,
        "digest": scorecard.agreement.digest,
    }


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """One verdict; `value` is exact (a fraction), `shown` a decimal rounded half up for reading."""
    objective = verdict.objective.terms
    plain = objective.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {
        "objective": objective.id,
        "subject": verdict.subject,
        "says": objective.says.model_dump(exclude_defaults=True) if objective.says else None,
        "metric": objective.metric,
        "target": plain["target"],
        "statistic": _statistic(verdict),
        "period": _period(verdict.period),
        "population": {
            "counted": verdict.population.counted,
            **{name: getattr(verdict.population, name) for name in Population.__slots__},
        },
        "value": None if verdict.value is None else write_exact(verdict.value),
        "shown": None if verdict.value is None else show_value(verdict),
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "provisional": verdict.provisional,
        "binding": verdict.binding,
        "refusal": None if verdict.refusal is None else verdict.refusal.data,
        "breaching": [row.as_record() for row in verdict.breaching],
        "account": _account(verdict.account),
        "phases": [{"until": name or None, "working_seconds": seconds} for name, seconds in verdict.phases],
        "versions": [{"version": version, "digest": digest} for version, digest in verdict.versions],
        "digests": verdict.digests,
        "digest": verdict.digest,
    }


def _account(figures: OutageFigures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    exact = {name: getattr(figures, name) for name in ("mtbf", "mttr", "mttd", "budget")}
    return {
        "agreed_seconds": figures.agreed,
        "excluded_seconds": figures.excluded,
        "down_seconds": figures.down,
        "unknown_seconds": figures.unknown,
        "outages": figures.outages,
        **{f"{name}_seconds": None if value is None else str(value) for name, value in exact.items()},
    }


def _statistic(verdict: Verdict) -> str:
    """What `value` is, with the method where several are in use: `p90 (nearest-rank)`."""
    target = verdict.objective.target
    if verdict.objective.kind != "clock":
        return verdict.objective.kind
    if target.percentile is not None:
        rank = format_percent(target.percentile.share).removesuffix("%")
        return f"p{rank} ({target.method})"
    return "share" if target.within is not None else "mean" if target.mean is not None else "median"


def show_value(verdict: Verdict) -> str:
    """`97.31%` for shares, whole seconds such as `2710s` for lengths of time, a number for counts."""
    if verdict.value is None:
        return ""
    match verdict.objective.target.unit:
        case "share":
            return f"{round_half_up(verdict.value * 100, 2)}%"
        case "seconds":
            return f"{round_half_up(verdict.value, 0)}s"
        case "number":
            return format_number(verdict.value)


def round_half_up(value: Fraction, places: int) -> str:
    """A non-negative fraction as decimal text; the only place where attainment is rounded."""
    scale = 10**places
    units = (value.numerator * scale * 2 + value.denominator) // (value.denominator * 2)
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{places}}" if places else str(whole)


def explanation_document(explanation: Explanation | Unexplained) -> dict[str, Any]:
    """One clock of an item with its segments, or the code of what keeps it from being read."""
    if isinstance(explanation, Unexplained):
        problem = explanation.problem
        return {"objective": explanation.objective.id, "problem": problem.code, "data": problem.data}
    judgement = explanation.judgement
    reading = judgement.reading
    return {
        "objective": explanation.objective.id,
        "period": _period(explanation.period) if explanation.period else None,
        "cycle": judgement.claim.cycle.number,
        "calendar": explanation.objective.calendar.name,
        "state": reading.state,
        "started": format_instant(reading.started),
        "stopped": _instant(judgement.stopped),
        "readAt": format_instant(reading.ended),
        "due": _instant(reading.due),
        "provisional": reading.provisional,
        "target_seconds": reading.target,
        "working_seconds": reading.elapsed,
        "paused_seconds": reading.paused,
        "remaining_seconds": reading.remaining,
        "outcome": judgement.outcome,
        "reason": judgement.reason,
        "source": judgement.source,
        "warnings": [{"share": str(w.share), "at": _instant(w.at)} for w in reading.warnings],
        "segments": [
            {
                "start": format_instant(segment.start),
                "end": format_instant(segment.end),
                "kind": segment.kind,
                "reason": segment.reason,
                "source": segment.source,
                "working_seconds": segment.working,
            }
            for segment in explanation.segments
        ],
    }


def outages_document(explanation: OutageExplanation) -> dict[str, Any]:
    """One promise on availability for one subject, with every row of its ledger and its burn rates."""
    return {
        "objective": explanation.objective.id,
        "subject": explanation.subject,
        "verdicts": [verdict_document(verdict) for verdict in explanation.verdicts],
        "rows": [row.as_record() for row in explanation.rows],
        "burn": [
            {
                "long_seconds": reading.pair.long,
                "short_seconds": reading.pair.short,
                "threshold": str(reading.threshold),
                "long_burn": None if reading.long_burn is None else str(reading.long_burn),
                "short_burn": None if reading.short_burn is None else str(reading.short_burn),
                "alarming": reading.is_alarming,
            }
            for reading in explanation.burn
        ],
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "label": period.label,
        "start": format_instant(period.start),
        "end": format_instant(period.end),
        "part": period.part,
        "merged": period.merged,
    }


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)
