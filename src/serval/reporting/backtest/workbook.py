"""The workbook of a back-test: every figure as a number to reckon with, each currency in a column of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from serval.engine.backtest import Compared
from serval.reporting.backtest.basis import list_basis
from serval.reporting.backtest.money_columns import Currencies
from serval.reporting.backtest.sheets import (
    build_clauses,
    build_curve,
    build_deciding,
    build_months,
    build_promises,
    build_proposal,
)
from serval.reporting.backtest.sides import Plain, describe_sides, name_backtest
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_day
from serval.reporting.sentences.backtest_lines import list_backtest_notes
from serval.reporting.sentences.backtest_words import say_backtest
from serval.reporting.workbooks import About, Cell, Column, Table, Workbook


def write_backtest_xlsx(found: Compared, *, created: int, notes: Sequence[str] = ()) -> bytes:
    """A back-test as an .xlsx file in the reader's language; equal ones made at one instant give equal bytes.

    created  the instant of UTC written into the file · notes  what is to be known of the evidence
    """
    terms = found.sides[0].terms
    about = About(
        title=name_backtest(found),
        subject=terms.metadata.number,
        author=terms.parties.provider,
        created=created,
    )
    with Workbook(about) as book:
        for table in _list_tables(found, notes, created):
            book.add(table)
    return book.content


def _list_tables(found: Compared, notes: Sequence[str], created: int) -> Iterator[Table]:
    currencies = Currencies.of(found)
    yield _build_overview(found, created)
    yield build_months(found, currencies)
    yield build_promises(found, currencies)
    if found.explained is not None:
        yield build_clauses(found, found.explained, currencies)
    if found.deciding is not None:
        yield build_deciding(found.deciding)
    if found.sweep is not None:
        yield build_curve(found.sweep, currencies)
    if found.proposal is not None:
        yield build_proposal(found.proposal, currencies)
    rows = [(note,) for note in (*list_backtest_notes(found), *notes)]
    yield Table(_("Notes"), [Column(_("Note"), wraps=True)], rows)


def _build_overview(found: Compared, created: int) -> Table:
    """The answer, the sides, and what all of it rests on."""
    rows: list[tuple[str, Cell]] = [
        (_("Answer"), say_backtest(found, show_day)),
        (_("From"), found.span.first),
        (_("To"), found.span.last),
    ]
    rows += [(_("Terms {side}").format(side=side["name"]), _say_side(side)) for side in describe_sides(found)]
    rows += list_basis(found, created=created)
    return Table(_("Overview"), (Column(_("Matter")), Column(_("Entry"), wraps=True, left=True)), rows)


def _say_side(side: Plain) -> str:
    return _("{title}; {force}").format(title=side["title"], force=side["force"])
