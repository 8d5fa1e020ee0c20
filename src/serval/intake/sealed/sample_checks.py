"""The normal form of a samples file, checked by whole columns: every breach is refused with its row."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from serval.engine.availability.samples import STATUS_CODES, Codes, Whole
from serval.engine.places import Place
from serval.intake.errors import refusal
from serval.intake.sealed.arrays import find_missing, read_numbers
from serval.intake.sealed.normal_form import Rows
from serval.intake.sealed.sample_columns import PLACE_COLUMNS, VALUE
from serval.intake.tables.limits import Limits

WORST = max(STATUS_CODES.values())


def check_cells(table: pa.Table, rows: Rows, limits: Limits) -> None:
    """Nothing is missing, and texts are texts."""
    for name in table.column_names:
        column = table.column(name).chunk(0)
        if column.null_count and name != VALUE:
            missing = np.flatnonzero(find_missing(column.indices if name in PLACE_COLUMNS else column))
            raise rows.refuse("sealed.cell_missing", int(missing[0]), column=name)
        if name in PLACE_COLUMNS:
            # The Parquet reader takes any bytes for text.
            column.dictionary.validate(full=True)
            if column.dictionary.null_count:
                raise refusal("file.damaged", reason="ArrowInvalid")
            if len(column.dictionary) and pc.max(pc.utf8_length(column.dictionary)).as_py() > limits.max_cell_chars:
                raise refusal("file.cell_too_long", column=name, limit=limits.max_cell_chars)


def check_states(status: Codes, rows: Rows, *, may_be_untold: bool) -> None:
    """States are states; only beside requests may there be none."""
    least = 0 if may_be_untold else 1
    if int(status.min()) < least or int(status.max()) > WORST:
        place = int(np.flatnonzero((status < least) | (status > WORST))[0])
        raise rows.refuse("sealed.value_unfit", place, column="status", value=str(status[place]))


def check_counts(good: Whole, total: Whole, rows: Rows) -> None:
    """No more good requests than requests, and none fewer than 0."""
    wrong = np.flatnonzero((good < 0) | (good > total))
    if len(wrong):
        raise rows.refuse("sealed.value_unfit", int(wrong[0]), column="good", value=str(good[wrong[0]]))


def list_places(table: pa.Table) -> list[tuple[int, Place]]:
    """Where in a table each place begins that differs from the one before; the first row begins one."""
    columns = [table.column(name).chunk(0) for name in PLACE_COLUMNS]
    starts = {0}
    for column in columns:
        codes = read_numbers(column.indices)
        if codes.min() != codes.max():
            starts.update((np.flatnonzero(codes[1:] != codes[:-1]) + 1).tolist())
    return [(start, Place(*(str(column[start]) for column in columns))) for start in sorted(starts)]
