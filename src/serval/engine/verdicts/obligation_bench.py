"""Obligations met in time as a metric: the share of what fell due in a period and was done by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from serval.engine.records import ObligationEntry, Records
from serval.engine.terms.objectives import ObligationObjective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.ledger import LedgerRow, RowOutcome
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Decision, Verdict
from serval.engine.verdicts.tally import Tally


class ObligationBench(RecordBench):
    """Judges obligations in the period in which they fall due."""

    def list_subjects(self, records: Records) -> Sequence[str]:  # noqa: ARG002 (there is only one)
        """All together."""
        return [""]

    def judge(self, tally: Tally, records: Records) -> Verdict:
        """One row for each obligation."""
        objective = tally.objective
        if not isinstance(objective, ObligationObjective):
            raise TypeError(objective.id)
        for entry in self._choose(tally, objective.name, records):
            tally.note_evidence(write_record(entry), item=entry.id)
            row = self._row(tally, entry)
            ended = min(self.now, tally.period.end) if entry.done is None else entry.done
            tally.add(row, late=max(0, ended - entry.due) if row.outcome == "breached" else 0)
            self.bounds.sink(row)
        return tally.give_verdict(_decide(tally), as_of=self.now)

    def _choose(self, tally: Tally, name: str, records: Records) -> list[ObligationEntry]:
        """What fell due in a period, as known at its end: one entry for each id and due instant."""
        until = min(self.now, tally.period.end - 1)
        chosen: dict[tuple[str, int], ObligationEntry] = {}
        for entry in records.obligations:
            if entry.obligation == name and tally.period.start <= entry.due < tally.period.end:
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
