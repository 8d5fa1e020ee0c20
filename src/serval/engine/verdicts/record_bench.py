"""The bench of records: one objective judged from evidence that is no ticket."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from serval.engine.records import Records
from serval.engine.spans import clip
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.terms.versions import Version
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.ledger import LedgerRow, RowOutcome
from serval.engine.verdicts.outage_subjects import Provision
from serval.engine.verdicts.results import Verdict
from serval.engine.verdicts.tally import Tally


class RecordBench(ABC):
    """Judges records for one course, subject by subject and period by period."""

    def __init__(self, bounds: Bounds, course: Course) -> None:
        self.course = course
        self.bounds = bounds
        self.now = bounds.now
        self.later = bounds.list_later(course)
        self._known: dict[str, int] = {}

    @abstractmethod
    def list_subjects(self, records: Records) -> Sequence[str]:
        """Names of what a verdict is given on, in order; one empty name where there is one verdict."""

    @abstractmethod
    def judge(self, tally: Tally, records: Records) -> Verdict:
        """The verdict of one period and subject."""

    def list_verdicts(self, records: Records) -> Iterator[Verdict]:
        """All verdicts of the course."""
        for subject in self.list_subjects(records):
            for tally in self.bounds.open_tallies(self.course, subject):
                if self.speaks_of(tally):
                    yield self.judge(tally, records)

    def list_services(self, found: Iterable[tuple[str, int]]) -> Sequence[str]:
        """Subjects of verdicts for each service: those evidence names, at an instant, and those the terms do; or all.

        A promise made for a service of which there is no evidence has no data, which must be said.
        """
        if self.course.latest.terms.per is None:
            return [""]
        for name, at in found:
            if at <= self.now:
                self._known[name] = min(at, self._known.get(name, at))
        names = {*self._known, *(name for objective in self.course.objectives for name in self.list_named(objective))}
        return sorted(
            name for name in names - {""} if any(_is_wanted(objective, name) for objective in self.course.objectives)
        )

    def list_named(self, objective: CompiledObjective) -> Iterable[str]:
        """The services that a wording, or the terms it stands in, names."""
        return objective.terms.where.get("service", self._find_version(objective).terms.services)

    def _find_version(self, objective: CompiledObjective) -> Version:
        return next(entry for entry in self.bounds.agreement.versions if entry.label == objective.version)

    def is_about(self, tally: Tally, service: str) -> bool:
        """Whether what a record says of a service (empty: of none in particular) belongs to a tally."""
        return _is_wanted(tally.objective, service) and tally.subject in ("", service)

    def speaks_of(self, tally: Tally) -> bool:
        """Whether the wording that governs a period speaks of the subject, and it was there: provided, and known of.

        Of a subject that neither terms nor evidence of the time name, nothing was said when the period closed.
        """
        objective, subject, period = tally.objective, tally.subject, tally.period
        if not subject:
            return True
        is_known = subject in self.list_named(objective) or self._known.get(subject, period.end) < period.end
        provision = Provision(self.bounds.agreement, self._find_version(objective))
        is_provided = bool(clip(provision.list_any([subject]), period.start, period.end))
        return is_known and is_provided and _is_wanted(objective, subject)

    def holds(self, tally: Tally, instant: int) -> bool:
        """Whether an instant lies in a period and is known."""
        return tally.period.start <= instant < tally.period.end and instant <= self.now

    def build_row(
        self,
        tally: Tally,
        item: str,
        *,
        started: int,
        outcome: RowOutcome,
        reason: str,
        stopped: int | None = None,
        due: int | None = None,
        counted: int = 0,
        excluded: int = 0,
        value: str = "",
        source: str = "",
    ) -> LedgerRow:
        """A row of the ledger: `counted` seconds of it count, `excluded` ones were taken out."""
        return LedgerRow(
            item=item,
            objective=self.course.id,
            terms_version=tally.objective.version,
            period=tally.period.label,
            cycle=1,
            started=started,
            stopped=stopped,
            due=due,
            provisional=False,
            target_seconds=0,
            working_seconds=counted,
            paused_seconds=excluded,
            outcome=outcome,
            reason=reason,
            source=source,
            subject=tally.subject,
            value=value,
        )


def _is_wanted(objective: CompiledObjective, service: str) -> bool:
    wanted = objective.terms.where.get("service")
    return wanted is None or service in wanted
