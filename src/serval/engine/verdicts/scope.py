"""The scope of an objective: which items it speaks of, and which periods it is accounted in."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.clocks.claims import Claim, Matcher, Stint, list_claims
from serval.engine.clocks.history import History
from serval.engine.instants import LAST_INSTANT
from serval.engine.periods import Partial, Period, PeriodTable, list_periods
from serval.engine.terms.compile import Agreement, ClockObjective


@dataclass(frozen=True, slots=True)
class Range:
    """Which periods are judged: those that touch `start` to `end` and close by `end`.

    With `running` also those that have not closed by then; their verdicts are provisional.
    """

    start: int
    end: int
    running: bool = False

    def holds(self, period: Period) -> bool:
        return self.touches(period) and (self.running or period.end <= self.end)

    def touches(self, period: Period) -> bool:
        return period.start < self.end and period.end > self.start


class Scope:
    """What one objective of an agreement looks at, whoever asks: judge or explanation.

    periods  all its periods in order · rolls  whether they are rolling windows, which close nothing
    """

    def __init__(self, agreement: Agreement, objective: ClockObjective) -> None:
        self.objective = objective
        self._agreement = agreement
        criticality = {
            name: service.criticality for name, service in agreement.terms.services.items() if service.criticality
        }
        self._matcher = Matcher(objective.terms.where, criticality)
        self.rolls = objective.terms.period.name == "rolling"
        partial = objective.terms.partial
        self.periods = self._list_periods(partial)
        self._table = PeriodTable(() if self.rolls else self.periods)
        # A part period that is not judged closes all the same, and makes its stops final.
        is_cut = partial == "skip" and not self.rolls
        self._closings = PeriodTable(self._list_periods("judge")) if is_cut else self._table

    def _list_periods(self, partial: Partial) -> tuple[Period, ...]:
        effective = self._agreement.terms.effective
        kind = self.objective.terms.period
        return list_periods(kind, effective.from_, effective.until, self._agreement.zone, partial=partial)

    def list_stints(self, history: History) -> list[Stint]:
        """The times at which the objective speaks of an item."""
        return self._matcher.list_stints(history)

    def list_claims(self, history: History, stints: list[Stint], *, now: int) -> tuple[Claim, ...]:
        """The clocks of an item that the objective judges. Raises EvidenceError, or CalendarError without answer."""
        if self.objective.clock is None:
            return ()
        return list_claims(
            history,
            self.objective.clock,
            stints,
            final_at=self.final_at,
            reclassified=self._agreement.terms.reclassified,
            now=now,
        )

    def find_period(self, instant: int) -> Period | None:
        """The period that holds an instant; None for rolling periods and outside all of them."""
        return self._table.find(instant)

    def final_at(self, stop: int) -> int:
        """When a stop can no longer be reopened: settled, or its period closed, whichever is first."""
        period = self._closings.find(stop)
        closed = period.end if period else LAST_INSTANT
        clock = self.objective.clock
        if clock is None or clock.settle is None:
            return closed
        calendar, settle = self.objective.calendar, clock.settle
        if settle.unit == "s":
            return min(closed, calendar.add(stop, settle.amount))
        return min(closed, calendar.add_days(stop, settle.amount, settle.unit))
