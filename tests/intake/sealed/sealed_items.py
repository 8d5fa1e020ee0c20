"""Items sealed for a test, and strategies for items of any content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from serval.engine.evidence import STATES, Fact, Item, build_item
from serval.intake.evidence import IntakeReport
from serval.intake.sealed.facts import TEXT_COLUMNS, Sealed, seal_tickets
from serval.intake.sealed.files import create_sealed
from serval.intake.sealed.head import write_head
from serval.intake.sealed.tickets import SealedTickets

Source = tuple[int, str, str, str, int, str]


@dataclass
class Told:
    """Items in the shape of evidence that was read."""

    listed: Sequence[Item]

    def items(self) -> Iterator[Item]:
        return iter(self.listed)

    @property
    def report(self) -> IntakeReport:
        known = all(item.pauses_known for item in self.listed)
        return IntakeReport(rows=7, items=len(self.listed), pauses_known=known, first=self.earliest, last=self.latest)

    @property
    def earliest(self) -> int | None:
        return min((item.facts[0].at for item in self.listed), default=None)

    @property
    def latest(self) -> int | None:
        return max((item.facts[-1].at for item in self.listed), default=None)


def seal_items(items: Sequence[Item], path: Path, *, group_facts: int = 50) -> Sealed:
    """Seals items, in the order of their ids, into small row groups."""
    told = Told(sorted(items, key=lambda item: item.id))
    return seal_tickets(told, path, group_facts=group_facts)  # type: ignore[arg-type]


def list_sources(items: Sequence[Item]) -> list[list[str]]:
    """Where each fact was read, which comparing items leaves out."""
    return [[fact.source for fact in item.facts] for item in items]


def read_columns(path: Path, most_items: int) -> list[Item]:
    """The items of all batches of columns."""
    batches = SealedTickets([path]).columns(most_items)
    return [batch.build_item(place) for batch in batches for place in range(len(batch))]


def read_table(path: Path) -> pa.Table:
    """All rows, and the metadata."""
    return pq.read_table(path)


def write_table(path: Path, table: pa.Table, report: IntakeReport, *, earliest: int | None, latest: int | None) -> Path:
    """A sealed file of any rows, in one row group, as somebody else might write it."""
    with create_sealed(path, table.schema.remove_metadata(), words=TEXT_COLUMNS) as writer:
        if table.num_rows:
            writer.write_group(table)
        writer.finish(write_head("facts", [report], earliest=earliest, latest=latest))
    return path


texts = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=8)
tables = st.sampled_from(["log.csv", "导出.zip/日志.csv", "book.xlsx/Sheet#1"])
sources = st.one_of(st.just(""), st.builds("{}#{}".format, tables, st.integers(1, 10**9)))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(["field", "event", "pause", "resume", "state"]))
    name = draw(st.sampled_from([*STATES, "waiting_parts"]) if kind == "state" else texts)
    value = draw(texts) if kind == "field" else ""
    at = draw(st.integers(1_700_000_000, 1_700_000_010))
    return Fact(at, kind, name, value, draw(st.integers(-3, 3)), draw(sources))  # type: ignore[arg-type]


many_items = st.dictionaries(texts, st.lists(facts(), min_size=1, max_size=12), max_size=30).map(
    lambda found: [build_item(name, entry) for name, entry in sorted(found.items())]
)
"""Items with ids and values of any characters, and many facts of one instant."""
