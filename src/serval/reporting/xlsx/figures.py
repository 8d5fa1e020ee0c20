"""Values of verdicts as cells of their own unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from fractions import Fraction
from typing import TypeVar

from serval.engine.terms.level import LevelUnit
from serval.engine.verdicts import Verdict
from serval.engine.verdicts.settlement import describe_judged
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences import name_outcome
from serval.reporting.workbooks import Cell, Column, Field, Instant, Length, Share, Word
from serval.reporting.workbooks.cells import Tone

Thing = TypeVar("Thing")

WIDEST_PROOF = 18

_TONES: dict[str, Tone] = {"met": "good", "breached": "bad", "no_data": "doubtful", "refused": "doubtful"}


def show_figure(value: Fraction | None, unit: LevelUnit) -> Cell:
    """A share, a length of time or a plain number; empty where there is none."""
    if value is None:
        return None
    match unit:
        case "share":
            return Share(value)
        case "seconds":
            return Length(value)
        case "number":
            return value


def show_bound(verdict: Verdict) -> Cell:
    """The promised value, in the unit of the value that is judged by it; empty where it is counted in days."""
    target = verdict.objective.target
    if target.unit == "seconds" and target.limit is not None and target.limit.unit != "s":
        return None
    return show_figure(describe_judged(verdict).target, target.unit)


def show_outcome(outcome: str) -> Cell:
    """The outcome in words, in its colour."""
    return Word(name_outcome(outcome), _TONES.get(outcome, "plain"))


def show_moment(instant: int | None, zone: tzinfo) -> Cell:
    """Date and time in a zone; empty for none."""
    return None if instant is None else Instant(instant, zone)


def show_length(seconds: int | Fraction | None) -> Cell:
    """A length of time; empty for none."""
    return None if seconds is None else Length(seconds)


def say_yes(is_so: bool) -> Cell:
    """A tick in words; empty where it is not so."""
    return _("yes") if is_so else None


def place_field(title: str, give: Callable[[Thing], Cell]) -> Field[Thing]:
    """A column that is read and printed."""
    return Field(Column(title), give)


def place_sentence(title: str, give: Callable[[Thing], Cell]) -> Field[Thing]:
    """A column of sentences."""
    return Field(Column(title, wraps=True), give)


def place_proof(title: str, give: Callable[[Thing], Cell]) -> Field[Thing]:
    """A column to reckon with or to compare: narrow, and not printed."""
    return Field(Column(title, widest=WIDEST_PROOF, printed=False), give)
