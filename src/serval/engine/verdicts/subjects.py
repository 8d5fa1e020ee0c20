"""One bench for each value of a field: verdicts for each service, instance or site (`per`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from serval.engine.clocks.claims import Claim
from serval.engine.clocks.history import History
from serval.engine.errors import CalendarError, EvidenceError
from serval.engine.periods import Period
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import ClockObjective, EventObjective
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.claiming import list_course_claims
from serval.engine.verdicts.clock_bench import ClockBench
from serval.engine.verdicts.event_bench import EventBench
from serval.engine.verdicts.evidence_rows import EvidenceRows
from serval.engine.verdicts.item_bench import ItemBench
from serval.engine.verdicts.judgement import judge_claim, name_run
from serval.engine.verdicts.ledger import COUNTED
from serval.engine.verdicts.results import Verdict


class ItemBenches:
    """The benches of one course: a single one, or one for each subject that an item names.

    An item that changes its subject is looked at by each of them for its time there, like any reclassified item; who
    counted a run of its clock first has charged it (rule 5).
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

    @property
    def single(self) -> ItemBench | None:
        """The only bench there is; None where there is one for each subject."""
        return self._benches[""] if self._per is None else None

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
        charged = self._find_charged(history, named) if len(named) > 1 else {}
        claimed = []
        for subject in named:
            elsewhere = {run: since for run, (since, whose) in charged.items() if whose != subject}
            claimed.append(self._benches[subject].take(history, evidence, elsewhere))
        return any(claimed)

    def _find_charged(self, history: History, named: Sequence[str]) -> dict[int, tuple[int, str]]:
        """Each run that was counted, with the instant from which the first subject to count it judged it.

        Claims are looked at in order of time, so that no later one takes a run from a period that has closed.
        """
        claims: list[tuple[int, str, ClockObjective, Claim]] = []
        for subject in named:
            scopes = self._benches[subject].scopes
            stints = [scope.list_stints(history) for scope in scopes]
            with suppress(EvidenceError, CalendarError):
                found, _ = list_course_claims(self.course, scopes, history, stints, now=self._bounds.now)
                claims += [(claim.since, subject, objective, claim) for objective, claim in found]
        charged: dict[int, tuple[int, str]] = {}
        for since, subject, objective, claim in sorted(claims, key=lambda entry: entry[:2]):
            run = name_run(claim)
            if run not in charged and judge_claim(objective, history, claim, now=self._bounds.now).outcome in COUNTED:
                charged[run] = (since, subject)
        return charged

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
