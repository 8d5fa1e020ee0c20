"""The words of statements: claim states, doubts, reasons of lines, units, grounds to end the agreement."""

from __future__ import annotations

from serval.engine.terms.consequences import Termination
from serval.engine.terms.rates import DateSpan, write_number
from serval.reporting.catalogue import mark, translate

_CLAIM_STATES = {
    "automatic": mark("granted without a claim"),
    "not_published": mark("not published yet, so nothing can be claimed"),
    "not_open": mark("the time for claims has not begun"),
    "open": mark("can be claimed now"),
    "claimed": mark("claimed in time"),
    "claimed_late": mark("claimed too late: lapsed"),
    "lapsed": mark("not claimed in time: lapsed"),
}

_DOUBTS = {
    "period_open": mark("the settlement period still runs"),
    "verdict_provisional": mark("a verdict it rests on is provisional"),
    "not_all_judged": mark("not the whole settlement period was judged"),
}

_LINE_REASONS = {
    "tier": mark("by the row of the table that holds the value"),
    "worst_tier": mark("no data was given, which counts as a breach: by the worst row of the table"),
    "no_tier": mark("no row of the table holds the value"),
    "units": mark("by the number of units"),
    "running": mark("of breaches of an earlier period that went on"),
    "no_such_part": mark("the fee has no part of this name"),
    "outdone": mark("another credit for the same cause was greater"),
    "reached": mark("the value agreed for a reward was reached"),
}

_UNITS = {
    "item": mark("item"),
    "minute": mark("minute"),
    "hour": mark("hour"),
    "day": mark("day of 24 hours"),
    "point": mark("percentage point or whole number"),
    "verdict": mark("breached verdict"),
}

_VALUE_UNITS = {
    "number": mark("a plain number"),
    "share": mark("a percentage"),
    "seconds": mark("a length of time"),
}


def name_claim_state(code: str) -> str:
    """Where the claim of a statement's credits stands."""
    return translate(_CLAIM_STATES[code]) if code in _CLAIM_STATES else code


def name_doubt(code: str) -> str:
    """Why a statement may still change."""
    return translate(_DOUBTS[code]) if code in _DOUBTS else code


def name_line_reason(code: str) -> str:
    """How a line of credits or rewards came to its amount."""
    return translate(_LINE_REASONS[code]) if code in _LINE_REASONS else code


def name_unit(code: str) -> str:
    """What credits and points are counted by."""
    return translate(_UNITS[code]) if code in _UNITS else code


def name_value_unit(code: str) -> str:
    """What the value of an objective is."""
    return translate(_VALUE_UNITS[code]) if code in _VALUE_UNITS else code


def describe_ground(entry: Termination) -> str:
    """A ground to end the agreement, as agreed."""
    if entry.score is not None:
        return translate("score below {points}").format(points=write_number(entry.score))
    if entry.consecutive is not None:
        text = translate("“{objective}” breached {n} times in a row")
        return text.format(objective=entry.of, n=entry.consecutive)
    span = "" if entry.within is None else describe_span(entry.within)
    text = translate("“{objective}” breached {n} times within {span}")
    return text.format(objective=entry.of, n=entry.breaches, span=span)


def describe_span(span: DateSpan) -> str:
    """A length in calendar days or months."""
    if span.amount == 1:
        return translate("1 day") if span.unit == "d" else translate("1 month")
    return (translate("{n} days") if span.unit == "d" else translate("{n} months")).format(n=span.amount)
