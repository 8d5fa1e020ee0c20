"""The sheets of a back-test's workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from serval.engine.backtest import Amounts, Compared, Proposal, Sweep
from serval.engine.backtest.deciding import Deciding, DecidingItem
from serval.engine.backtest.effects import Effect, Explained
from serval.engine.backtest.figures import Attainment, Figures
from serval.engine.backtest.proposal import Supported
from serval.engine.backtest.rendering import SIDE_NAMES
from serval.engine.backtest.steps import Bound
from serval.engine.backtest.sweep import SweepStep
from serval.engine.canonical import write_exact
from serval.engine.durations import Duration
from serval.engine.verdicts import LedgerRow
from serval.reporting.backtest.money_columns import Currencies
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_whole_promise
from serval.reporting.sentences.backtest_lines import list_promises, list_supported, name_breached, title_sweep
from serval.reporting.sentences.backtest_words import describe_clause, name_decision, show_bound
from serval.reporting.workbooks import Cell, Field, Length, Share, Table, build_table
from serval.reporting.xlsx.figures import place_field, place_proof, place_sentence, say_yes, show_figure

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Month:
    """A month and what each side comes to in it."""

    label: str
    sides: tuple[Figures, ...]

    @property
    def difference(self) -> Amounts | None:
        return self.sides[1].cost - self.sides[0].cost if len(self.sides) > 1 else None


def build_months(found: Compared, currencies: Currencies) -> Table:
    """One row for each month; sums are left to the reader's own."""
    months = [_Month(label, tuple(side.figures.of_month(label) for side in found.sides)) for label in found.months]
    names = SIDE_NAMES[: len(found.sides)]
    fields: list[Field[_Month]] = [place_field(_("Month"), lambda month: date.fromisoformat(f"{month.label}-01"))]
    for place, name in enumerate(names):
        fields += currencies.list_fields(_("Cost of {side}").format(side=name), _of_side(place, lambda f: f.cost))
    fields += currencies.list_fields(_("Difference"), lambda month: month.difference)
    for place, name in enumerate(names):
        fields.append(place_field(_("Breached by {side}").format(side=name), _of_side(place, lambda f: f.breached)))
    for place, name in enumerate(names):
        title = _("Promises breached by {side}").format(side=name)
        fields.append(place_sentence(title, _of_side(place, name_breached)))
    fields.append(place_field(_("Provisional"), lambda month: say_yes(any(f.is_provisional for f in month.sides))))
    return build_table(_("Months"), fields, months)


def _of_side(place: int, read: Callable[[Figures], Value]) -> Callable[[_Month], Value]:
    return lambda month: read(month.sides[place])


def build_promises(found: Compared, currencies: Currencies) -> Table:
    """A row for each promise of each side."""
    sides = list(zip(SIDE_NAMES, found.sides, strict=False))
    rows = [
        (side_name, entry)
        for name in list_promises(found)
        for side_name, side in sides
        if (entry := side.find_attained(name)) is not None
    ]
    fields: list[Field[tuple[str, Attainment]]] = [
        place_field(_("Objective"), lambda row: row[1].objective),
        place_field(_("Terms"), lambda row: row[0]),
        place_field(_("Target"), lambda row: show_whole_promise(row[1].target)),
        place_field(_("Reached"), lambda row: show_figure(row[1].attained, row[1].target.unit)),
        place_field(_("Periods breached"), lambda row: row[1].breached),
        place_field(_("Periods"), lambda row: row[1].decided),
        place_field(_("Counted"), lambda row: row[1].counted),
        place_field(_("Missed"), lambda row: _count_missed(row[1])),
        place_field(_("Worst period"), lambda row: row[1].worst.period if row[1].worst else None),
        *currencies.list_fields(_("Its credits"), lambda row: row[1].credited),
        place_proof(_("Exact figure"), lambda row: _write_exact(row[1].attained)),
    ]
    return build_table(_("Promise by promise"), fields, rows, held=2)


def _write_exact(value: Fraction | None) -> Cell:
    return None if value is None else write_exact(value)


@dataclass(frozen=True, slots=True)
class _Step:
    """A row of the waterfall."""

    text: str
    alone: Effect
    last: Effect | None = None


def build_clauses(found: Compared, explained: Explained, currencies: Currencies) -> Table:
    """From A over every clause to B, those without an effect too."""
    before, after = found.sides
    rows = [_Step(_("A in all"), Effect(before.figures.cost, before.figures.breached))]
    for effect in explained.clauses:
        text = "\n".join(describe_clause(effect.clause, before.terms, after.terms))
        rows.append(_Step(text, effect.alone, effect.last))
    if explained.together:
        rows.append(_Step(_("Only together"), explained.together))
    rows.append(_Step(_("B in all"), Effect(after.figures.cost, after.figures.breached)))
    fields: list[Field[_Step]] = [
        place_sentence(_("Clause"), lambda row: row.text),
        *currencies.list_fields(_("Alone"), lambda row: row.alone.cost),
        *currencies.list_fields(_("Taken over last"), lambda row: row.last.cost if row.last else None),
        place_field(_("Breaches alone"), lambda row: row.alone.breached),
        place_field(_("Breaches taken over last"), lambda row: row.last.breached if row.last else None),
    ]
    return build_table(_("Clauses"), fields, rows)


def build_deciding(deciding: Deciding) -> Table:
    """The items of which A and B say something different, as far as they are held."""
    fields: list[Field[DecidingItem]] = [
        place_field(_("Item or record"), lambda item: item.row.item),
        place_field(_("Objective"), lambda item: item.objective),
        place_field(_("Subject"), lambda item: item.row.subject),
        place_field(_("Period"), lambda item: item.row.period),
        *_list_readings("A", lambda item: item.before),
        *_list_readings("B", lambda item: item.after),
        place_field(_("Turns the verdict"), lambda item: say_yes(item.turns)),
        place_proof(_("Source"), lambda item: item.row.source),
    ]
    left = deciding.total - len(deciding.items)
    notes = [_("{n} more are not held.").format(n=left)] if left else []
    none = _("A and B say the same of every item.")
    return build_table(_("Items that decide"), fields, deciding.items, none=none, notes=notes)


def _list_readings(name: str, give: Callable[[DecidingItem], LedgerRow | None]) -> Sequence[Field[DecidingItem]]:
    def find_length(item: DecidingItem, read: Callable[[LedgerRow], int]) -> Cell:
        row = give(item)
        return Length(read(row)) if row is not None and row.target_seconds else None

    def find_outcome(item: DecidingItem) -> Cell:
        row = give(item)
        return name_decision("" if row is None else row.outcome)

    return [
        place_field(name, find_outcome),
        place_field(
            _("Used by {side}").format(side=name), lambda item: find_length(item, lambda row: row.working_seconds)
        ),
        place_field(
            _("Target of {side}").format(side=name), lambda item: find_length(item, lambda row: row.target_seconds)
        ),
    ]


def build_curve(sweep: Sweep, currencies: Currencies) -> Table:
    """A row for each bound tried."""
    fields: list[Field[SweepStep]] = [
        place_field(_("Bound"), lambda step: show_bound(step.bound)),
        place_field(_("Bound as a number"), lambda step: _measure(step.bound)),
        place_field(_("Now"), lambda step: say_yes(step.bound == sweep.current)),
        place_field(_("Reached"), lambda step: show_figure(step.attainment.attained, step.attainment.target.unit)),
        place_field(_("Counted"), lambda step: step.attainment.counted),
        place_field(_("Missed"), lambda step: _count_missed(step.attainment)),
        place_field(_("Periods breached"), lambda step: step.attainment.breached),
        place_field(_("Periods"), lambda step: step.attainment.decided),
        *currencies.list_fields(_("Its credits"), lambda step: step.attainment.credited),
        *currencies.list_fields(_("Cost in all"), lambda step: step.cost),
        place_field(_("All verdicts breached"), lambda step: step.breached),
        place_proof(_("Exact figure"), lambda step: _write_exact(step.attainment.attained)),
    ]
    return build_table(_("Sweep"), fields, sweep.steps, notes=[title_sweep(sweep)])


def _count_missed(entry: Attainment) -> int | None:
    return entry.missed if entry.target.within is not None else None


def _measure(bound: Bound) -> Cell:
    """A length of time, a share or a number; of days the number alone."""
    if isinstance(bound, Duration):
        return Length(bound.amount) if bound.unit == "s" else bound.amount
    return Share(bound.amount) if bound.unit == "share" else bound.amount


def build_proposal(proposal: Proposal, currencies: Currencies) -> Table:
    """The limits that the history supports, and the sentences about them."""
    found = [
        (name, supported)
        for name, supported in (
            (_("over all items together"), proposal.overall),
            (_("in every period"), proposal.each),
        )
        if supported is not None
    ]
    fields: list[Field[tuple[str, Supported]]] = [
        place_field(_("Criterion"), lambda row: row[0]),
        place_field(_("Target"), lambda row: show_whole_promise(row[1].target)),
        place_field(_("Share"), lambda row: show_figure(row[1].attainment.attained, row[1].target.unit)),
        place_field(_("Counted"), lambda row: row[1].attainment.counted),
        place_field(_("Worst period"), lambda row: row[1].worst.period),
        place_field(_("Share in it"), lambda row: show_figure(row[1].worst.value, row[1].target.unit)),
        *currencies.list_fields(_("Cost in all"), lambda row: row[1].cost),
    ]
    return build_table(_("Proposal"), fields, found, notes=list(list_supported(proposal)))
