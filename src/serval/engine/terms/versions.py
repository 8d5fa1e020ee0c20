"""The versions of an agreement, and how the promises of one go on in the next (rule 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.compile import local_midnight
from serval.engine.instants import FIRST_INSTANT, LAST_INSTANT
from serval.engine.periods import PeriodKind, list_periods
from serval.engine.spans import Spans, normalise
from serval.engine.terms.courses import Course, build_course, build_window
from serval.engine.terms.model import Terms
from serval.engine.terms.objective import Assurance
from serval.engine.terms.objectives import CompiledObjective


@dataclass(frozen=True)
class Version:
    """One version of an agreement's terms, in force over `[start, end)`; `label` is how people name it.

    objectives  its promises, then its dated stricter ones, as if it stood alone
    """

    terms: Terms
    label: str
    digest: str
    start: int
    end: int
    calendars: Mapping[str, Calendar]
    objectives: tuple[CompiledObjective, ...]


def list_courses(versions: Sequence[Version], zone: ZoneInfo, *, restate: bool) -> Iterator[Course]:
    """The courses of all promises in the order in which they appear, then those of dated stricter promises."""
    anchor = versions[0].terms.effective.from_
    runs = list(_list_runs(versions, zone, restate))
    windows: dict[str, list[CompiledObjective]] = {}
    dates: dict[str, Assurance] = {}
    for version in versions:
        for entry in version.terms.assurance:
            wording = next(objective for objective in version.objectives if objective.id == entry.name)
            if wording.start < wording.end:
                windows.setdefault(entry.name, []).append(wording)
                dates[entry.name] = entry
    for run in runs:
        given = [w for wordings in windows.values() for w in wordings if w.base == run[0].id]
        assured = normalise((wording.start, wording.end) for wording in given)
        yield build_course(run, anchor=anchor, zone=zone, assured=assured, elsewhere=_list_elsewhere(run, runs))
    for name, wordings in windows.items():
        yield build_window(wordings, dates[name].from_, dates[name].until, zone=zone)


def _list_elsewhere(run: list[CompiledObjective], runs: list[list[CompiledObjective]]) -> Spans:
    """When other runs of a promise hold; all time for those after its first, which tells what none of them covers."""
    same = [other for other in runs if other[0].id == run[0].id]
    if run is not same[0]:
        return ((FIRST_INSTANT, LAST_INSTANT),)
    return normalise((other[0].start, other[-1].end) for other in same[1:])


def _list_runs(versions: Sequence[Version], zone: ZoneInfo, restate: bool) -> Iterator[list[CompiledObjective]]:
    """Wordings that follow each other without gap and are accounted alike, in the order in which they first appear."""
    running: dict[str, list[CompiledObjective]] = {}
    finished: list[list[CompiledObjective]] = []
    for version in versions:
        promised = {objective.id: objective for objective in version.objectives if objective.base == objective.id}
        for name, run in list(running.items()):
            kind = run[-1].terms.period
            start = find_effective_start(kind, version, versions, zone, restate=restate)
            run[-1] = replace(run[-1], end=min(run[-1].end if start == version.start else start, start))
            following = promised.get(name)
            if following is not None and run[-1].end == start < following.end and _is_alike(run[-1], following):
                run.append(replace(promised.pop(name), start=start))
            else:
                finished.append(running.pop(name))
                if following is not None:
                    promised[name] = replace(following, start=max(start, following.start))
        running |= {name: [objective] for name, objective in promised.items() if objective.start < objective.end}
    order = list(dict.fromkeys(o.id for version in versions for o in version.objectives))
    yield from sorted([*finished, *running.values()], key=lambda run: (order.index(run[0].id), run[0].start))


def find_effective_start(
    kind: PeriodKind, version: Version, versions: Sequence[Version], zone: ZoneInfo, *, restate: bool
) -> int:
    """From when a version holds for what is accounted by such periods: its own start.

    One that was agreed later holds from the period in which it was agreed, unless both parties approved that closed
    periods are judged anew and `restate` asks for it.
    """
    amendment = version.terms.amendment
    if amendment is None or amendment.agreed <= version.terms.effective.from_:
        return version.start
    if restate and amendment.approvals is not None:
        return version.start
    agreed = local_midnight(amendment.agreed, zone)
    if kind.name == "rolling":
        return max(version.start, agreed)
    first, last = versions[0].terms.effective.from_, version.terms.effective.until
    holding = [period for period in list_periods(kind, first, last, zone) if period.start <= agreed]
    return max(version.start, holding[-1].start if holding else version.start)


def _is_alike(one: CompiledObjective, other: CompiledObjective) -> bool:
    """Whether the accounting goes on: the same metric over the same periods for the same places."""
    keys = ("metric", "per", "period", "partial", "method", "scale")
    return all(getattr(one.terms, key) == getattr(other.terms, key) for key in keys)
