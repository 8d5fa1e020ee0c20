"""Reading evidence: from files and a mapping to engine items, with a report of what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from serval.engine.evidence import Item, build_item
from serval.intake.badrows import BadRows, RowFault
from serval.intake.facts import FoldPlan, fold_log, fold_snapshot, plan_fold
from serval.intake.grouping import RUN_READINGS, SortedReadings
from serval.intake.mapping import TICKET_LAYOUTS, BoundColumns, Mapping, check_layout
from serval.intake.readings import Reading, Said
from serval.intake.rowpass import Progress as Progress
from serval.intake.rowpass import RowReport, read_rows, share_progress
from serval.intake.rows import RowReader, build_row_reader
from serval.intake.tables import DEFAULT_LIMITS, Limits, Row


@dataclass
class IntakeReport(RowReport):
    """What one pass over the files found.

    items              items handed out
    opened_differs     items whose rows name different times of opening
    tied_states        instants of an item at which rows without sequence name several states
    """

    items: int = 0
    pauses_known: bool = True
    opened_differs: int = 0
    tied_states: int = 0


class EvidenceFile:
    """Evidence to be read once: iterate `items` to its end, then look at `report`.

    earliest, latest  the first and last instant any good row speaks of; complete from the first item on
    """

    def __init__(
        self,
        paths: Sequence[Path],
        mapping: Mapping,
        *,
        skip_bad: bool,
        limits: Limits,
        progress: Progress | None,
        run_readings: int,
    ) -> None:
        self._paths = tuple(paths)
        self._mapping = mapping
        self._skip_bad = skip_bad
        self._limits = limits
        self._progress = progress
        self._run_readings = run_readings
        self._plan = plan_fold(mapping)
        self._bad = BadRows()
        self._contradicted = 0
        self._tables: list[str] = []
        self._readers: list[RowReader] = []
        self._started = False
        self._ended = False
        self.earliest: int | None = None
        self.latest: int | None = None
        self._report = IntakeReport(
            pauses_known=mapping.layout == "events",
            timezone=mapping.timezone,
            timezone_assumed=mapping.timezone_assumed,
        )

    @property
    def report(self) -> IntakeReport:
        """What was found. Raises RuntimeError before `items` has ended."""
        if not self._ended:
            raise RuntimeError("the report stands when all items were read")
        return self._report

    def items(self) -> Iterator[Item]:
        """All items in the order of their ids; works once.

        Raises IntakeError with every bad row before the first item, unless bad rows are skipped; MappingError when
        a table lacks a column.
        """
        if self._started:
            raise RuntimeError("evidence is read once")
        self._started = True
        with SortedReadings(run_readings=self._run_readings) as readings:
            for number, path in enumerate(self._paths):
                readings.take(self._read_file(number, path))
            if self._refuses_duplicates():
                self._check_duplicates(readings)
            self._close_bad_rows()
            for item, said in readings.groups():
                kept = self._drop_duplicates(said)
                if kept:
                    yield self._fold(item, kept)
        self._ended = True

    def _read_file(self, number: int, path: Path) -> Iterator[Reading]:
        readings = read_rows(
            path,
            self._mapping,
            lambda bound, table: self._build_reader(bound, table, number),
            report=self._report,
            bad=self._bad,
            limits=self._limits,
            progress=share_progress(self._progress, self._paths, number),
        )
        for reading in readings:
            self._note_times(reading)
            yield reading

    def _build_reader(self, bound: BoundColumns, table: str, number: int) -> Callable[[Row], Reading]:
        self._tables.append(table)
        reader = build_row_reader(self._mapping, bound, table_number=number)
        self._readers.append(reader)
        return reader.read

    def _note_times(self, reading: Reading) -> None:
        said = Said(*reading)
        times = (said.at, *(at for _, at in said.stamps))
        first, last = min(times), max(times)
        self.earliest = first if self.earliest is None or first < self.earliest else self.earliest
        self.latest = last if self.latest is None or last > self.latest else self.latest

    def _close_bad_rows(self) -> None:
        self._report.needed_zone = any(reader.needed_zone for reader in self._readers)
        if not self._skip_bad:
            self._bad.refuse(", ".join(path.name for path in self._paths))
        if self._contradicted:
            # Of rows that contradict each other the first is left out as well.
            self._bad.counts["row.duplicate"] += self._contradicted
        self._report.bad_rows = dict(self._bad.counts)
        self._report.skipped = self._bad.total
        self._report.contradictions = self._bad.list_contradictions()

    def _refuses_duplicates(self) -> bool:
        rule = self._mapping.duplicates
        return rule.keep == "refuse" if rule else self._mapping.layout == "snapshot"

    def _check_duplicates(self, readings: SortedReadings) -> None:
        """Notes every row that says something else than the first one of its key; none of them is taken."""
        for _, said in readings.groups():
            for first, *others in _by_key(_unique(said)).values():
                for one in others:
                    self._bad.add(self._fault_of(one, first), file=self._tables[one.table], row=one.row)
                if others:
                    self._contradicted += 1

    def _fault_of(self, one: Said, first: Said) -> RowFault:
        return RowFault(
            "row.duplicate",
            value=" · ".join((one.item, *one.duplicate_key)),
            status="",
            first_file=self._tables[first.table],
            first_row=first.row,
        )

    def _drop_duplicates(self, said: list[Said]) -> list[Said]:
        """One reading of each content; of each key the one a rule names, and none where they contradict each other."""
        unique = _unique(said)
        self._report.duplicates_dropped += len(said) - len(unique)
        rule = self._mapping.duplicates
        if not rule and self._mapping.layout != "snapshot":
            return unique
        groups = _by_key(unique).values()
        if self._refuses_duplicates():
            return sorted(same[0] for same in groups if len(same) == 1)
        self._report.duplicates_dropped += len(unique) - len(groups)
        return sorted(same[-1] if rule and rule.keep == "last" else same[0] for same in groups)

    def _fold(self, item_id: str, said: list[Said]) -> Item:
        plan: FoldPlan = self._plan
        if self._mapping.layout == "events":
            folded = fold_log(said, plan, self._tables)
        else:
            folded = fold_snapshot(said[0], plan, self._tables)
        item = build_item(item_id, folded.facts, pauses_known=self._report.pauses_known)
        self._note_item(item, folded.opened_differs, folded.tied_states)
        return item

    def _note_item(self, item: Item, opened_differs: bool, tied_states: int) -> None:
        report = self._report
        report.items += 1
        report.opened_differs += opened_differs
        report.tied_states += tied_states
        report.note_span(item.facts[0].at, item.facts[-1].at)


def _unique(said: list[Said]) -> list[Said]:
    """One reading of each content, the first in the order of files and rows."""
    return list({one.content: one for one in reversed(said)}.values())[::-1]


def _by_key(said: list[Said]) -> dict[tuple[str, ...], list[Said]]:
    groups: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        groups.setdefault(one.duplicate_key, []).append(one)
    return groups


def read_items(
    paths: Path | str | Sequence[Path | str],
    mapping: Mapping,
    *,
    skip_bad: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    run_readings: int = RUN_READINGS,
) -> EvidenceFile:
    """Evidence from one file or several of one kind, read as `mapping` says.

    skip_bad      go on without the bad rows, and without all rows that contradict each other; the report counts them
    progress      called with bytes read and bytes in all
    run_readings  readings held in memory at once

    Raises MappingError `mapping.layout_unfit` for a mapping whose rows are no tickets.
    """
    check_layout(mapping, TICKET_LAYOUTS)
    listed = [paths] if isinstance(paths, Path | str) else list(paths)
    return EvidenceFile(
        [Path(path) for path in listed],
        mapping,
        skip_bad=skip_bad,
        limits=limits,
        progress=progress,
        run_readings=run_readings,
    )
