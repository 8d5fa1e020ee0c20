"""One bench for each value of a field: verdicts for each service, instance or site (`per`)."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.clocks.history import History
from serval.engine.periods import Period
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import EventObjective
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.clock_bench import ClockBench
from serval.engine.verdicts.event_bench import EventBench
from serval.engine.verdicts.evidence_rows import EvidenceRows
from serval.engine.verdicts.item_bench import ItemBench
from serval.engine.verdicts.results import Verdict


class ItemBenches:
    """The benches of one course: a single one, or one for each subject that an item names.

    An item that changes its subject is looked at by each of them for its time there, like any reclassified item, in the
    order in which it had them: whoever counted a run of its clock first has charged it (rule 5).
    """

    def __init__(self, bounds: Bounds, course: Course) -> None:
        self.course = course
        self.later: list[Period] = bounds.list_later(course)
        self._bounds = bounds
        self._per = course.latest.terms.per
        self._known: dict[str, int] = {}
        self._benches: dict[str, ItemBench] = {} if self._per else {"": self._open("")}

    def _open(self, subject: str) -> ItemBench:
        bench = EventBench if isinstance(self.course.latest, EventObjective) else ClockBench
        return bench(self._bounds, self.course, subject)

    def take(self, history: History, evidence: EvidenceRows) -> bool:
        """Judge one item; False when the objective does not speak of it."""
        if self._per is None:
            return self._benches[""].take(history, evidence)
        moments = history.fields.get(self._per, ())
        named = list(dict.fromkeys(moment.name for moment in moments if moment.name))
        for subject in named:
            if subject not in self._benches:
                self._benches[subject] = self._open(subject)
        for moment in moments:
            self._known[moment.name] = min(self._known.get(moment.name, moment.at), moment.at)
        charged: set[int] = set()
        claimed = [self._benches[subject].take(history, evidence, charged) for subject in named]
        return any(claimed)

    def list_verdicts(self) -> Iterator[Verdict]:
        """The verdicts of all subjects, in the order of their names.

        Of a period that closed before any item named the subject, nothing was or will be said.
        """
        for subject in sorted(self._benches):
            for verdict in self._benches[subject].list_verdicts():
                if not subject or self._known[subject] < verdict.period.end:
                    yield verdict

    @property
    def not_covered(self) -> int:
        return sum(bench.not_covered for bench in self._benches.values())

    @property
    def outside_periods(self) -> int:
        return sum(bench.outside_periods for bench in self._benches.values())
