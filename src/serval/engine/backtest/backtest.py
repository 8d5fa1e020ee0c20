"""A back-test: one or two terms, asked on the same evidence what they would have come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from serval.engine.backtest.amounts import Amounts
from serval.engine.backtest.deciding import Deciding, Pairing, VerdictKey
from serval.engine.backtest.effects import ClauseTrials, Explained
from serval.engine.backtest.figures import Attainment, Figures, attain
from serval.engine.backtest.proposal import Proposal, ProposalTrials, Wanted, find_limit
from serval.engine.backtest.span import BacktestError, Span, lay_terms
from serval.engine.backtest.steps import SweepRange, with_bound
from serval.engine.backtest.sweep import Sweep, SweepTrials
from serval.engine.backtest.trials import Trial, Trials
from serval.engine.calendars.spec import HolidaySet
from serval.engine.columns.facts import FactColumns
from serval.engine.errors import Problem
from serval.engine.evidence import Item
from serval.engine.records import Records
from serval.engine.terms.load import terms_digest
from serval.engine.terms.model import Terms
from serval.engine.verdicts import EvidenceSummary


@dataclass(frozen=True)
class Question:
    """What is asked.

    terms     one or two: A, and B where there is one; sweep and wanted are about the last of them
    holidays  of every region that any of the terms name
    """

    terms: tuple[Terms, ...]
    span: Span
    holidays: Mapping[str, HolidaySet] = field(default_factory=dict)
    sweep: SweepRange | None = None
    wanted: Wanted | None = None


@dataclass(frozen=True)
class Side:
    """One of the terms: as they were given, and what they would have come to.

    is_laid   they are not in force over the whole span by themselves, and were judged as if they were
    attained  each of their promises, in their order
    """

    terms: Terms
    digest: str
    is_laid: bool
    figures: Figures
    attained: tuple[Attainment, ...]

    def find_attained(self, objective: str) -> Attainment | None:
        """How one promise fared; None where these terms have none of that name."""
        return next((entry for entry in self.attained if entry.objective == objective), None)


@dataclass(frozen=True)
class Compared:
    """Everything a back-test found.

    sides     one, or two in the order in which they were asked
    months    labels of the calendar months of the span, and of those later in which a period ends
    explained, deciding  only of two sides · sweep, proposal  only where asked for
    as_of     the instant up to which the evidence was known
    """

    span: Span
    as_of: int
    sides: tuple[Side, ...]
    months: tuple[str, ...]
    evidence: EvidenceSummary
    explained: Explained | None = None
    deciding: Deciding | None = None
    sweep: Sweep | None = None
    proposal: Proposal | None = None

    @property
    def has_money(self) -> bool:
        """Whether any of the terms agree on money."""
        return any(side.figures.cost.sums for side in self.sides)

    @property
    def difference(self) -> Amounts | None:
        """What the second terms cost more than the first, by currency; None with one side."""
        if len(self.sides) < 2:
            return None
        return self.sides[1].figures.cost - self.sides[0].figures.cost


def check_question(terms: Terms, sweep: SweepRange | None, wanted: Wanted | None) -> None:
    """Raises what a back-test raises for a sweep or wish that does not fit the terms, before there is evidence."""
    if sweep is not None:
        for bound in sweep.bounds:
            with_bound(terms, sweep.objective, bound)
    if wanted is not None:
        find_limit(terms, wanted)


class Backtest:
    """Takes every item once, and once more where `look_closer` asks for it; `finish` gives what was found.

    Raises BacktestError for a sweep or wish that does not fit the terms.
    """

    def __init__(self, question: Question, records: Records, *, now: int) -> None:
        self._question, self._records, self._now = question, records, now
        self._laid = lay_terms(question.terms, question.span)
        self._trials = self._open_trials()
        self._entered = [self._trials.compile(terms) for terms in self._laid]
        self._pairing = self._open_pairing() if len(self._laid) == 2 else None
        for trial in self._entered if self._pairing is None else ():
            self._trials.judge(trial)
        self._clauses = ClauseTrials(self._trials, *self._laid) if len(self._laid) == 2 else None
        last = self._laid[-1]
        self._sweep = SweepTrials(self._trials, last, question.sweep) if question.sweep else None
        self._proposal = ProposalTrials(self._trials, last, question.wanted) if question.wanted else None
        self._evidence: EvidenceSummary | None = None
        self._closer: Trials | None = None

    def _open_trials(self) -> Trials:
        question = self._question
        return Trials(question.span, self._records, now=self._now, holidays=question.holidays)

    def _open_pairing(self) -> Pairing:
        """Both sides judged, with an eye on the rows of promises that they word differently."""
        objectives = [{objective.id: objective for objective in terms.objectives} for terms in self._laid]
        clocks = {o.id for named in objectives for o in named.values() if o.metric.startswith("clock.")}
        pairing = Pairing(shared=objectives[0].keys() & objectives[1].keys(), clocks=clocks)
        differing = _list_differing(*self._entered)
        for place, trial in enumerate(self._entered):
            self._trials.judge(trial, sink=pairing.open_sink(place), watched=differing)
        return pairing

    def take(self, item: Item) -> None:
        """One item of the first pass, in ascending order of their ids."""
        self._trials.take(item)
        if self._pairing is not None:
            self._pairing.compare()

    def take_columns(self, columns: FactColumns) -> None:
        """The same of a batch of items."""
        self._trials.take_columns(columns)
        if self._pairing is not None:
            self._pairing.compare()

    def look_closer(self) -> Trials | None:
        """After the first pass: what takes every item a second time; None where one pass was enough."""
        self._evidence = self._trials.finish()
        closer = self._open_trials()
        if self._proposal is not None and self._proposal.look_closer(closer):
            self._closer = closer
        return self._closer

    def finish(self) -> Compared:
        """What was found. Raises BacktestError `backtest.evidence_changed` where the second pass saw something else."""
        evidence = self._evidence or self._trials.finish()
        if self._closer is not None and self._closer.finish().digest != evidence.digest:
            raise BacktestError(Problem("backtest.evidence_changed"))
        sides = tuple(self._describe(place) for place in range(len(self._laid)))
        explained = None
        if self._clauses is not None:
            explained = self._clauses.explain(self._trials, sides[0].figures, sides[1].figures)
        return Compared(
            span=self._question.span,
            as_of=self._now,
            sides=sides,
            months=tuple(_list_months(self._question.span, sides)),
            evidence=evidence,
            explained=explained,
            deciding=self._pairing.finish(_list_turned(*sides)) if self._pairing else None,
            sweep=self._sweep.read(self._trials) if self._sweep else None,
            proposal=self._proposal.propose() if self._proposal else None,
        )

    def _describe(self, place: int) -> Side:
        terms, trial = self._question.terms[place], self._entered[place]
        figures = self._trials.read_figures(trial)
        promised = [(course.id, course.latest.target) for course in trial.agreement.courses]
        spoken = {entry.objective for entry in figures.reached}
        return Side(
            terms=terms,
            digest=terms_digest(terms),
            is_laid=not self._question.span.is_within(terms.effective),
            figures=figures,
            attained=tuple(attain(figures, name, target) for name, target in promised if name in spoken),
        )


def _list_differing(one: Trial, other: Trial) -> set[str]:
    """Promises of which the two do not say the same."""
    names = {*one.courses, *other.courses}
    return {name for name in names if one.courses.get(name) != other.courses.get(name)}


def _list_turned(one: Side, other: Side) -> set[VerdictKey]:
    """Verdicts that both sides give, with other outcomes."""
    before, after = (
        {(entry.objective, entry.subject, entry.period): entry.outcome for entry in side.figures.reached}
        for side in (one, other)
    )
    return {key for key, outcome in before.items() if after.get(key, outcome) != outcome}


def _list_months(span: Span, sides: Sequence[Side]) -> Iterator[str]:
    """Months of the span, and those in which a period that touches it ends."""
    ends = {month for side in sides for month in side.figures.list_months()}
    yield from sorted({*span.list_months(), *ends})
