"""Sealed tickets, read again: as items one by one, or as fact columns of many items at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from serval.engine.columns.facts import FactColumns
from serval.engine.evidence import Item
from serval.intake.errors import refusal
from serval.intake.evidence import IntakeReport
from serval.intake.sealed.batches import Group, build_columns, read_group
from serval.intake.sealed.facts import FACT_COLUMNS, TEXT_COLUMNS
from serval.intake.sealed.files import SealedFile, refuse_faults
from serval.intake.sealed.normal_form import Rows
from serval.intake.sealed.reports import join_reports
from serval.intake.tables.limits import DEFAULT_LIMITS, Limits

BATCH_ITEMS = 100_000

GROUPS_AHEAD = 4

_FEW_ITEMS = 10_000


class FactsFile:
    """One facts file, opened: what was found when its sources were read, and its items in order.

    Raises IntakeError as `SealedFile` does, and `sealed.head`.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self._file = SealedFile(path, "facts", FACT_COLUMNS, words=TEXT_COLUMNS, limits=limits)
        self.name = self._file.name
        self.head = self._file.head
        with refuse_faults(self.name):
            reports = self.head.list_reports(IntakeReport)
            if len(reports) != 1:
                raise refusal("sealed.head", key="reports")
        self.report = reports[0]
        metadata = self._file.parquet.metadata
        self._groups = [n for n in range(metadata.num_row_groups) if metadata.row_group(n).num_rows]

    def find_bounds(self) -> tuple[str, str] | None:
        """Ids of the first and the last item; None without any."""
        if not self._groups:
            return None
        with refuse_faults(self.name):
            first = self._file.read_group(self._groups[0], ["item"]).column(0)[0]
            last = self._file.read_group(self._groups[-1], ["item"]).column(0)[-1]
            return str(first), str(last)

    def columns(self, most_items: int) -> Iterator[FactColumns]:
        """All facts in batches of whole items. Raises IntakeError where the file is no normal form."""
        rows = items = 0
        last = ""
        held: list[Group] = []
        for table in self._list_tables():
            with refuse_faults(self.name):
                group = read_group(table, Rows(rows), first_number=items, last=last, limits=self._limits)
            if held and sum(len(one.ids) for one in held) + len(group.ids) > most_items:
                yield self._build(held, rows)
                held = []
            held.append(group)
            rows, items, last = rows + table.num_rows, items + len(group.ids), group.last
        if held:
            yield self._build(held, rows)
        if items != self.report.items:
            raise refusal("sealed.head", key="items").in_file(self.name)

    def _list_tables(self) -> Iterator[pa.Table]:
        """Row groups in order; the next ones are unpacked while one is looked at."""
        pool = ThreadPoolExecutor(1)
        ahead: deque[Future[pa.Table]] = deque()
        try:
            for number in self._groups:
                ahead.append(pool.submit(self._file.read_group, number))
                if len(ahead) > GROUPS_AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _build(self, groups: Sequence[Group], read: int) -> FactColumns:
        first = read - sum(group.facts.num_rows for group in groups)
        with refuse_faults(self.name):
            return build_columns(groups, Rows(first), self.head, pauses_known=self.report.pauses_known)


class SealedTickets:
    """Sealed tickets of one file or several, to be read once: by `items` or by `columns`, in the order of their ids.

    report            what was found when the sources were read, of all files together
    earliest, latest  the first and last instant any good row spoke of

    Raises IntakeError as `FactsFile` does, and `sealed.overlap` where items of two files do not follow each other:
    nobody could tell which facts of an item that stands in both are copies.
    """

    def __init__(self, paths: Sequence[Path], *, limits: Limits = DEFAULT_LIMITS) -> None:
        files = [FactsFile(path, limits) for path in paths]
        self._files = _order_files(files)
        self.report = join_reports([file.report for file in files])
        heads = [file.head for file in files]
        self.earliest = min((head.earliest for head in heads if head.earliest is not None), default=None)
        self.latest = max((head.latest for head in heads if head.latest is not None), default=None)

    def columns(self, most_items: int = BATCH_ITEMS) -> Iterator[FactColumns]:
        """All facts in batches of whole items, about `most_items` each.

        Raises IntakeError where a file is no normal form: what was handed out before it is right, but the file is not
        to be trusted.
        """
        yield from _read_ahead(batch for file in self._files for batch in file.columns(most_items))

    def items(self) -> Iterator[Item]:
        """All items. Raises as `columns` does."""
        for batch in self.columns(_FEW_ITEMS):
            for place in range(len(batch)):
                yield batch.build_item(place)


def _read_ahead(batches: Iterator[FactColumns]) -> Iterator[FactColumns]:
    """The same batches; the next one is built while one is looked at."""
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(next, batches, None)
        while (batch := ahead.result()) is not None:
            ahead = pool.submit(next, batches, None)
            yield batch


def _order_files(files: Sequence[FactsFile]) -> list[FactsFile]:
    bounded = sorted(((bounds, file) for file in files if (bounds := file.find_bounds())), key=lambda entry: entry[0])
    for ((_, last), before), ((first, _), file) in pairwise(bounded):
        if first <= last:
            raise refusal("sealed.overlap", item=first, other=before.name).in_file(file.name)
    return [file for _, file in bounded]
