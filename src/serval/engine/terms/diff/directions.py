"""Directions: which changes ask more of the provider, as far as the terms alone can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from serval.engine.spans import normalise, subtract
from serval.engine.terms.credit_steps import compare_tables
from serval.engine.terms.rates import Cap, DateSpan
from serval.engine.terms.strictness import Better, Direction, compare_amounts, compare_durations, compare_targets

Rule = Callable[[Any, Any], Direction]
_OPPOSITE: Mapping[Direction, Direction] = {"stricter": "laxer", "laxer": "stricter"}


def find_direction(pattern: str, old: Any, new: Any) -> Direction:
    """What the change of a value asks of the provider; None stands for nothing."""
    if old is None or new is None:
        coming = COMING.get(pattern, "unclear")
        return coming if old is None else _OPPOSITE.get(coming, coming)
    rule = RULES.get(pattern)
    return rule(old, new) if rule is not None else "unclear"


def _ordered(*values: Any) -> Rule:
    """A choice of words, the laxest first."""
    places = {value: place for place, value in enumerate(values)}

    def compare(old: Any, new: Any) -> Direction:
        if old not in places or new not in places:
            return "unclear"
        return compare_amounts(places[old], places[new], strict="higher")

    return compare


def _amounts(strict: Better) -> Rule:
    return lambda old, new: compare_amounts(old, new, strict=strict)


def _lengths(strict: Better) -> Rule:
    return lambda old, new: compare_durations(old, new, strict=strict)


def _sets(strict: Better) -> Rule:
    """Lists of names or dates, of which the larger or the smaller is stricter when one holds the other."""

    def compare(old: Any, new: Any) -> Direction:
        before, after = set(old), set(new)
        if before < after:
            return "stricter" if strict == "higher" else "laxer"
        if after < before:
            return "laxer" if strict == "higher" else "stricter"
        return "unclear"

    return compare


def _caps(old: Cap, new: Cap) -> Direction:
    if old.share is not None and new.share is not None:
        return compare_amounts(old.share, new.share, strict="higher")
    if old.amount is not None and new.amount is not None:
        return compare_amounts(old.amount, new.amount, strict="higher")
    return "unclear"


def _spans(old: DateSpan, new: DateSpan) -> Direction:
    return compare_amounts(old.amount, new.amount, strict="higher") if old.unit == new.unit else "unclear"


def _conditions(old: Mapping[str, Any], new: Mapping[str, Any]) -> Direction:
    """A promise that speaks of more is stricter."""
    widens, narrows = _implies(old, new), _implies(new, old)
    return "unclear" if widens == narrows else "stricter" if widens else "laxer"


def _implies(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(name in one and set(one[name]) <= set(values) for name, values in other.items())


def _weeks(old: Mapping[str, Any], new: Mapping[str, Any]) -> Direction:
    """A week that is open whenever the other one was is stricter."""
    days = old.keys() | new.keys()
    loses = any(_is_more(old.get(day, ()), new.get(day, ())) for day in days)
    gains = any(_is_more(new.get(day, ()), old.get(day, ())) for day in days)
    return "unclear" if loses == gains else "stricter" if gains else "laxer"


def _is_more(one: Any, other: Any) -> bool:
    spans = [normalise((shift.start, shift.end) for shift in hours) for hours in (one, other)]
    return bool(subtract(spans[0], spans[1]))


def _outages(old: str, new: str) -> Direction:
    """A service's own outages and those of its components together are more than either."""
    return "stricter" if new == "both" else "laxer" if old == "both" else "unclear"


def _needs(old: int | str, new: int | str) -> Direction:
    if "all" in (old, new):
        return "stricter" if new == "all" else "laxer"
    return compare_amounts(old, new, strict="higher")


COMING: Mapping[str, Direction] = {
    "objectives.*": "stricter",
    "assurance.*": "stricter",
    "extensions.*": "laxer",
    "objectives.*.measure.shortestOutage": "laxer",
    "calendars.*.holidays": "laxer",
    "calendars.*.closed.*": "laxer",
    "consequences.credits.*": "stricter",
    "consequences.credits.*.most": "laxer",
    "consequences.score.deduct.*": "stricter",
    "consequences.score.deduct.*.most": "laxer",
    "consequences.terminate.*": "stricter",
    "consequences.caps": "laxer",
    "consequences.caps.period": "laxer",
    "consequences.caps.year": "laxer",
    "consequences.claims.within": "laxer",
}
"""What the coming of something asks; its going asks the opposite."""

_PAID: Mapping[str, Rule] = {
    "percent": _amounts("higher"),
    "amount": _amounts("higher"),
    "times": _amounts("higher"),
    "most": _caps,
    "when": _ordered("breached", "always"),
    "round": _ordered("down", "exact", "up"),
    "tiers": compare_tables,
}
_TAKEN: Mapping[str, Rule] = {
    "points": _amounts("higher"),
    "most": _amounts("higher"),
    "when": _ordered("breached", "always"),
    "round": _ordered("down", "exact", "up"),
}

RULES: Mapping[str, Rule] = {
    "calendars.*.always": _ordered(False, True),
    "calendars.*.weekly": _weeks,
    "calendars.*.holidays.off": _sets("lower"),
    "calendars.*.holidays.makeup": _sets("higher"),
    "clocks.*.stop": _sets("lower"),
    "clocks.*.pause": _sets("lower"),
    "clocks.*.ignore": _sets("higher"),
    "measures.*.evidence": _ordered("optional", "required"),
    "objectives.*.target": compare_targets,
    "objectives.*.where": _conditions,
    "objectives.*.minimum": _amounts("lower"),
    "objectives.*.noData": _ordered("neutral", "breach"),
    "objectives.*.exclude": _sets("lower"),
    "objectives.*.excluded": _ordered("counted_up", "removed"),
    "objectives.*.satisfiedFrom": _amounts("higher"),
    "objectives.*.measure.degraded": _ordered("up", "down"),
    "objectives.*.measure.shortestOutage": _lengths("lower"),
    "objectives.*.measure.outageFrom": _ordered("reported", "observed"),
    "objectives.*.measure.outagesOf": _outages,
    "objectives.*.measure.needs": _needs,
    "assurance.*.target": compare_targets,
    "extensions.*.within": _lengths("lower"),
    **{f"consequences.credits.*.{key}": rule for key, rule in _PAID.items()},
    "consequences.stack": _ordered("greatest", "add"),
    **{f"consequences.score.deduct.*.{key}": rule for key, rule in _TAKEN.items()},
    "consequences.score.start": _amounts("lower"),
    "consequences.score.floor": _amounts("lower"),
    "consequences.score.grades.*.from": _amounts("higher"),
    "consequences.score.grades.*.pay": _amounts("lower"),
    "consequences.caps.period": _caps,
    "consequences.caps.year": _caps,
    "consequences.claims.automatic": _ordered(False, True),
    "consequences.claims.within": _spans,
    "consequences.terminate.*.breaches": _amounts("lower"),
    "consequences.terminate.*.consecutive": _amounts("lower"),
    "consequences.terminate.*.score": _amounts("higher"),
    "consequences.terminate.*.within": _spans,
}
"""Rules by pattern; a change without one is unclear."""
