"""Changes between two versions of terms in words: where, what before, what after, and whether that is stricter."""

from __future__ import annotations

from typing import Any

from serval.engine.periods import PeriodKind
from serval.engine.terms.diff import Change
from serval.engine.terms.model import Terms
from serval.reporting.catalogue import current_language, mark
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_period_kind
from serval.reporting.sentences.diff_places import name_place
from serval.reporting.sentences.diff_values import show_amounts, show_value

_DIRECTIONS = {"stricter": mark("{change}, stricter"), "laxer": mark("{change}, laxer")}

_SETS = frozenset({"supports", "off", "makeup", "stop", "pause", "ignore", "exclude", "for", "warn", "hours"})
"""Lists whose entries come and go one by one: only those are told."""

_TEXTS = frozenset({"says", "title", "name"})


def explain_change(change: Change, old: Terms, new: Terms) -> str:
    """The sentence of a change between two versions."""
    text = _describe(change, old, new)
    about = _name_subject(change, old, new)
    if about:
        text = _("{about}: {change}").format(about=about, change=text)
    if change.direction in _DIRECTIONS:
        text = _(_DIRECTIONS[change.direction]).format(change=text)
    return _("{change}.").format(change=text)


def _describe(change: Change, old: Terms, new: Terms) -> str:
    key = change.pattern.rpartition(".")[2]
    if change.kind == "reordered":
        return _("another order of entries; nothing else")
    if key == "*":
        return _describe_entry(change)
    label = name_place(change.pattern)
    if change.kind != "changed" and _is_group(change):
        return (_("{label} added") if change.kind == "added" else _("{label} removed")).format(label=label)
    if key in _SETS and isinstance(change.before, list) and isinstance(change.after, list):
        return _describe_set(change, label)
    before, after = _show_side(change.before, change.pattern, old), _show_side(change.after, change.pattern, new)
    if before == after and key in _TEXTS:
        before, after = _show_languages(change.before), _show_languages(change.after)
    return _("{label}: {before} → {after}").format(label=label, before=before, after=after)


def _show_side(value: Any, pattern: str, terms: Terms) -> str:
    """A value of one version; amounts of money in the currency of its fee, the fee with the time it is paid for."""
    if value is None or terms.fee is None:
        return show_value(pattern, value)
    shown = show_amounts(pattern, value, terms.fee.currency)
    if pattern != "fee.amount":
        return shown
    period = show_period_kind(PeriodKind(terms.fee.per))
    return _("{amount} per {period}").format(amount=shown, period=period)


def _is_group(change: Change) -> bool:
    """Whether a whole group of keys comes or goes; a text or a list of holidays is a value."""
    value = change.after if change.before is None else change.before
    return isinstance(value, dict) and change.pattern.rpartition(".")[2] not in (*_TEXTS, "target", "holidays")


def _describe_entry(change: Change) -> str:
    """An entry that came or went; a promise with its target."""
    value = change.after if change.kind == "added" else change.before
    shown = show_value("target", value["target"]) if isinstance(value, dict) and "target" in value else ""
    if change.kind == "added":
        return _("added ({value})").format(value=shown) if shown else _("added")
    return _("removed ({value})").format(value=shown) if shown else _("removed")


def _describe_set(change: Change, label: str) -> str:
    before = show_value(change.pattern, [entry for entry in change.before if entry not in change.after])
    after = show_value(change.pattern, [entry for entry in change.after if entry not in change.before])
    if set(map(str, change.before)) <= set(map(str, change.after)):
        return _("{label}: added {after}").format(label=label, after=after)
    if set(map(str, change.after)) <= set(map(str, change.before)):
        return _("{label}: removed {before}").format(label=label, before=before)
    return _("{label}: {after} added, {before} removed").format(label=label, before=before, after=after)


def _show_languages(value: Any) -> str:
    return " / ".join(text for text in (value.get("zh", ""), value.get("en", "")) if text)


def _name_subject(change: Change, old: Terms, new: Terms) -> str:
    """What the change is about: the promise in its own words, or an entry by its kind and name."""
    steps = change.pattern.split(".")
    names = [(".".join(steps[: place + 1]), change.where[place]) for place, step in enumerate(steps) if step == "*"]
    if not names:
        return name_place(f"{change.pattern}.*") if change.kind == "reordered" else ""
    pattern, name = names[-1]
    if pattern == "objectives.*":
        return _name_objective(name, old, new)
    what = name_place(pattern)
    if len(names) > 1:
        return _("{calendar}, {what} {name}").format(calendar=names[0][1], what=what, name=name)
    return _("{what} {name}").format(what=what, name=name)


def _name_objective(name: str, old: Terms, new: Terms) -> str:
    found = [objective for terms in (new, old) for objective in terms.objectives if objective.id == name]
    says = next((objective.says for objective in found if objective.says), None)
    return name if says is None else says.choose(current_language())
