"""The scope of an objective: which items it speaks of, and which periods it is accounted in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from serval.engine.clocks.claims import Claim, Matcher, Reclassified, Stint, list_claims
from serval.engine.clocks.history import History, Moment
from serval.engine.instants import LAST_INSTANT
from serval.engine.periods import Period, PeriodTable
from serval.engine.terms.compile import Agreement
from serval.engine.terms.courses import Course
from serval.engine.terms.objective import Objective
from serval.engine.terms.objectives import ClockObjective, CompiledObjective
from serval.engine.terms.versions import Version

AMENDED, PICKED = "amended", "picked"


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


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold of an item's fields, and what must not since then a rival of the same pick wins.

    criticality  of each service, so that a condition may speak of it
    """

    where: Mapping[str, Sequence[str]]
    winners: Sequence[Mapping[str, Sequence[str]]]
    criticality: Mapping[str, str]


class Scope:
    """What one wording of a course looks at, whoever asks: judge or explanation.

    subject  only items whose field `per` has this value, where verdicts are given one by one
    """

    def __init__(self, agreement: Agreement, course: Course, objective: CompiledObjective, subject: str = "") -> None:
        self.objective = objective
        self.course = course
        version = next(version for version in agreement.versions if version.label == objective.version)
        self.reclassified = version.terms.reclassified
        place = course.objectives.index(objective)
        self._begins = None if place == 0 or objective.amended == "keep" else objective.start
        taking = (later.start for later in course.objectives[place + 1 :] if later.amended != "keep")
        self._ends = next(taking, None)
        self._losers = list_losers(objective.terms, version)
        where = dict(objective.terms.where)
        if subject:
            where[objective.terms.per or ""] = (subject,)
        criticality = _criticality(version)
        self.conditions = Conditions(where, _list_winners(objective.terms, version), criticality)
        self._winners = [Matcher(other, criticality) for other in self.conditions.winners]
        self._matcher = Matcher(where, criticality)
        self._counting = Matcher(objective.terms.counting, criticality)

    @property
    def rivals(self) -> str:
        """Objectives of the same pick that this one wins over, for the ledger (rule 1)."""
        return ", ".join(self._losers)

    @cached_property
    def _table(self) -> PeriodTable:
        return PeriodTable(() if self.course.rolls else self.course.periods)

    @cached_property
    def _closings(self) -> PeriodTable:
        return PeriodTable(() if self.course.rolls else self.course.closings)

    def list_stints(self, history: History) -> list[Stint]:
        """The times at which the objective speaks of an item: its conditions hold, and no rival's that wins."""
        stints = self._matcher.list_stints(history)
        for winner in self._winners:
            stints = _cut_out(stints, winner.list_stints(history))
        return [clipped for stint in stints if (clipped := self._clip(stint)) is not None]

    def _clip(self, stint: Stint) -> Stint | None:
        """A wording that ends with its version hands running clocks on, unless they keep the one they began under."""
        if self._begins is not None and stint.start < self._begins:
            mode: Reclassified = "from_start" if self.objective.amended == "from_start" else "from_change"
            stint = replace(stint, start=self._begins, begun_by=Moment(self._begins, AMENDED), mode=mode)
        if self._ends is not None and stint.end > self._ends:
            stint = replace(stint, end=self._ends, ended_by=Moment(self._ends, AMENDED))
        return stint if stint.start < stint.end else None

    def counts(self, history: History, instant: int) -> bool:
        """Whether an item matches `counting` at an instant: it stands in the numerator of a rate."""
        return any(stint.start <= instant < stint.end for stint in self._counting.list_stints(history))

    def covers(self, start: int) -> bool:
        """Whether a clock that starts at an instant is this wording's to judge."""
        first, last = self.course.objectives[0], self.course.latest
        if self._begins is None and not (self.objective is first or start >= self.objective.start):
            return False
        if self.objective is not last and start >= self.objective.end:
            return False
        return first.start <= start < last.end

    def list_claims(self, history: History, stints: list[Stint], *, now: int) -> tuple[Claim, ...]:
        """The clocks of an item that the objective judges. Raises EvidenceError, or CalendarError without answer."""
        if not isinstance(self.objective, ClockObjective):
            return ()
        return list_claims(
            history, self.objective.clock, stints, final_at=self.final_at, reclassified=self.reclassified, now=now
        )

    def find_period(self, instant: int) -> Period | None:
        """The period that holds an instant; None for rolling periods and outside all of them."""
        return self._table.find(instant)

    def is_closed_over(self, instant: int) -> bool:
        """Whether an instant lies in a period at whose end stops become final."""
        return self._closings.find(instant) is not None

    def final_at(self, stop: int) -> int:
        """When a stop can no longer be reopened: settled, or its period closed, whichever is first.

        A clock of a dated promise may stop after its days, and then at once for good.
        """
        period = self._closings.find(stop)
        closed = period.end if period else LAST_INSTANT
        if self.course.is_window:
            closed = max(self.course.periods[0].end, stop)
        if not isinstance(self.objective, ClockObjective) or self.objective.clock.settle is None:
            return closed
        calendar, settle = self.objective.calendar, self.objective.clock.settle
        if settle.unit == "s":
            return min(closed, calendar.add(stop, settle.amount))
        return min(closed, calendar.add_days(stop, settle.amount, settle.unit))


def _criticality(version: Version) -> dict[str, str]:
    return {name: service.criticality for name, service in version.terms.services.items() if service.criticality}


def implies(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> bool:
    """Whether whatever fits the first conditions fits the second ones too."""
    return all(name in one and set(one[name]) <= set(values) for name, values in other.items())


def list_losers(objective: Objective, version: Version) -> list[str]:
    """Objectives of one pick whose conditions are wider: where both match, the narrower one judges (rule 1)."""
    return [
        other.id
        for other in version.terms.objectives
        if _is_rival(objective, other) and implies(objective.where, other.where) and other.where != objective.where
    ]


def _list_winners(objective: Objective, version: Version) -> list[Mapping[str, Sequence[str]]]:
    return [
        other.where
        for other in version.terms.objectives
        if _is_rival(objective, other) and implies(other.where, objective.where) and other.where != objective.where
    ]


def _is_rival(one: Objective, other: Objective) -> bool:
    return one.pick is not None and one.pick == other.pick and one.id != other.id


def _cut_out(stints: Sequence[Stint], won: Sequence[Stint]) -> list[Stint]:
    """The stints without the times at which another objective wins, from when on that is known."""
    left = list(stints)
    for taken in won:
        pieces: list[Stint] = []
        begin, begun_by = taken.start, taken.begun_by
        if taken.known > begin:
            begin, begun_by = taken.known, Moment(int(taken.known), PICKED)
        for stint in left:
            if taken.end <= stint.start or begin >= stint.end:
                pieces.append(stint)
                continue
            if stint.start < begin:
                pieces.append(replace(stint, end=begin, ended_by=begun_by))
            if taken.end < stint.end:
                pieces.append(replace(stint, start=taken.end, begun_by=taken.ended_by))
        left = pieces
    return left
