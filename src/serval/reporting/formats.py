"""Figures as people read them: instants in the agreement's zone, lengths of time, attainment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from fractions import Fraction

from serval.engine.durations import Duration, format_percent
from serval.engine.instants import to_datetime
from serval.engine.periods import PeriodKind
from serval.engine.terms.level import Level
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.terms.target import Target
from serval.engine.verdicts.rendering import round_half_up
from serval.engine.verdicts.results import Verdict
from serval.reporting.catalogue import translate as _


def show_instant(instant: int | None, zone: tzinfo) -> str:
    """`2026-05-04 10:00` in a zone, with seconds where there are any; `–` for none."""
    if instant is None:
        return "–"
    moment = to_datetime(instant).astimezone(zone)
    return moment.strftime("%Y-%m-%d %H:%M:%S" if moment.second else "%Y-%m-%d %H:%M")


def show_seconds(seconds: int) -> str:
    """`3 h 30 min`, `45 s`, `5 d 15 h` (of 24 hours); a minus sign in front of negative lengths."""
    days, rest = divmod(abs(seconds), 86_400)
    shown = [_("{n} d").format(n=days)] if days else []
    if rest or not days:
        shown.append(show_working(rest))
    return ("−" if seconds < 0 else "") + " ".join(shown)


def show_working(seconds: int) -> str:
    """A length of working time in hours and minutes: days would be ambiguous there."""
    sign, rest = ("−" if seconds < 0 else ""), abs(seconds)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, _("{n} h")), (minutes, _("{n} min")), (left, _("{n} s")))
    shown = [text.format(n=number) for number, text in parts if number]
    return sign + (" ".join(shown) or _("{n} s").format(n=0))


def show_limit(limit: Duration) -> str:
    """A promised length of time with its unit spelled out."""
    if limit.unit == "s":
        return show_working(limit.amount)
    if limit.amount == 1:
        return _("1 working day") if limit.unit == "wd" else _("1 day")
    return (_("{n} working days") if limit.unit == "wd" else _("{n} days")).format(n=limit.amount)


def show_period_kind(kind: PeriodKind) -> str:
    """The accounting period of a promise."""
    names = {"month": _("month"), "quarter": _("quarter"), "year": _("year"), "contract-year": _("contract year")}
    return _("rolling {n} days").format(n=kind.days) if kind.name == "rolling" else names[kind.name]


def show_conditions(where: Mapping[str, Sequence[str]]) -> str:
    """`priority = urgent | high, type = incident`; nothing for a promise without conditions."""
    return ", ".join(f"{name} = {' | '.join(values)}" for name, values in where.items())


def show_target(objective: CompiledObjective) -> str:
    """The promise in a few words."""
    return show_promise(objective.target)


def show_promise(target: Target) -> str:
    """What a target promises, in a few words."""
    if target.at_most is not None:
        return _("at most {n}").format(n=show_level(target.at_most))
    if target.at_least is not None:
        return _("at least {n}").format(n=show_level(target.at_least))
    if target.limit is None:
        return ""
    length = show_limit(target.limit)
    if target.mean is not None:
        return _("mean ≤ {length}").format(length=length)
    if target.median is not None:
        return _("median ≤ {length}").format(length=length)
    if target.percentile is not None:
        rank = format_percent(target.percentile.share).removesuffix("%")
        return _("p{rank} ≤ {length}").format(rank=rank, length=length)
    if target.share is None:
        return _("all within {length}").format(length=length)
    return _("{share} within {length}").format(share=format_percent(target.share), length=length)


def show_whole_promise(target: Target) -> str:
    """A promise with the misses it bears and the method of its percentile."""
    text = show_promise(target)
    if target.tolerate:
        text = _("{target}, misses tolerated: {n}").format(target=text, n=target.tolerate)
    return _("{target} (linear)").format(target=text) if target.method == "linear" else text


def show_attained(verdict: Verdict) -> str:
    """What was reached, rounded half up for reading: `97.31%`, `2 h 5 min`, `3`; `–` without data."""
    if verdict.value is None:
        return "–"
    match verdict.objective.target.unit:
        case "share":
            return show_share(verdict.value)
        case "seconds":
            return show_working(int(round_half_up(verdict.value, 0)))
        case "number":
            return show_number(verdict.value)


def show_level(level: Level) -> str:
    """The bound of a promise: a length of time spelled out, a percentage or number as the terms write it."""
    return show_working(int(level.amount)) if level.unit == "seconds" else str(level)


def show_share(share: Fraction) -> str:
    """`97.31%`: two decimals, rounded half up, and three or four where rounding would hide that 100 % was missed."""
    for places in (2, 3, 4):
        text = round_half_up(share * 100, places)
        if share == 1 or not text.startswith("100"):
            break
    return text + "%"


def show_number(number: Fraction) -> str:
    """A plain figure with at most two decimals, rounded half up."""
    whole = round_half_up(abs(number), 2).rstrip("0").rstrip(".")
    return f"−{whole}" if number < 0 and whole != "0" else whole
