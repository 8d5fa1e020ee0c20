"""The versions of an agreement, and how the promises of one go on in the next (rule 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.compile import local_midnight
from serval.engine.dates import day_after, find_local_date
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
            narrowed = next(objective for objective in version.objectives if objective.id == entry.name)
            for wording in _clip_to_runs(narrowed, entry, runs, zone):
                windows.setdefault(entry.name, []).append(wording)
                dates[entry.name] = entry
    for run in runs:
        given = [w for wordings in windows.values() for w in wordings if w.base == run[0].id]
        assured = tuple(sorted({(wording.start, wording.end) for wording in given}))
        yield build_course(run, anchor=anchor, zone=zone, assured=assured, elsewhere=_list_elsewhere(run, runs))
    for name, wordings in windows.items():
        yield from _list_windows(wordings, dates[name], zone)


def _list_windows(wordings: list[CompiledObjective], entry: Assurance, zone: ZoneInfo) -> Iterator[Course]:
    """The courses of a dated promise: one, or, where an amendment accounts it otherwise, one for the days of each."""
    groups: list[list[CompiledObjective]] = []
    for wording in sorted(wordings, key=lambda wording: wording.start):
        if groups and _is_alike(groups[-1][-1], wording):
            groups[-1].append(wording)
        else:
            groups.append([wording])
    for group in groups:
        whole = len(groups) == 1
        first = entry.from_ if whole else max(entry.from_, find_local_date(group[0].start, zone))
        last = entry.until if whole else min(entry.until, find_local_date(group[-1].end - 1, zone))
        yield build_window(group, first, last, zone=zone)


def _clip_to_runs(
    narrowed: CompiledObjective, entry: Assurance, runs: Sequence[Sequence[CompiledObjective]], zone: ZoneInfo
) -> Iterator[CompiledObjective]:
    """A dated promise holds on those of its days on which the wording it makes stricter holds."""
    first, following = entry.from_, day_after(entry.until)
    for wording in (wording for run in runs for wording in run):
        if (wording.id, wording.version) == (narrowed.base, narrowed.version):
            start = max(wording.start, local_midnight(first, zone))
            end = min(wording.end, local_midnight(following, zone))
            if start < end:
                yield replace(narrowed, start=start, end=end)


def _list_elsewhere(run: list[CompiledObjective], runs: list[list[CompiledObjective]]) -> Spans:
    """When other runs of a promise hold; all time for those after its first, which tells what none of them covers."""
    same = [other for other in runs if other[0].id == run[0].id]
    if run is not same[0]:
        return ((FIRST_INSTANT, LAST_INSTANT),)
    return normalise((other[0].start, other[-1].end) for other in same[1:])


def _list_runs(versions: Sequence[Version], zone: ZoneInfo, restate: bool) -> Iterator[list[CompiledObjective]]:
    """Wordings that follow each other without gap and are accounted alike, in the order in which they first appear."""
    names = dict.fromkeys(o.id for version in versions for o in version.objectives if o.base == o.id)
    for name in names:
        run: list[CompiledObjective] = []
        for wording in _list_wordings(name, versions, zone, restate):
            if run and not (run[-1].end == wording.start and _is_alike(run[-1], wording)):
                yield run
                run = []
            run.append(wording)
        yield from [run] if run else []


def _list_wordings(
    name: str, versions: Sequence[Version], zone: ZoneInfo, restate: bool
) -> Iterator[CompiledObjective]:
    """How each version words a promise, over the time in which that version holds for it.

    The running periods of the wording before decide from when a version holds, so that none of them is rewritten.
    """
    spoken = [next((o for o in version.objectives if o.id == name), None) for version in versions]
    starts: list[int] = []
    kind: PeriodKind | None = None
    for version, wording in zip(versions, spoken, strict=True):
        own = wording.terms.period if wording else kind
        before, kind = kind or own, own
        if before is None or version is versions[0]:
            starts.append(version.start)
        else:
            starts.append(find_effective_start(before, version, versions, zone, restate=restate))
    for place, wording in enumerate(spoken):
        until = versions[place].terms.effective.until
        last = local_midnight(day_after(until), zone)
        end = min([last, *starts[place + 1 :]])
        if wording is not None and starts[place] < end:
            yield replace(wording, start=starts[place], end=end)


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
