"""The words of a restatement: why two results differ, and the amounts that do."""

from __future__ import annotations

from serval.reporting.catalogue import mark, translate

_CAUSES = {
    "terms": mark("other terms"),
    "calendar": mark("another calendar"),
    "evidence": mark("other evidence"),
    "engine": mark("another engine"),
    "tzdata": mark("other time zone data"),
    "as_of": mark("another instant of judging"),
    "asked": mark("not asked for in both"),
    "verdicts": mark("other verdicts"),
    "year_cap": mark("another rest of the year's cap"),
    "claim": mark("the claim moved on"),
}
_AMOUNTS = {
    "credits": mark("credits before caps"),
    "payable": mark("credits after caps"),
    "granted": mark("granted credits"),
    "rewarded": mark("rewards"),
    "withheld": mark("fee withheld"),
}


def name_cause(cause: str) -> str:
    """Why two results differ."""
    return translate(_CAUSES[cause])


def name_amount(name: str) -> str:
    """An amount of a statement."""
    return translate(_AMOUNTS[name])
