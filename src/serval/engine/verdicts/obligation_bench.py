"""Obligations met in time as a metric: the share of what fell due in a period and was done by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from serval.engine.records import ObligationEntry, Records
from serval.engine.terms.objectives import ObligationObjective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.ledger import LedgerRow, RowOutcome
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Decision, Verdict
from serval.engine.verdicts.running import list_running
from serval.engine.verdicts.tally import Tally


class ObligationBench(RecordBench):
    """Judges obligations in the period in which they fall due; what runs on after it is charged where it passes."""

    def list_subjects(self, records: Records) -> Sequence[str]:  # noqa: ARG002 (there is only one)
        """All together."""
        return [""]

    def list_verdicts(self, records: Records) -> Iterator[Verdict]:
        """All verdicts of the course."""
        charges_time = self.bounds.charges_time(self.course)
        tallies = self.bounds.open_tallies(self.course, earlier=charges_time)
        for number, tally in enumerate(tallies):
            if charges_time and not self.course.rolls:
                for origin in tallies[:number]:
                    self._run_on(tally, origin, records)
            verdict = self.judge(tally, records)
            if tally.is_shown:
                yield verdict

    def judge(self, tally: Tally, records: Records) -> Verdict:
        """One row for each obligation."""
        for entry in self._choose(tally, tally, records):
            row = self._row(tally, entry)
            late = self._late(tally, entry, tally.period.end) if row.outcome == "breached" else 0
            self._add(tally, entry, row, late=late)
        running = list_running(tally, _decide)
        return tally.give_verdict(_decide(tally), as_of=self.now, running=running)

    def _run_on(self, tally: Tally, origin: Tally, records: Records) -> None:
        """What fell due in an earlier period and was not done by its end is charged for the hours of this one."""
        start, end = tally.period.start, tally.period.end
        for entry in self._choose(origin, tally, records):
            if start < (self.now if entry.done is None else entry.done):
                row = replace(self._row(origin, entry), period=tally.period.label)
                row = replace(row, outcome="late", reason="late_since_earlier")
                late, before = self._late(origin, entry, end), self._late(origin, entry, start)
                self._add(tally, entry, row, late=late, before=before, origin=origin)

    def _add(
        self,
        tally: Tally,
        entry: ObligationEntry,
        row: LedgerRow,
        *,
        late: int,
        before: int = 0,
        origin: Tally | None = None,
    ) -> None:
        tally.note_record(write_record(entry), item=entry.id)
        tally.add(row, late=late, before=before, origin=origin)
        if tally.is_shown:
            self.bounds.sink(row)

    def _late(self, tally: Tally, entry: ObligationEntry, end: int) -> int:
        """Seconds of the calendar's open time since an obligation fell due, by the end of a period."""
        ended = min(self.now, end) if entry.done is None else min(entry.done, end)
        return tally.objective.calendar.between(entry.due, max(entry.due, ended))

    def _choose(self, tally: Tally, seen_in: Tally, records: Records) -> list[ObligationEntry]:
        """What fell due in a period, as known at the end of it or a later one: one entry for each id and instant."""
        objective = tally.objective
        if not isinstance(objective, ObligationObjective):
            raise TypeError(objective.id)
        until = min(self.now, seen_in.period.end - 1)
        chosen: dict[tuple[str, int], ObligationEntry] = {}
        for entry in records.obligations:
            if entry.obligation == objective.name and tally.period.start <= entry.due < tally.period.end:
                known = entry if entry.done is None or entry.done <= until else replace(entry, done=None)
                before = chosen.get((entry.id, entry.due), known)
                is_sooner = before.done is None or (known.done is not None and known.done < before.done)
                chosen[entry.id, entry.due] = known if is_sooner else before
        return [chosen[key] for key in sorted(chosen)]

    def _row(self, tally: Tally, entry: ObligationEntry) -> LedgerRow:
        done = entry.done
        outcome: RowOutcome = "open"
        reason = "running"
        if done is not None and done <= entry.due:
            outcome, reason = "met", "done_in_time"
        elif self.now > entry.due:
            outcome, reason = "breached", "due_passed" if done is None else "done_late"
        return self.build_row(
            tally,
            entry.id,
            started=entry.due,
            stopped=done,
            due=entry.due,
            outcome=outcome,
            reason=reason,
            source=entry.source,
        )


def _decide(tally: Tally) -> Decision:
    terms, population = tally.objective.terms, tally.population
    if population.counted < terms.minimum:
        return decide_no_data(terms, "below_minimum" if population.counted else "nothing_due")
    return decide_level(terms.target, Fraction(population.kept, population.counted))
