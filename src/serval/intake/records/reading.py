"""Reading records: from files and their mappings to the engine's `Records`, with a report of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from serval.engine.availability.samples import NO_SAMPLES, SampleCollector, Samples, merge_samples
from serval.engine.records import Records, build_records
from serval.engine.zones import get_zone
from serval.intake.badrows import BadRows
from serval.intake.mapping import RECORD_LAYOUTS, BoundColumns, Mapping, check_layout
from serval.intake.records.builders import BUILDERS, Sample
from serval.intake.records.contradictions import PARTS, Settled, settle_contradictions, split_source
from serval.intake.records.rows import RecordRowReader, SaidRow, is_ignored
from serval.intake.rowpass import Progress, RowReport, read_rows, share_progress
from serval.intake.tables import DEFAULT_LIMITS, Limits, Row


@dataclass
class RecordReport(RowReport):
    """What was found in one file.

    records      records it gave, copies left out; of samples of one place and instant only the worst is given
    ignored      rows whose status says nothing, or speaks of a time up among outages
    services     services (or subjects) it names, sorted
    """

    file: str = ""
    layout: str = ""
    records: int = 0
    ignored: int = 0
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordsFile:
    """Records of all files and what was found in each, in the order in which the files were named.

    earliest, latest  the first and last instant any good row observed; what is planned or due does not count
    """

    records: Records
    reports: tuple[RecordReport, ...]
    earliest: int | None
    latest: int | None


def read_records(
    sources: Sequence[tuple[Path | str, Mapping]],
    *,
    skip_bad: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> RecordsFile:
    """Records from files, each read as its mapping says; layouts may differ, and several files may have the same.

    A file of a layout is taken for all there is of it: an empty list of outages says that nothing was down.

    skip_bad  go on without the bad rows, and without all rows that contradict each other; the reports count them
    progress  called with bytes read and bytes in all

    Raises IntakeError with every bad row of all files, unless bad rows are skipped; MappingError when a table lacks
    a column, or `mapping.layout_unfit` for a mapping of tickets.
    """
    for _, mapping in sources:
        check_layout(mapping, RECORD_LAYOUTS)
    paths = [Path(path) for path, _ in sources]
    bad = BadRows()
    files = [FileReading(path, mapping, bad) for path, (_, mapping) in zip(paths, sources, strict=True)]
    for number, file in enumerate(files):
        file.read(limits, share_progress(progress, paths, number))
    given = frozenset(PARTS[file.layout] for file in files if file.layout in PARTS)
    records = replace(_settle(files, bad), complete=given)
    if not skip_bad:
        bad.refuse(", ".join(path.name for path in paths))
    seen = [instant for file in files for instant in file.observed]
    reports = tuple(file.close(skip_bad=skip_bad) for file in files)
    return RecordsFile(records, reports, min(seen, default=None), max(seen, default=None))


def _settle(files: Sequence[FileReading], bad: BadRows) -> Records:
    """The records of all files; of rows that contradict each other none, unless a rule says which."""
    rows: dict[str, list[Any]] = {part: [] for part in PARTS.values()}
    for file in files:
        if file.layout in PARTS:
            rows[PARTS[file.layout]] += file.rows
    samples = merge_samples(file.samples for file in files)
    zone = get_zone(files[0].mapping.timezone if files else "UTC")
    settled = settle_contradictions(build_records(**rows, samples=samples), _list_rules(files), zone)
    for source, fault in settled.faults:
        table, row = split_source(source)
        bad.add(fault, file=table, row=row)
    for file in files:
        file.leave_out(settled)
    return settled.records


def _list_rules(files: Iterable[FileReading]) -> dict[str, set[str]]:
    """Table name → what its mapping says of duplicates; two files may have one name and two rules."""
    rules: dict[str, set[str]] = {}
    for file in files:
        duplicates = file.mapping.duplicates
        rules.setdefault(file.table, set()).add(duplicates.keep if duplicates else "refuse")
    return rules


class FileReading:
    """One file being read.

    rows      its records in the order of the file; samples go into columns instead
    observed  first and last instant observed; empty without any

    take_sample  takes the samples in place of columns in memory; the report then tells of none
    """

    def __init__(
        self, path: Path, mapping: Mapping, bad: BadRows, take_sample: Callable[[Sample], None] | None = None
    ) -> None:
        self.mapping = mapping
        self.layout = mapping.layout
        self.table = path.name
        self.rows: list[Any] = []
        self.samples: Samples = NO_SAMPLES
        self.observed: tuple[int, ...] = ()
        self.bad_rows: Counter[str] = Counter()
        self.report = RecordReport(
            file=path.name,
            layout=mapping.layout,
            timezone=mapping.timezone,
            timezone_assumed=mapping.timezone_assumed,
        )
        self._path = path
        self._bad = bad
        self._collector = SampleCollector()
        self._take_sample = take_sample or self._collect
        self._given = 0
        self._reader: RecordRowReader | None = None
        self._services: set[str] = set()

    def read(self, limits: Limits, progress: Progress | None) -> None:
        """Reads all rows; bad ones are noted."""
        build = BUILDERS[self.layout]
        before = self._bad.counts.copy()
        for record in read_rows(
            self._path,
            self.mapping,
            lambda bound, table: self._build_reader(bound, table, build),
            report=self.report,
            bad=self._bad,
            limits=limits,
            progress=progress,
        ):
            self._take(record)
        self.bad_rows = self._bad.counts - before
        self.samples = self._collector.build()
        self.report.records = self.samples.count or len(set(self.rows))
        self.report.duplicates_dropped = self._given - self.report.records

    def leave_out(self, settled: Settled) -> None:
        """Counts the rows that did not stand: rows = records + skipped + dropped + ignored."""
        rows = set(self.rows)
        dropped, left_out = len(rows & settled.dropped), len(rows & settled.left_out)
        self.report.records -= dropped + left_out
        self.report.duplicates_dropped += dropped
        if left_out:
            self.bad_rows["row.duplicate"] += left_out

    def close(self, *, skip_bad: bool) -> RecordReport:
        """The report, complete when all files were read."""
        self.report.bad_rows = dict(self.bad_rows)
        self.report.skipped = self.bad_rows.total() if skip_bad else 0
        self.report.contradictions = self._bad.list_contradictions(self.table)
        self.report.needed_zone = self._reader is not None and self._reader.needed_zone
        self.report.services = tuple(sorted(self._services))
        return self.report

    def _build_reader(self, bound: BoundColumns, table: str, build: Callable[[SaidRow], Any]) -> Callable[[Row], Any]:
        self.table = table
        reader = self._reader = RecordRowReader(self.mapping, bound, table)

        def read(row: Row) -> Any:
            said = reader.read(row)
            record = None if is_ignored(said) else build(said)
            if record is not None:
                self._note(said, reader)
            return record

        return read

    def _take(self, record: Any) -> None:
        if record is None:
            self.report.ignored += 1
            return
        self._given += 1
        if isinstance(record, Sample):
            self._take_sample(record)
        else:
            self.rows.append(record)

    def _collect(self, sample: Sample) -> None:
        self._collector.add(sample.place, sample.at, sample.status, good=sample.good, total=sample.total)

    def _note(self, said: SaidRow, reader: RecordRowReader) -> None:
        """Widens the spans the report tells, and remembers the service."""
        instants = [said.values[name] for name in reader.instants if name in said.values]
        if instants:
            self.report.note_span(min(instants), max(instants))
        observed = [said.values[name] for name in reader.observed if name in said.values]
        if observed:
            self.observed = (min([*observed, *self.observed]), max([*observed, *self.observed]))
        service = said.text("service") or said.text("subject")
        if service:
            self._services.add(service)
