"""Measures: figures that came typed or imported, pooled or combined as the terms say (TERMS.md rule 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from serval.engine.records import MeasureEntry, Records
from serval.engine.terms.level import format_number
from serval.engine.terms.objectives import MeasureObjective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Decision, Verdict
from serval.engine.verdicts.tally import Tally


class MeasureBench(RecordBench):
    """Judges the figures whose instant lies in a period."""

    def list_subjects(self, records: Records) -> Sequence[str]:
        """Every service a figure speaks of, or all together."""
        objective = self._objective()
        if objective.terms.per is None:
            return [""]
        return sorted({entry.subject for entry in records.measures if entry.measure == objective.name} - {""})

    def _objective(self) -> MeasureObjective:
        if not isinstance(self.course.latest, MeasureObjective):
            raise TypeError(self.course.id)
        return self.course.latest

    def judge(self, tally: Tally, records: Records) -> Verdict:
        """One row for each figure, one verdict on what they come to."""
        counted: list[MeasureEntry] = []
        for number, entry in enumerate(self._choose(tally, records), 1):
            item = f"{entry.measure}#{number}"
            tally.note_evidence(write_record(entry), item=item)
            refusal = self._refuse(entry)
            row = self.build_row(
                tally,
                item,
                started=entry.at,
                outcome="bad_data" if refusal else "counted",
                reason=refusal or "measured",
                value=_write_figure(entry),
                source=entry.source,
            )
            tally.add(row)
            self.bounds.sink(row)
            if not refusal:
                counted.append(entry)
        return tally.give_verdict(self._decide(tally, counted), as_of=self.now)

    def _choose(self, tally: Tally, records: Records) -> Iterator[MeasureEntry]:
        name, services = self._objective().name, tally.objective.terms.where.get("service")
        for entry in records.measures:
            if entry.measure != name or not self.holds(tally, entry.at):
                continue
            if tally.subject:
                is_meant = entry.subject == tally.subject
            else:
                is_meant = entry.subject == "" if services is None else entry.subject in services
            if is_meant:
                yield entry

    def _refuse(self, entry: MeasureEntry) -> str:
        """Why a figure cannot count; empty when it can."""
        measure = self._objective().measure
        if measure.evidence == "required" and not entry.evidence:
            return "evidence_missing"
        is_ratio = entry.good is not None and entry.total is not None
        if entry.value is None and not is_ratio:
            return "figure_missing"
        if is_ratio and (measure.unit != "percent" or (entry.good or 0) > (entry.total or 0)):
            return "figure_impossible"
        return ""

    def _decide(self, tally: Tally, entries: Sequence[MeasureEntry]) -> Decision:
        terms = tally.objective.terms
        if not entries:
            return decide_no_data(terms, "no_figures")
        pooled = [entry for entry in entries if entry.value is None]
        values = [(entry.at, entry.value) for entry in entries if entry.value is not None]
        if len({at for at, _ in values}) < len(values):
            return decide_no_data(terms, "figures_contradict")
        if pooled:
            total = sum(entry.total or 0 for entry in pooled)
            if not total:
                return decide_no_data(terms, "denominator_zero")
            share = Fraction(sum(entry.good or 0 for entry in pooled), total)
            values.append((max(entry.at for entry in pooled), share))
        value = self._combine(values, terms.target.at_most is not None)
        return decide_no_data(terms, "several_figures") if value is None else decide_level(terms.target, value)

    def _combine(self, values: Sequence[tuple[int, Fraction]], lower_is_better: bool) -> Fraction | None:
        """One figure out of several; None when the terms do not say how."""
        figures = [value for _, value in sorted(values)]
        match self._objective().measure.combine:
            case "sum":
                return sum(figures, Fraction(0))
            case "mean":
                return sum(figures, Fraction(0)) / len(figures)
            case "latest":
                return figures[-1]
            case "worst":
                return max(figures) if lower_is_better else min(figures)
            case None:
                return figures[0] if len(figures) == 1 else None


def _write_figure(entry: MeasureEntry) -> str:
    if entry.value is None:
        return "" if entry.total is None else f"{entry.good} / {entry.total}"
    return format_number(entry.value)
