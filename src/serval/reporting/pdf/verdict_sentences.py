"""A verdict in one sentence: what was reached in which time, and what was promised."""

from __future__ import annotations

from serval.engine.durations import format_percent
from serval.engine.verdicts import Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_period
from serval.reporting.formats import show_attained, show_limit
from serval.reporting.pdf.promises import show_bound
from serval.reporting.sentences import explain_problem, name_metric
from serval.reporting.sentences.scorecard_words import explain_silence, name_ground


def say_verdict(verdict: Verdict) -> str:
    """The sentence that stands at the top of a promise's page."""
    period = show_period(verdict.period)
    if verdict.refusal is not None:
        text = _("{period}: not judged. {problem}")
        return text.format(period=period, problem=explain_problem(verdict.refusal))
    if verdict.value is None:
        return _say_silence(verdict, period)
    said = _say_clock(verdict, period) if verdict.objective.kind == "clock" else _say_figure(verdict, period)
    ground = name_ground(verdict)
    return _("{sentence} ({reason})").format(sentence=said, reason=ground) if ground else said


def _say_silence(verdict: Verdict, period: str) -> str:
    ground = explain_silence(verdict)
    if verdict.outcome == "breached":
        return _("{period}: {reason}.").format(period=period, reason=ground)
    if verdict.outcome == "met":
        return _("{period}: met, {reason}.").format(period=period, reason=ground)
    return _("{period}: no verdict, {reason}.").format(period=period, reason=ground)


def _say_clock(verdict: Verdict, period: str) -> str:
    target = verdict.objective.target
    data = {
        "period": period,
        "value": show_attained(verdict),
        "n": verdict.population.counted,
        "length": "" if target.limit is None else show_limit(target.limit),
        "promised": format_percent(target.share) if target.share is not None else "100%",
    }
    if target.within is not None:
        text = _("{period}: {value} of {n} clocks were stopped within {length}; {promised} was promised.")
    elif target.mean is not None:
        text = _("{period}: the mean of {n} clocks was {value}; at most {length} was promised.")
    elif target.median is not None:
        text = _("{period}: the median of {n} clocks was {value}; at most {length} was promised.")
    else:
        text = _("{period}: {rank} of {n} clocks took at most {value}; at most {length} was promised.")
        data["rank"] = "" if target.percentile is None else format_percent(target.percentile.share)
    return text.format(**data)


def _say_figure(verdict: Verdict, period: str) -> str:
    text = _("{period}: {metric} {value}; promised: {bound}.")
    return text.format(
        period=period,
        metric=name_metric(verdict.objective.kind),
        value=show_attained(verdict),
        bound=show_bound(verdict.objective),
    )
