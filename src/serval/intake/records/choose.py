"""Choosing a mapping: of several, the one whose columns the file has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from serval.engine.errors import Problem
from serval.intake.mapping import Mapping, MappingError, bind_columns
from serval.intake.tables import DEFAULT_LIMITS, Limits, open_table


def choose_mapping(
    path: Path | str, candidates: Sequence[tuple[str, Mapping]], *, limits: Limits = DEFAULT_LIMITS
) -> tuple[str, Mapping]:
    """The candidate (a name and its mapping) whose needed columns the file's header has.

    Raises MappingError `mapping.none_fits` or `mapping.several_fit` with the names, and IntakeError as reading would.
    """
    headers: dict[tuple[str, str | None, int | None], tuple[str, ...]] = {}
    fitting = []
    for name, mapping in candidates:
        opening = (mapping.encoding, mapping.sheet, mapping.header_row)
        if opening not in headers:
            headers[opening] = _read_header(path, mapping, limits)
        if _fits(mapping, headers[opening]):
            fitting.append((name, mapping))
    if len(fitting) == 1:
        return fitting[0]
    file = Path(path).name
    if not fitting:
        header = next(iter(headers.values()), ())
        data = {"file": file, "header": list(header), "tried": [name for name, _ in candidates]}
        raise MappingError(Problem("mapping.none_fits", data), source=file)
    data = {"file": file, "fitting": [name for name, _ in fitting]}
    raise MappingError(Problem("mapping.several_fit", data), source=file)


def _read_header(path: Path | str, mapping: Mapping, limits: Limits) -> tuple[str, ...]:
    with open_table(
        path, encoding=mapping.encoding, sheet=mapping.sheet, header_row=mapping.header_row, limits=limits
    ) as table:
        return table.header


def _fits(mapping: Mapping, header: tuple[str, ...]) -> bool:
    try:
        bind_columns(mapping, header, table="")
    except MappingError:
        return False
    return True
