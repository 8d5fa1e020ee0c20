"""Evidence named on the command line: tickets that stream, and records read at once, each by the mapping that fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from serval.engine.columns.facts import FactColumns
from serval.engine.columns.packing import pack_items
from serval.engine.errors import Problem
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Records
from serval.intake.evidence import EvidenceFile, IntakeReport, read_items
from serval.intake.mapping import Mapping as ColumnMapping
from serval.intake.presets import load_preset
from serval.intake.records import RecordReport, RecordsFile, choose_mapping, read_records
from serval.intake.sealed.head import is_sealed
from serval.reporting.catalogue import translate as _
from serval.site.cli.inputs import InputError, find_mapping
from serval.site.cli.progress import count_progress, show_progress
from serval.site.cli.sealed_samples import add_samples

if TYPE_CHECKING:
    from serval.intake.sealed.tickets import SealedTickets

TICKET_LAYOUTS = frozenset({"events", "snapshot"})
RECORD_OPTIONS = (
    "samples",
    "outages",
    "exclusions",
    "measures",
    "surveys",
    "obligations",
    "occurrences",
    "claims",
)
"""Layouts in the order of the options that name their files."""


@dataclass(frozen=True)
class Sources:
    """Files by what they hold, and the mappings to read them with.

    records  files by layout (`samples`, `outages`, …)
    """

    tickets: Sequence[Path] = ()
    records: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    mappings: Sequence[str] = ()

    @property
    def paths(self) -> list[Path]:
        """Every file that is read, mappings included."""
        return [*self.tickets, *(path for paths in self.records.values() for path in paths), *map(Path, self.mappings)]


class Evidence:
    """Evidence that is being read: records whole, and the first item, so bad rows and bounds are known before judging.

    zone       of the agreement: it takes the place of a zone that a mapping only assumes; empty for none
    is_sealed  whether the tickets are sealed

    Raises InputError `cli.no_sources` without any file, `cli.mapping_needed` or `cli.mapping_of_records` for tickets
    without a mapping that reads tickets, and `cli.sealed_and_not` for tickets of which only some files are sealed.
    """

    def __init__(self, sources: Sources, *, skip_bad: bool, zone: str = "") -> None:
        if not sources.tickets and not any(sources.records.values()):
            raise InputError(Problem("cli.no_sources"))
        self._zone = zone
        named = [(name, find_mapping(name)) for name in sources.mappings]
        self.is_sealed = _are_sealed(sources.tickets)
        self._records = self._read_records(sources, named, skip_bad=skip_bad)
        self.tickets: EvidenceFile | SealedTickets | None = None
        self._items: Iterator[Item] = iter(())
        if self.is_sealed:
            self.tickets = self._open_sealed(sources.tickets)
        elif sources.tickets:
            self.tickets = self._open_tickets(sources.tickets, named, skip_bad=skip_bad)
        _check_all_used(sources, named)

    def _open_tickets(
        self, paths: Sequence[Path], named: Sequence[tuple[str, ColumnMapping]], *, skip_bad: bool
    ) -> EvidenceFile:
        candidates = [entry for entry in named if entry[1].layout in TICKET_LAYOUTS]
        if not candidates:
            raise InputError(_refuse_mappings(paths[0], named))
        mapping = candidates[0][1] if len(candidates) == 1 else choose_mapping(paths[0], candidates)[1]
        with show_progress(_("Reading")) as progress:
            file = read_items(list(paths), self._settle_zone(mapping), skip_bad=skip_bad, progress=progress)
            self._items = file.items()
            first = next(self._items, None)
        self._items = _put_back(first, self._items)
        return file

    def _open_sealed(self, paths: Sequence[Path]) -> SealedTickets:
        # pyarrow takes longer to load than a small log takes to be judged.
        from serval.intake.sealed.tickets import SealedTickets

        tickets = SealedTickets(paths)
        self._items = tickets.items()
        return tickets

    def _read_records(
        self, sources: Sources, named: Sequence[tuple[str, ColumnMapping]], *, skip_bad: bool
    ) -> RecordsFile | None:
        sealed = [path for path in sources.records.get("samples", ()) if is_sealed(path)]
        pairs = [
            (path, self._settle_zone(_choose(path, layout, named)))
            for layout, paths in sources.records.items()
            for path in paths
            if layout != "samples" or path not in sealed
        ]
        if not pairs and not sealed:
            return None
        with show_progress(_("Reading")) as progress:
            file = read_records(pairs, skip_bad=skip_bad, progress=progress)
        return add_samples(file, sealed) if sealed else file

    def _settle_zone(self, mapping: ColumnMapping) -> ColumnMapping:
        """A zone that was only assumed gives way to that of the agreement, which somebody did write down."""
        if not (self._zone and mapping.timezone_assumed):
            return mapping
        return mapping.model_copy(update={"timezone": self._zone})

    @property
    def records(self) -> Records:
        return NO_RECORDS if self._records is None else self._records.records

    @property
    def latest(self) -> int | None:
        """The last instant any row speaks of."""
        told = (self.tickets and self.tickets.latest, self._records and self._records.latest)
        return max((at for at in told if isinstance(at, int)), default=None)

    @property
    def earliest(self) -> int | None:
        told = (self.tickets and self.tickets.earliest, self._records and self._records.earliest)
        return min((at for at in told if isinstance(at, int)), default=None)

    def items(self, label: str) -> Iterator[Item]:
        """All items in the order of their ids; once. `label` says in the progress bar what is done with them."""
        return count_progress(label, self._items)

    def columns(self, label: str) -> Iterator[FactColumns]:
        """All tickets in batches of columns, in the order of their ids; once, and instead of `items`."""
        if self.tickets is None or isinstance(self.tickets, EvidenceFile):
            batches = pack_items(self._items)
        else:
            batches = self.tickets.columns()
        return count_progress(label, batches, count=len)

    @property
    def ticket_report(self) -> IntakeReport | None:
        """What was found in the tickets, once all items were taken."""
        return self.tickets.report if self.tickets else None

    @property
    def record_reports(self) -> tuple[RecordReport, ...]:
        return self._records.reports if self._records else ()


def _put_back(first: Item | None, rest: Iterator[Item]) -> Iterator[Item]:
    if first is not None:
        yield first
        yield from rest


def _choose(path: Path, layout: str, named: Sequence[tuple[str, ColumnMapping]]) -> ColumnMapping:
    """The mapping named for such a file, else the preset with the usual names of columns."""
    candidates = [entry for entry in named if entry[1].layout == layout]
    if not candidates:
        return load_preset(layout)
    return candidates[0][1] if len(candidates) == 1 else choose_mapping(path, candidates)[1]


def _refuse_mappings(path: Path, named: Sequence[tuple[str, ColumnMapping]]) -> Problem:
    """Why tickets cannot be read: no mapping was named, or only one for something else."""
    if not named:
        return Problem("cli.mapping_needed", {"file": path.name})
    name, mapping = named[0]
    data = {"file": path.name, "value": name, "layout": mapping.layout, "option": f"--{mapping.layout}"}
    return Problem("cli.mapping_of_records", data)


def _are_sealed(paths: Sequence[Path]) -> bool:
    """Whether tickets are sealed. Raises InputError `cli.sealed_and_not` where some are and some are not."""
    sealed = [path for path in paths if is_sealed(path)]
    plain = [path for path in paths if path not in sealed]
    if sealed and plain:
        raise InputError(Problem("cli.sealed_and_not", {"file": plain[0].name, "other": sealed[0].name}))
    return bool(sealed)


def _check_all_used(sources: Sources, named: Sequence[tuple[str, ColumnMapping]]) -> None:
    """A mapping for which there is no file is a slip: something else would be read than was meant."""
    paths = {**sources.records, **dict.fromkeys(TICKET_LAYOUTS, sources.tickets)}
    for name, mapping in named:
        given = paths.get(mapping.layout, ())
        if not given:
            raise InputError(Problem("cli.mapping_unused", {"value": name, "layout": mapping.layout}))
        if all(map(is_sealed, given)):
            raise InputError(Problem("cli.mapping_of_sealed", {"file": given[0].name, "value": name}))
