"""Bounds: what every bench of one judge is given, and the tallies it opens with them."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.consequences.judged import Meter
from serval.engine.errors import Problem
from serval.engine.periods import Period
from serval.engine.terms.compile import Agreement
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.verdicts.ledger import LedgerSink
from serval.engine.verdicts.scope import Range
from serval.engine.verdicts.tally import Tally
from serval.engine.verdicts.worst_rows import MOST_BREACHING


@dataclass(frozen=True)
class Bounds:
    """What every bench of a judge is given.

    asked    which periods to judge · now  the instant up to which evidence is known
    meters   what consequences need to be summed for each objective · causes  objectives summed item by item too
    held     how many breaching rows each verdict holds
    """

    agreement: Agreement
    asked: Range
    now: int
    sink: LedgerSink
    meters: dict[str, frozenset[Meter]]
    causes: frozenset[str] = frozenset()
    held: int = MOST_BREACHING

    def open_tallies(self, course: Course, subject: str = "", *, earlier: bool = False) -> list[Tally]:
        """A tally for each period of a course that is asked for, refused where holidays are not published.

        earlier  also for all periods before, which are judged without being shown: what they come to decides whether
                 breaches that run on are charged
        """
        base = course.latest.base
        meters, causes = self.meters.get(base, frozenset()), base in self.causes
        asked = self.asked
        chosen = [p for p in course.periods if asked.holds(p) or (earlier and p.end <= asked.start)]
        tallies = [
            Tally(course, period, subject=subject, meters=meters, causes=causes, is_shown=asked.holds(period))
            for period in chosen
        ]
        for tally in tallies:
            tally.hold_breaches(self.held)
            check_published(tally, tally.period.start, tally.period.end)
        return tallies

    def charges_time(self, course: Course) -> bool:
        """Whether anything is charged by the time its rows take too long."""
        return any(meter.unit != "item" for meter in self.meters.get(course.latest.base, frozenset()))

    def list_later(self, course: Course) -> list[Period]:
        """The first period that had begun but closes after what was asked for."""
        return [p for p in course.periods if self.asked.touches(p) and not self.asked.holds(p)][:1]


def check_published(tally: Tally, start: int, end: int) -> None:
    """Beyond the published holiday years a verdict would be a guess: it is refused, the others are given."""
    if not tally.objective.calendar.is_known(start, end):
        tally.refuse(_describe_refusal(tally.objective, tally.period))


def _describe_refusal(objective: CompiledObjective, period: Period) -> Problem:
    holidays = objective.calendar.spec.holidays
    data = {
        "objective": objective.id,
        "calendar": objective.calendar.name,
        "period": period.label,
        "region": holidays.region if holidays else "",
        "first_year": holidays.first_year if holidays else 0,
        "last_year": holidays.last_year if holidays else 0,
    }
    return Problem("verdict.years_unpublished", data)
