"""Reigns: the days on which each version's fee and consequences hold (rule 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from serval.engine.calendars.compile import local_midnight
from serval.engine.dates import day_after, day_before, find_local_date
from serval.engine.errors import Problem, TermsError
from serval.engine.periods import Period, PeriodKind, list_periods
from serval.engine.terms.consequences import find_settlement_kind
from serval.engine.terms.courses import Course
from serval.engine.terms.credits import Credit, Reward
from serval.engine.terms.model import Terms
from serval.engine.terms.versions import Version, find_effective_start


@dataclass(frozen=True, slots=True)
class Reign:
    """A version and its days, `first` to `last` inclusive; none where it was replaced before it came to hold.

    known  the day on which it was agreed, as far as sums of money are concerned
    """

    version: Version
    first: date
    last: date
    known: date

    @property
    def kind(self) -> PeriodKind:
        """How often it makes statements."""
        return _find_kind(self.version.terms)

    @property
    def currency(self) -> str:
        fee = self.version.terms.fee
        return fee.currency if fee else ""

    @property
    def settles(self) -> bool:
        """Whether anything follows from verdicts under it."""
        return self.version.terms.consequences is not None


def list_reigns(versions: Sequence[Version], zone: ZoneInfo, *, restate: bool) -> tuple[Reign, ...]:
    """The reign of each version, in order.

    A backdated version that does not restate holds from the settlement period in which it was agreed; that is counted
    by the version before it, so that no closed statement is rewritten. After a gap there is none, and it holds at once.
    """
    starts: list[date] = []
    kind: PeriodKind | None = None
    for version in versions:
        own = _find_kind(version.terms) if version.terms.consequences is not None else None
        start = version.start
        if version is not versions[0]:
            before = kind or own or PeriodKind("month")
            start = find_effective_start(before, version, versions, zone, restate=restate)
        starts.append(_close_gap(find_local_date(start, zone), version, versions, starts))
        kind = own or kind
    return tuple(
        Reign(
            version=version,
            first=starts[place],
            last=min([version.terms.effective.until, *(day_before(later) for later in starts[place + 1 :])]),
            known=starts[0] if place == 0 else _find_known(version, restate),
        )
        for place, version in enumerate(versions)
    )


def list_settlements(reigns: Sequence[Reign], zone: ZoneInfo) -> Iterator[tuple[Reign, tuple[Period, ...]]]:
    """Each reign with the settlement periods that begin in it. Every day of a run of reigns is in exactly one period.

    A period under way goes on under the version in which it began, unless the next one settles by other periods or in
    another currency: that version cuts it, and its own first period is a part. Contract years go by the first day.
    """
    held = [reign for reign in reigns if reign.first <= reign.last]
    for run in _list_runs(held):
        if run[0].settles:
            anchor = reigns[0].first
            periods = list_periods(run[0].kind, run[0].first, run[-1].last, zone, anchor=anchor)
            for reign in run:
                if reign.settles:
                    yield reign, tuple(period for period in periods if reign.first <= period.first <= reign.last)


def check_currencies(reigns: Sequence[Reign], courses: Iterable[Course], zone: ZoneInfo) -> None:
    """No share of a fee can be reckoned for a period in which the fee changes its currency.

    Raises TermsError `terms.currency_mid_period`.
    """
    paid = [reign for reign in reigns if reign.first <= reign.last and reign.currency]
    changes = [(one, other) for one, other in pairwise(paid) if one.currency != other.currency]
    for course in courses:
        for one, other in changes:
            shared = {*_list_shares(one.version.terms), *_list_shares(other.version.terms)}
            cut = local_midnight(other.first, zone)
            held = [period for period in course.periods if period.start < cut < period.end]
            if held and not course.rolls and course.latest.base in shared:
                data = {"id": course.id, "period": held[0].label, "value": other.first.isoformat()}
                raise TermsError(Problem("terms.currency_mid_period", data))


def _list_runs(reigns: Sequence[Reign]) -> Iterator[list[Reign]]:
    """Reigns that follow each other without gap and settle alike; one that settles nothing only ends a run."""
    run: list[Reign] = []
    for reign in reigns:
        if run and not _goes_on(run[-1], reign):
            yield run
            run = []
        run.append(reign)
    yield from [run] if run else []


def _goes_on(before: Reign, after: Reign) -> bool:
    if before.last != day_before(after.first):
        return False
    if not (before.settles and after.settles):
        return not after.settles
    is_same_money = before.currency == after.currency or not (before.currency and after.currency)
    return before.kind == after.kind and is_same_money


def _list_shares(terms: Terms) -> Iterator[str]:
    """Objectives of which some credit or reward is a share of the fee."""
    if terms.consequences is not None:
        entries: tuple[Credit | Reward, ...] = (*terms.consequences.credits, *terms.consequences.rewards)
        for entry in entries:
            yield from entry.for_ if entry.of is not None else ()


def _close_gap(start: date, version: Version, versions: Sequence[Version], starts: Sequence[date]) -> date:
    """The start, or the first day of the version that no version before it covers."""
    before = [other.terms.effective.until for other, begun in zip(versions, starts, strict=False) if begun < start]
    if not before:
        return start
    return min(start, max(version.terms.effective.from_, day_after(before[-1])))


def _find_known(version: Version, restate: bool) -> date:
    amendment, first = version.terms.amendment, version.terms.effective.from_
    if amendment is None or (restate and amendment.approvals is not None and amendment.agreed > first):
        return first
    return amendment.agreed


def _find_kind(terms: Terms) -> PeriodKind:
    return PeriodKind(find_settlement_kind(terms.consequences, terms.fee))
