"""Obligations met in time as a metric: the share of what fell due in a period and was done by then."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from serval.engine.records import ObligationEntry, Records
from serval.engine.terms.objectives import ObligationObjective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.ledger import LedgerRow
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
        for entry in records.obligations:
            if entry.obligation == objective.name and tally.period.start <= entry.due < tally.period.end:
                tally.note_evidence(write_record(entry), item=entry.id)
                row = self._row(tally, entry)
                ended = min(self.now if entry.done is None else entry.done, tally.period.end, self.now)
                tally.add(row, late=max(0, ended - entry.due) if row.outcome == "breached" else 0)
                self.bounds.sink(row)
        return tally.give_verdict(_decide(tally), as_of=self.now)

    def _row(self, tally: Tally, entry: ObligationEntry) -> LedgerRow:
        done = entry.done if entry.done is not None and entry.done <= self.now else None
        if done is not None and done <= entry.due:
            outcome, reason = "met", "done_in_time"
        elif self.now > entry.due:
            outcome, reason = "breached", "due_passed" if done is None or done >= tally.period.end else "done_late"
        else:
            outcome, reason = "open", "running"
        return self.build_row(
            tally,
            entry.id,
            started=entry.due,
            stopped=done if done is not None and done < tally.period.end else None,
            due=entry.due,
            outcome=outcome,  # type: ignore[arg-type]
            reason=reason,
            source=entry.source,
        )


def _decide(tally: Tally) -> Decision:
    terms, population = tally.objective.terms, tally.population
    if population.counted < terms.minimum:
        return decide_no_data(terms, "below_minimum" if population.counted else "nothing_due")
    return decide_level(terms.target, Fraction(population.kept, population.counted))
