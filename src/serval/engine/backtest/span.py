"""The span of a back-test, and terms laid over it as if they had been in force all the time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from serval.engine.calendars.compile import local_midnight
from serval.engine.dates import day_after
from serval.engine.errors import Problem, ServalError
from serval.engine.terms.model import LONGEST_TERM, Effective, Terms
from serval.engine.verdicts.scope import Range


class BacktestError(ServalError):
    """What was asked of a back-test cannot be answered."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; with `running` periods that close later are judged as far as known.

    Raises BacktestError `backtest.span_backwards`.
    """

    first: date
    last: date
    running: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first:
            data = {"first": self.first.isoformat(), "last": self.last.isoformat()}
            raise BacktestError(Problem("backtest.span_backwards", data))

    def ask(self, zone: ZoneInfo) -> Range:
        """The periods to judge, in the zone of an agreement."""
        return Range(local_midnight(self.first, zone), local_midnight(day_after(self.last), zone), running=self.running)

    def list_months(self) -> Iterator[str]:
        """Labels of the calendar months that the span touches."""
        last = name_month(self.last)
        year, month = self.first.year, self.first.month
        while (label := f"{year:04}-{month:02}") <= last:
            yield label
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def is_within(self, effective: Effective) -> bool:
        """Whether terms are in force over the whole span by themselves."""
        return effective.from_ <= self.first and self.last <= effective.until


def name_month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def lay_terms(documents: Sequence[Terms], span: Span) -> tuple[Terms, ...]:
    """The terms as if all of them had been in force as long as any of them is, and over the whole span.

    So neither side has part periods or contract years of its own, and terms that are in force over the span anyway are
    judged as they would be alone. Days that terms name for single services and dated promises stay as they are.
    Raises BacktestError `backtest.span_too_long`.
    """
    first = min([span.first, *(terms.effective.from_ for terms in documents)])
    last = max([span.last, *(terms.effective.until for terms in documents)])
    if last.year - first.year > LONGEST_TERM:
        raise BacktestError(Problem("backtest.span_too_long", {"years": LONGEST_TERM}))
    return tuple(
        terms.model_copy(
            update={
                "effective": terms.effective.model_copy(update={"from_": first, "until": last}),
                "amendment": None,
            }
        )
        for terms in documents
    )
