"""A course: one objective through the versions of its agreement, with the periods it is accounted in (rule 14)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from serval.engine.dates import find_local_date
from serval.engine.durations import Duration
from serval.engine.errors import Problem, TermsError
from serval.engine.periods import Period, list_periods, list_window
from serval.engine.spans import Spans
from serval.engine.terms.level import Level
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.terms.target import Target


@dataclass(frozen=True)
class Course:
    """Wordings of one objective that follow each other without gap and are accounted alike.

    objectives  in order of time · periods  all that are judged, in order
    closings    periods that end stops' chance to be reopened: also part periods that are not judged
    assured     days of each stricter promise, which may overlap: clocks that start there are judged by those
    elsewhere   times in which another course of the same promise, accounted in another way, answers for it
    is_window   a dated promise: its one period takes whatever starts in it
    """

    objectives: tuple[CompiledObjective, ...]
    periods: tuple[Period, ...]
    closings: tuple[Period, ...]
    zone: ZoneInfo
    assured: Spans = ()
    elsewhere: Spans = ()
    is_window: bool = False

    @property
    def id(self) -> str:
        return self.objectives[0].id

    @property
    def latest(self) -> CompiledObjective:
        return self.objectives[-1]

    @property
    def rolls(self) -> bool:
        """Whether its periods are rolling windows, which close nothing, warn and never pay."""
        return not self.is_window and self.latest.terms.period.name == "rolling"

    def find_at(self, instant: int) -> CompiledObjective:
        """The wording in force at an instant; before the first one that."""
        return self.objectives[max(0, bisect_right(self._starts, instant) - 1)]

    @cached_property
    def _starts(self) -> list[int]:
        return [objective.start for objective in self.objectives]

    def find_governing(self, period: Period) -> CompiledObjective:
        """The wording by which a period is judged: the one in force when it began.

        With `split: days` later ones share in its target by their days (rule 14).
        """
        ruling = self.find_at(period.start)
        later = [
            objective
            for objective in self.objectives
            if period.start < objective.start < period.end and objective.terms.split == "days"
        ]
        return _blend(ruling, later, period, self.zone) if later else ruling

    def list_versions(self, period: Period, judging: Container[str] = ()) -> tuple[tuple[str, str], ...]:
        """Label and digest of each version in force in a period, or by whose label a clock was judged in it."""
        found = [o for o in self.objectives if (o.start < period.end and o.end > period.start) or o.version in judging]
        return tuple((objective.version, objective.digest) for objective in found)


def build_course(
    objectives: Sequence[CompiledObjective],
    *,
    anchor: date,
    zone: ZoneInfo,
    assured: Spans = (),
    elsewhere: Spans = (),
) -> Course:
    """The course of wordings that follow each other; `anchor` is the agreement's first day."""
    first, last = find_local_date(objectives[0].start, zone), find_local_date(objectives[-1].end - 1, zone)
    terms = objectives[-1].terms
    periods = list_periods(terms.period, first, last, zone, partial=terms.partial, anchor=anchor)
    is_cut = terms.partial == "skip" and terms.period.name != "rolling"
    closings = list_periods(terms.period, first, last, zone, anchor=anchor) if is_cut else periods
    course = Course(tuple(objectives), periods, closings, zone, assured, elsewhere)
    for period in () if course.rolls else periods:
        course.find_governing(period)
    return course


def build_window(objectives: Sequence[CompiledObjective], first: date, last: date, *, zone: ZoneInfo) -> Course:
    """The course of a dated promise."""
    periods = list_window(first, last, zone)
    return Course(tuple(objectives), periods, periods, zone, is_window=True)


def _blend(
    ruling: CompiledObjective, later: Sequence[CompiledObjective], period: Period, zone: ZoneInfo
) -> CompiledObjective:
    """The ruling wording with a target weighted by the days of each.

    Raises TermsError `terms.split_differs` where the targets bound different things.
    """
    parts = [ruling, *later]
    starts = [period.first, *(find_local_date(objective.start, zone) for objective in later)]
    days = list(_count_days(starts, period.last))
    bounds = [_read_bound(objective.target) for objective in parts]
    if len({(kind, unit) for kind, unit, _ in bounds}) != 1:
        raise TermsError(Problem("terms.split_differs", {"id": ruling.id, "version": later[-1].version}))
    kind, unit, _ = bounds[0]
    total = sum(days)
    blended = sum((amount * share for (_, _, amount), share in zip(bounds, days, strict=True)), Fraction(0)) / total
    terms = ruling.terms.model_copy(update={"target": _with_bound(ruling.target, kind, unit, blended)})
    return replace(ruling, terms=terms)


def _count_days(starts: Sequence[date], last: date) -> Iterator[int]:
    ordinals = [day.toordinal() for day in starts] + [last.toordinal() + 1]
    yield from (after - before for before, after in pairwise(ordinals))


def _read_bound(target: Target) -> tuple[str, str, Fraction]:
    """What a target bounds, in which unit, and where."""
    if target.level is not None:
        return "at_most" if target.at_most is not None else "at_least", target.level.unit, target.level.amount
    if target.within is not None:
        return "share", "share", Fraction(1) if target.share is None else target.share
    if target.limit is None:
        raise TypeError("a target bounds something")
    kind = "mean" if target.mean else "median" if target.median else f"p{target.percentile and target.percentile.share}"
    return kind, target.limit.unit, Fraction(target.limit.amount)


def _with_bound(target: Target, kind: str, unit: str, amount: Fraction) -> Target:
    if kind in ("at_most", "at_least"):
        return target.model_copy(update={kind: Level(amount, unit)})  # type: ignore[arg-type]
    if kind == "share":
        return target.model_copy(update={"share": amount, "all": None})
    limit = Duration(int(amount), "s")
    if target.percentile is not None:
        return target.model_copy(update={"percentile": target.percentile.model_copy(update={"within": limit})})
    return target.model_copy(update={kind: limit})
