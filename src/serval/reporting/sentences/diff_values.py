"""Values of terms in words, each as its place means it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from serval.engine.durations import parse_duration
from serval.engine.money import Money
from serval.engine.periods import parse_period_kind
from serval.engine.terms.target import Target
from serval.engine.terms.values import WEEKDAYS
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_conditions, show_limit, show_period_kind, show_whole_promise
from serval.reporting.money import show_money
from serval.reporting.sentences.diff_places import name_choice
from serval.reporting.sentences.words import name_reason


def show_value(pattern: str, value: Any) -> str:
    """A plain value of a document, as a reader would say it."""
    key = pattern.rpartition(".")[2]
    if key in _SHOWN and value is not None:
        return _SHOWN[key](value)
    if value is None or value in ([], ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_show_entry(pattern, entry) for entry in value)
    if isinstance(value, dict):
        return _show_group(value)
    return _show_entry(pattern, value)


def show_amounts(pattern: str, value: Any, currency: str) -> str:
    """A value in which amounts of money may stand, each with its currency."""
    if pattern == "fee.parts":
        named = (f"{name} {_show_money(amount, currency)}" for name, amount in value.items())
        return _(", ").join(named) or _("nothing")
    if pattern.endswith(".tiers"):
        return _("; ").join(_list_tiers(value, currency))
    is_text = isinstance(value, str) and not value.endswith("%")
    return _show_money(value, currency) if pattern in _AMOUNTS and is_text else show_value(pattern, value)


def _show_money(amount: str, currency: str) -> str:
    return show_money(Money(Decimal(amount), currency)) if currency else amount


def _show_entry(pattern: str, entry: Any) -> str:
    if isinstance(entry, dict):
        return _("{n} of {names}").format(n=entry["atLeast"], names=_(", ").join(entry["of"]))
    text = str(entry)
    if pattern in _EVENTS:
        return name_reason(text)
    if pattern.endswith(".percent"):
        return f"{text}%"
    chosen = name_choice(pattern, text)
    if chosen is not None:
        return chosen
    length = parse_duration(text) if isinstance(entry, str) else None
    if length is not None:
        return show_limit(length)
    return _("{n} months").format(n=text.split(" ")[0]) if text.endswith(" months") else _show_bound(text)


def _show_bound(text: str) -> str:
    """`below 60` in words; any other text as it is."""
    number = text.removeprefix("below ")
    return text if number == text else _("below {n}").format(n=number)


def _show_group(value: Mapping[str, Any]) -> str:
    """Mappings of plain values, such as parts of a fee."""
    shown = [f"{name} {entry}" for name, entry in value.items() if isinstance(entry, str | int)]
    return _(", ").join(shown) or _("nothing")


def show_text(value: Mapping[str, str]) -> str:
    """A text in the reader's language, or in the other one."""
    first, second = value.get("zh", ""), value.get("en", "")
    return (first or second) if current_language() == "zh" else (second or first)


def _show_target(value: Mapping[str, Any]) -> str:
    target = Target.model_validate({key: entry for key, entry in value.items() if entry is not None})
    return show_whole_promise(target)


def _show_conditions(value: Mapping[str, Sequence[str]]) -> str:
    return show_conditions(value) or _("everything")


def _show_period(value: str) -> str:
    kind = parse_period_kind(value)
    return show_period_kind(kind) if kind is not None else value


def _show_tiers(value: Sequence[Mapping[str, Any]]) -> str:
    return _("; ").join(_list_tiers(value, ""))


def _list_tiers(value: Sequence[Mapping[str, Any]], currency: str) -> Iterator[str]:
    for tier in value:
        cost = _show_money(tier["amount"], currency) if tier["percent"] is None else f"{tier['percent']}%"
        first, last = tier["from"], tier["below"]
        if first is None:
            yield _("below {last}: {cost}").format(last=last, cost=cost)
        elif last is None:
            yield _("from {first}: {cost}").format(first=first, cost=cost)
        else:
            yield _("from {first} to below {last}: {cost}").format(first=first, last=last, cost=cost)


def _show_week(value: Mapping[str, Sequence[str]]) -> str:
    """Neighbouring days with the same hours stand together."""
    names = _name_weekdays()
    runs: list[tuple[int, int, Sequence[str]]] = []
    for place, day in enumerate(WEEKDAYS):
        hours = value.get(day, [])
        if runs and runs[-1][1] == place - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], place, hours)
        else:
            runs.append((place, place, hours))
    shown = []
    for first, last, hours in runs:
        days = names[first] if first == last else f"{names[first]}–{names[last]}"
        if hours:
            shown.append(_("{days} {hours}").format(days=days, hours=_(", ").join(hours)))
    return _("; ").join(shown) or _("nothing")


def _name_weekdays() -> tuple[str, ...]:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def _show_holidays(value: str | Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    first, last = value["years"]
    text = _("{region}, {first} to {last}, from {source}")
    return text.format(region=value["region"], first=first, last=last, source=value["source"])


def _show_years(value: Sequence[int]) -> str:
    return f"{value[0]}–{value[1]}"


def _show_makeup(value: str | Sequence[str]) -> str:
    """A weekday, or the dates of make-up workdays."""
    if isinstance(value, str):
        return _name_weekdays()[WEEKDAYS.index(value)]
    return _(", ").join(value) or _("nothing")


_AMOUNTS = frozenset(
    {
        "fee.amount",
        "consequences.credits.*.amount",
        "consequences.credits.*.most",
        "consequences.rewards.*.amount",
        "consequences.caps.period",
        "consequences.caps.year",
    }
)
"""Places of amounts of money; those with a sign of per cent are shares."""

_EVENTS = frozenset(
    {
        *(f"clocks.*.{key}" for key in ("start", "stop", "pause", "ignore", "phases")),
        "objectives.*.exclude",
        "extensions.*.needs",
        "consequences.score.deduct.*.event",
    }
)
"""Places of events and reasons, which have words of their own."""

_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "target": _show_target,
    "where": _show_conditions,
    "counting": _show_conditions,
    "period": _show_period,
    "says": show_text,
    "title": show_text,
    "name": show_text,
    "tiers": _show_tiers,
    "weekly": _show_week,
    "holidays": _show_holidays,
    "years": _show_years,
    "makeup": _show_makeup,
}
"""By the last key of a place."""
