"""Restatement (重述): a second result beside the first, period by period, with why they differ and what it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import Any, Literal, Protocol, TypeVar

from serval.engine.consequences.statement import Statement
from serval.engine.errors import Problem, TermsError
from serval.engine.money import Money, round_half_up
from serval.engine.verdicts.results import Scorecard
from serval.engine.verdicts.stated import (
    MONEY,
    StatedScorecard,
    StatedStatement,
    StatedVerdict,
    state_scorecard,
    state_statements,
)

Cause = Literal["terms", "calendar", "evidence", "engine", "tzdata", "as_of", "asked"]
StatementCause = Literal["terms", "verdicts", "year_cap", "claim", "as_of", "asked", "evidence"]


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One objective, subject and period of which the two results say different things; None where one says nothing.

    causes  what differs underneath: the terms in force, the compiled calendar, the evidence, the engine, the zone data,
            the instant up to which evidence is known, or which periods were asked for
    """

    first: StatedVerdict | None
    second: StatedVerdict | None
    causes: tuple[Cause, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Objective, subject and label of the period."""
        return _either(self.first, self.second).key


@dataclass(frozen=True, slots=True)
class StatementChange:
    """One settlement period that comes to something else; None where one result has no statement of it.

    difference  second less first, by the names of MONEY; a missing amount is nothing, and None stands for amounts in
                two currencies
    points      by how much the score differs; None where one has none
    """

    first: StatedStatement | None
    second: StatedStatement | None
    difference: Mapping[str, Money | None]
    points: Fraction | None
    causes: tuple[StatementCause, ...]

    @property
    def settlement(self) -> str:
        """Label of the settlement period."""
        return _either(self.first, self.second).settlement


@dataclass(frozen=True, slots=True)
class Restatement:
    """Two results of one agreement.

    verdicts, statements  those that changed, in order of the periods
    unchanged             how many verdicts say the same · confirmed  how many of these rest on other digests
    settled_alike         how many statements say the same
    difference            sums over all statements by currency and name, second less first
    """

    first: StatedScorecard
    second: StatedScorecard
    verdicts: tuple[VerdictChange, ...]
    unchanged: int
    confirmed: int
    statements: tuple[StatementChange, ...]
    settled_alike: int
    difference: Mapping[str, Mapping[str, Money]]


def restate(
    first: Scorecard | StatedScorecard,
    second: Scorecard | StatedScorecard,
    first_statements: Sequence[Statement | StatedStatement] = (),
    second_statements: Sequence[Statement | StatedStatement] = (),
) -> Restatement:
    """Set a second result beside the first; either may have been read from a file.

    Raises TermsError `verdict.scorecards_differ` for results of two agreements.
    """
    one, other = _state(first), _state(second)
    if one.number != other.number:
        raise TermsError(Problem("verdict.scorecards_differ", {"one": one.number, "other": other.number}))
    pairs = list(_pair(one.verdicts, other.verdicts, lambda verdict: verdict.key))
    alike = [(a, b) for a, b in pairs if a is not None and b is not None and a.result == b.result]
    changed = [VerdictChange(a, b, _list_causes(a, b, one, other)) for a, b in pairs if not _says_same(a, b)]
    before, after = _state_all(first_statements), _state_all(second_statements)
    settled = list(_pair(before, after, lambda statement: statement.settlement))
    changes = [_compare_statements(a, b) for a, b in settled if not _says_same(a, b)]
    return Restatement(
        first=one,
        second=other,
        verdicts=tuple(sorted(changed, key=lambda change: _place(_either(change.first, change.second)))),
        unchanged=len(alike),
        confirmed=sum(a.digest != b.digest for a, b in alike),
        statements=tuple(sorted(changes, key=lambda change: _either(change.first, change.second).start)),
        settled_alike=len(settled) - len(changes),
        difference=_add_up(changes),
    )


class _Said(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def result(self) -> tuple[object, ...]: ...


SaidT = TypeVar("SaidT", bound=_Said)


def _pair(first: Iterable[SaidT], second: Iterable[SaidT], name: Any) -> Iterator[tuple[SaidT | None, SaidT | None]]:
    """Results of one name: those that begin together, then the rest in order.

    A period that terms cut in two has two parts under one label.
    """
    grouped: defaultdict[Hashable, tuple[list[SaidT], list[SaidT]]] = defaultdict(lambda: ([], []))
    for side, results in enumerate((first, second)):
        for result in results:
            grouped[name(result)][side].append(result)
    for ours, theirs in grouped.values():
        begun = {result.start: result for result in theirs}
        together = {result.start for result in ours} & begun.keys()
        yield from ((result, begun[result.start]) for result in ours if result.start in together)
        yield from zip_longest(
            [result for result in ours if result.start not in together],
            [result for result in theirs if result.start not in together],
        )


def _says_same(one: _Said | None, other: _Said | None) -> bool:
    return one is not None and other is not None and one.result == other.result


def _either(one: SaidT | None, other: SaidT | None) -> SaidT:
    found = one if one is not None else other
    if found is None:
        raise TypeError("one of two results must be there")
    return found


def _place(verdict: StatedVerdict) -> tuple[int, int, str, str]:
    return verdict.start, verdict.end, verdict.objective, verdict.subject


def _state(scorecard: Scorecard | StatedScorecard) -> StatedScorecard:
    return scorecard if isinstance(scorecard, StatedScorecard) else state_scorecard(scorecard)


def _state_all(statements: Sequence[Statement | StatedStatement]) -> list[StatedStatement]:
    return [s if isinstance(s, StatedStatement) else state_statements([s])[0] for s in statements]


def _list_causes(
    first: StatedVerdict | None, second: StatedVerdict | None, one: StatedScorecard, other: StatedScorecard
) -> tuple[Cause, ...]:
    if first is None or second is None:
        present, missing = (one, other) if second is None else (other, one)
        return (_explain_absence(_either(first, second), present, missing),)
    causes: list[Cause] = []
    if first.digests["terms"] != second.digests["terms"] or _is_moved_by_terms(first, second, one, other):
        causes.append("terms")
    if _differ_in_calendar(first, second):
        causes.append("calendar")
    if _differ_in_evidence(first, second) and one.evidence != other.evidence:
        causes.append("evidence")
    if one.engine != other.engine:
        causes.append("engine")
    if one.tzdata != other.tzdata:
        causes.append("tzdata")
    if one.as_of != other.as_of and (first.provisional or second.provisional or not causes):
        causes.append("as_of")
    return tuple(causes)


def _is_moved_by_terms(
    first: StatedVerdict, second: StatedVerdict, one: StatedScorecard, other: StatedScorecard
) -> bool:
    """Terms of another time may end a period early, or take items out of it, and are not in force in it themselves."""
    if one.terms == other.terms:
        return False
    is_cut = (first.start, first.end) != (second.start, second.end)
    return is_cut or (_differ_in_evidence(first, second) and one.evidence == other.evidence)


def _differ_in_evidence(first: StatedVerdict, second: StatedVerdict) -> bool:
    return first.digests["evidence"] != second.digests["evidence"]


def _differ_in_calendar(first: StatedVerdict, second: StatedVerdict) -> bool:
    """A calendar is digested from the first to the last instant of the rows, so new evidence alone may widen it.

    Read from a file, a verdict no longer knows its calendar: it is then named only where evidence is the same.
    """
    if first.calendar is not None and second.calendar is not None:
        return first.calendar != second.calendar and (
            first.digests["calendar"] != second.digests["calendar"] or "refused" in (first.outcome, second.outcome)
        )
    return not _differ_in_evidence(first, second) and first.digests["calendar"] != second.digests["calendar"]


def _explain_absence(verdict: StatedVerdict, present: StatedScorecard, missing: StatedScorecard) -> Cause:
    """Why the other result is silent: no evidence of the subject, no such promise, or the period was not asked for."""
    labels = {(other.objective, other.period) for other in missing.verdicts}
    if (verdict.objective, verdict.period) in labels and verdict.subject:
        return "evidence"
    was_asked = any(verdict.start < other.end and other.start < verdict.end for other in missing.verdicts)
    return "terms" if was_asked and present.terms != missing.terms else "asked"


def _compare_statements(first: StatedStatement | None, second: StatedStatement | None) -> StatementChange:
    return StatementChange(
        first=first,
        second=second,
        difference={name: _subtract(first, second, name) for name in MONEY},
        points=None
        if first is None or second is None or first.points is None or second.points is None
        else second.points - first.points,
        causes=_list_statement_causes(first, second),
    )


def _subtract(first: StatedStatement | None, second: StatedStatement | None, name: str) -> Money | None:
    """What changed hands anew; nothing can be said across currencies, or where neither has an amount."""
    before = None if first is None else first.money[name]
    after = None if second is None else second.money[name]
    if before is None:
        return after
    if after is None:
        return round_half_up(-Fraction(before.amount), before.currency)
    return after - before if after.currency == before.currency else None


def _list_statement_causes(first: StatedStatement | None, second: StatedStatement | None) -> tuple[StatementCause, ...]:
    if first is None or second is None:
        return ("asked",)
    found: tuple[tuple[StatementCause, bool], ...] = (
        ("terms", first.terms != second.terms),
        ("verdicts", first.verdicts != second.verdicts),
        ("year_cap", first.year_left != second.year_left),
        ("claim", first.claim != second.claim),
        ("as_of", first.provisional != second.provisional),
    )
    causes = tuple(cause for cause, differs in found if differs)
    return causes or ("evidence",)


def _add_up(changes: Iterable[StatementChange]) -> dict[str, dict[str, Money]]:
    """Sums by currency; where a period changed its currency, what was owed in each."""
    sums: dict[str, dict[str, Money]] = {}
    for change in changes:
        for name in MONEY:
            for part in _list_parts(change, name):
                known = sums.setdefault(part.currency, {})
                known[name] = known[name] + part if name in known else part
    return dict(sorted(sums.items()))


def _list_parts(change: StatementChange, name: str) -> Iterator[Money]:
    if change.difference[name] is not None:
        yield change.difference[name]  # type: ignore[misc]
    elif change.first is not None and change.second is not None and change.first.money[name] is not None:
        yield from filter(None, (_subtract(change.first, None, name), change.second.money[name]))
