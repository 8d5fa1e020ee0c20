"""Availability by requests: by slots, or good ones of all (TERMS.md rule 9)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from serval.engine.availability.account import ExcludedAs, Frame
from serval.engine.availability.packed_instants import pack_instants
from serval.engine.availability.samples import SampleColumns, Whole
from serval.engine.availability.slots import account_requests, account_slots
from serval.engine.spans import Spans
from serval.engine.terms.objectives import OutageObjective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Verdict
from serval.engine.verdicts.tally import Tally

PlaceRequests = tuple[SampleColumns, tuple[int, int], Spans]
"""The samples of one place, the time in which its service was provided, and the time taken out of that place only."""


def add_requests(places: Sequence[PlaceRequests], *, excluded_as: ExcludedAs) -> SampleColumns:
    """Requests of several places added up by instant; what each saw of its own state says nothing of all of them.

    A sample speaks of the second before its instant: whether that was provided, or taken out, decides.
    """
    judged = [_judge_place(*place, excluded_as) for place in places]
    none = np.zeros(0, dtype=np.int64)
    at = np.concatenate([none, *(instants for instants, _, _ in judged)])
    instants, place = np.unique(at, return_inverse=True)
    good, total = np.zeros(len(instants), dtype=np.int64), np.zeros(len(instants), dtype=np.int64)
    np.add.at(good, place, np.concatenate([none, *(column for _, column, _ in judged)]))
    np.add.at(total, place, np.concatenate([none, *(column for _, _, column in judged)]))
    return SampleColumns(pack_instants(instants), np.zeros(len(instants), dtype=np.int8), good, total)


def _judge_place(
    columns: SampleColumns, provided: tuple[int, int], excused: Spans, excluded_as: ExcludedAs
) -> tuple[Whole, Whole, Whole]:
    at = columns.at
    spoken = at - 1
    bounds = np.array(excused, dtype=np.int64).reshape(-1)
    out = np.searchsorted(bounds, spoken, side="right") % 2 == 1
    good, total = columns.good, columns.total
    if excluded_as == "counted_up":
        good = np.where(out, total, good)
    else:
        good, total = np.where(out, 0, good), np.where(out, 0, total)
    here = (spoken >= provided[0]) & (spoken < provided[1])
    return at[here], good[here], total[here]


def judge_requests(
    bench: RecordBench, tally: Tally, objective: OutageObjective, columns: SampleColumns, frame: Frame
) -> Verdict:
    """By requests one row with their numbers, by slots one for each slot with errors."""
    terms, rule = objective.terms, objective.rule
    requests = account_requests(columns, frame, excluded_as=terms.excluded)
    value = requests.availability
    if rule.method == "requests" and requests.total:
        figure = f"{requests.good} / {requests.total}"
        _add_row(bench, tally, objective, (frame.start, frame.end), "measured", figure)
    if rule.method == "slots":
        interval = rule.interval.amount if rule.interval else 0
        slots = account_slots(columns, frame, interval=interval, slot_down=rule.slot_down, excluded_as=terms.excluded)
        value = slots.availability
        for slot in slots.faulty:
            figure = f"{slot.bad} / {slot.total}"
            _add_row(bench, tally, objective, (slot.start, slot.end), "faulty_slot", figure)
    if columns.instants.count_until(frame.start) == columns.instants.count_until(frame.end):
        return tally.give_verdict(decide_no_data(terms, "not_observed"), as_of=bench.now)
    if value is None or not requests.total:
        return tally.give_verdict(decide_no_data(terms, "denominator_zero"), as_of=bench.now)
    if requests.total < terms.minimum:
        return tally.give_verdict(decide_no_data(terms, "below_minimum"), as_of=bench.now)
    return tally.give_verdict(decide_level(terms.target, value), as_of=bench.now)


def _add_row(
    bench: RecordBench, tally: Tally, objective: OutageObjective, time: tuple[int, int], reason: str, value: str
) -> None:
    is_slot = reason == "faulty_slot"
    length = time[1] - time[0] if is_slot else 0
    row = bench.build_row(
        tally,
        tally.subject or ", ".join(objective.terms.where.get("service", ())),
        started=time[0],
        stopped=time[1],
        outcome="counted",
        reason=reason,
        counted=length,
        value=value,
    )
    tally.add(row, charged=is_slot, late=length, kept=is_slot)
    bench.bounds.sink(row)
