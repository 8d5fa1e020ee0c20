"""Measures: figures that came typed or imported, pooled or combined as the terms say (TERMS.md rule 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from serval.engine.records import MeasureEntry, Records
from serval.engine.terms.level import format_number
from serval.engine.terms.objectives import CompiledObjective, MeasureObjective
from serval.engine.terms.services import Measure
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Decision, Verdict
from serval.engine.verdicts.tally import Tally


class MeasureBench(RecordBench):
    """Judges the figures whose instant lies in a period."""

    def list_subjects(self, records: Records) -> Sequence[str]:
        """Every service a figure speaks of or should have spoken of, or all together."""
        name = _measured(self.course.latest).name
        return self.list_services((entry.subject, entry.at) for entry in records.measures if entry.measure == name)

    def judge(self, tally: Tally, records: Records) -> Verdict:
        """One row for each figure, one verdict on what they come to."""
        counted: list[MeasureEntry] = []
        for number, entry in enumerate(self._choose(tally, records), 1):
            item = f"{entry.measure}#{number}"
            tally.note_record(write_record(entry), item=item)
            refusal = _refuse(_measured(tally.objective).measure, entry)
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
        return tally.give_verdict(_decide(tally, counted), as_of=self.now)

    def _choose(self, tally: Tally, records: Records) -> Iterator[MeasureEntry]:
        """The figures of a period; with neither `per` nor `where` those of the agreement as a whole."""
        name, terms = _measured(tally.objective).name, tally.objective.terms
        is_whole = terms.per is None and "service" not in terms.where
        for entry in records.measures:
            is_meant = entry.measure == name and self.is_about(tally, entry.subject)
            if is_meant and self.holds(tally, entry.at) and not (is_whole and entry.subject):
                yield entry


def _measured(objective: CompiledObjective) -> MeasureObjective:
    if not isinstance(objective, MeasureObjective):
        raise TypeError(objective.id)
    return objective


def _refuse(measure: Measure, entry: MeasureEntry) -> str:
    """Why a figure cannot count; empty when it can."""
    if measure.evidence == "required" and not entry.evidence:
        return "evidence_missing"
    if entry.value is None and (entry.good is None or entry.total is None):
        return "figure_missing"
    if entry.good is not None and entry.total is not None:
        is_possible = measure.unit == "percent" and 0 <= entry.good <= entry.total
        return "" if is_possible else "figure_impossible"
    if measure.unit != "percent" or entry.value is None:
        return ""
    if entry.is_plain:
        return "figure_without_percent"
    return "" if 0 <= entry.value <= 1 else "figure_impossible"


def _decide(tally: Tally, entries: Sequence[MeasureEntry]) -> Decision:
    """Figures typed twice count once; two that differ for one instant and service leave nothing to go by."""
    terms = tally.objective.terms
    if not entries:
        return decide_no_data(terms, "no_figures")
    pooled = [entry for entry in entries if entry.value is None]
    typed = {(entry.at, entry.subject, entry.value) for entry in entries if entry.value is not None}
    if len({(at, subject) for at, subject, _ in typed}) < len(typed):
        return decide_no_data(terms, "figures_contradict")
    figures = [(at, value) for at, _, value in typed]
    if pooled:
        total = sum(entry.total or 0 for entry in pooled)
        if not total:
            return decide_no_data(terms, "denominator_zero")
        share = Fraction(sum(entry.good or 0 for entry in pooled), total)
        figures.append((max(entry.at for entry in pooled), share))
    combine = _measured(tally.objective).measure.combine
    value = _combine(figures, combine, lower_is_better=terms.target.at_most is not None)
    return decide_no_data(terms, "several_figures") if value is None else decide_level(terms.target, value)


def _combine(figures: Sequence[tuple[int, Fraction]], combine: str | None, *, lower_is_better: bool) -> Fraction | None:
    """One figure out of several; None when the terms do not say how, or name the latest of several as late."""
    values = [value for _, value in figures]
    last = max(at for at, _ in figures)
    match combine:
        case "sum":
            return sum(values, Fraction(0))
        case "mean":
            return sum(values, Fraction(0)) / len(values)
        case "worst":
            return max(values) if lower_is_better else min(values)
        case "latest":
            values = [value for at, value in figures if at == last]
    return values[0] if len(values) == 1 else None


def _write_figure(entry: MeasureEntry) -> str:
    if entry.value is None:
        return "" if entry.total is None else f"{entry.good} / {entry.total}"
    return format_number(entry.value)
