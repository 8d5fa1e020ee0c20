"""Exports written in the shapes of the presets' tools, and what a person says each of their columns is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

START = datetime(2026, 4, 27, 8, 12, 5)  # noqa: DTZ001 - exports tell local times
TICKETS = 60


@dataclass(frozen=True)
class Export:
    """One export.

    expected  header → role; headers not named are to be left unread
    states    raw state → meaning
    encoding  of the CSV file; empty for a workbook with typed dates
    """

    name: str
    layout: str
    header: Sequence[str]
    row: Callable[[int], Sequence[Any]]
    expected: dict[str, str]
    states: dict[str, str]
    encoding: str = "utf-8"
    delimiter: str = ","
    rows: int = TICKETS

    def write(self, folder: Path) -> Path:
        """The file, in a folder."""
        if not self.encoding:
            return self._write_workbook(folder / f"{self.name}.xlsx")
        path = folder / f"{self.name}.csv"
        with path.open("w", encoding=self.encoding, newline="") as file:
            writer = csv.writer(file, delimiter=self.delimiter)
            writer.writerow(self.header)
            writer.writerows(self.row(number) for number in range(self.rows))
        return path

    def _write_workbook(self, path: Path) -> Path:
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
            sheet.write_row(0, 0, self.header)
            for number in range(self.rows):
                for place, value in enumerate(self.row(number)):
                    if isinstance(value, datetime):
                        sheet.write_datetime(number + 1, place, value, moment)
                    else:
                        sheet.write(number + 1, place, value)
        return path


def at(number: int, hours: float) -> datetime:
    """A time some hours after ticket `number` was opened; tickets are 7 h 13 min 11 s apart."""
    return START + timedelta(hours=7, minutes=13, seconds=11) * number + timedelta(hours=hours)


def names(text: str) -> tuple[str, ...]:
    """Names of columns, apart by bars."""
    return tuple(text.split("|"))


def pick(number: int, *choices: str) -> str:
    """One of the choices, by turns."""
    return choices[number % len(choices)]
