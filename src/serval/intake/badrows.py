"""Rows that cannot be read: every one is counted, the first ones are kept with file, row, column, value and reason."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import Any

from serval.engine.documents import shorten
from serval.engine.errors import Problem
from serval.intake.errors import IntakeError

DETAILED = 1_000
"""Bad rows kept with their details; beyond that they are only counted, so a wrong mapping cannot fill the memory."""


class RowFault(Exception):
    """One row is bad. `column` is its name in the header, `place` its position from 0 (-1: the whole row)."""

    def __init__(self, code: str, column: str = "", place: int = -1, value: object = "", **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.place = place
        self.value = value
        self.data = data


class BadRows:
    """Collects the bad rows of one pass over all files."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """How many rows were bad."""
        return self.counts.total()

    def list_contradictions(self, file: str = "") -> tuple[Problem, ...]:
        """The rows that contradict an earlier one, of one file or of all."""
        told = (problem for problem in self.problems if problem.code == "row.duplicate")
        return tuple(problem for problem in told if file in ("", problem.data["file"]))

    def add(self, fault: RowFault, *, file: str, row: int) -> None:
        """Takes note of one bad row."""
        self.counts[fault.code] += 1
        if len(self.problems) < DETAILED:
            data = {
                "file": file,
                "row": row,
                "column": fault.column,
                "value": show_value(fault.value),
                **fault.data,
            }
            self.problems.append(Problem(fault.code, data, line=row, column=fault.place + 1))

    def refuse(self, source: str) -> None:
        """Raises IntakeError when there is any bad row: the rows, then `row.more` if some are untold."""
        if not self.problems:
            return
        problems = list(self.problems)
        untold = self.total - len(problems)
        if untold:
            problems.append(Problem("row.more", {"untold": untold, "total": self.total, "by_code": dict(self.counts)}))
        raise IntakeError(problems, source=source)


def show_value(value: object) -> str:
    """A cell as text for a message, cut to a length that fits into a sentence."""
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else shorten(value)
