"""A sealed file is as untrusted as any other: what is no normal form is refused with its row, damage with a reason.

SERVAL_MUTATED_FILES raises how many mutated files are tried (300).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.errors import Problem
from serval.engine.evidence import Fact, Item, build_item
from serval.intake.errors import IntakeError
from serval.intake.evidence import IntakeReport
from serval.intake.sealed import files
from serval.intake.sealed.facts import FACT_COLUMNS
from serval.intake.sealed.head import is_sealed, write_head
from serval.intake.sealed.tickets import SealedTickets
from serval.intake.tables import Limits
from tests.intake.sealed.sealed_items import Told, list_sources, read_table, seal_items, write_table

MUTATED_FILES = int(os.environ.get("SERVAL_MUTATED_FILES", "300"))
AT = 1_777_856_400
Edit = Callable[[list[dict[str, Any]]], None]

ITEMS = [
    build_item("A-1", [Fact(AT, "event", "opened", source="log.csv#2"), Fact(AT, "field", "priority", "1")]),
    build_item(
        "A-2",
        [
            Fact(AT + 1, "event", "opened", source="log.csv#3"),
            Fact(AT + 1, "state", "open", seq=1, source="log.csv#3"),
            Fact(AT + 5, "state", "resolved", source="log.csv#4"),
        ],
    ),
    build_item("A-3", [Fact(AT + 2, "event", "opened", source="log.csv#5")]),
]
TOLD = Told(ITEMS)


def read(path: Path, limits: Limits | None = None) -> tuple[list[Item], list[list[str]], IntakeReport]:
    """All a sealed file says; items in batches of one, so that no order holds within a batch only."""
    tickets = SealedTickets([path], limits=limits or Limits())
    found = [batch.build_item(place) for batch in tickets.columns(1) for place in range(len(batch))]
    return found, list_sources(found), tickets.report


def refuse(path: Path, limits: Limits | None = None) -> Problem:
    with pytest.raises(IntakeError) as caught:
        read(path, limits)
    (problem,) = caught.value.problems
    assert problem.data["file"] == path.name
    return problem


def write(path: Path, table: pa.Table, **changes: Any) -> Path:
    told = {"earliest": TOLD.earliest, "latest": TOLD.latest, "report": TOLD.report, **changes}
    return write_table(path, table, told["report"], earliest=told["earliest"], latest=told["latest"])


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "sealed.parquet"
    seal_items(ITEMS, path, group_facts=1)
    return path


def edit_rows(path: Path, edit: Edit, out: Path) -> Path:
    table = read_table(path)
    rows = table.to_pylist()
    edit(rows)
    schema = pa.schema([pa.field(name, kind) for name, kind in FACT_COLUMNS.items()])
    return write(out, pa.Table.from_pylist(rows, schema=schema))


def set_cell(place: int, **cells: Any) -> Edit:
    return lambda rows: rows[place].update(cells)


def swap(first: int, second: int) -> Edit:
    def edit(rows: list[dict[str, Any]]) -> None:
        rows[first], rows[second] = rows[second], rows[first]

    return edit


def renumber(*numbers: int) -> Edit:
    def edit(rows: list[dict[str, Any]]) -> None:
        for row, number in zip(rows, numbers, strict=True):
            row["number"] = number

    return edit


class Case(NamedTuple):
    edit: Edit
    code: str
    row: int
    column: str = ""


CASES = {
    "facts of one instant in another order": Case(swap(0, 1), "sealed.disordered", 2),
    "an earlier fact after a later one": Case(swap(3, 4), "sealed.disordered", 5),
    "a fact twice": Case(lambda rows: rows.insert(3, dict(rows[2])), "sealed.disordered", 4),
    "items in another order": Case(lambda rows: rows.insert(0, {**rows.pop(), "number": 0}), "sealed.disordered", 2),
    "ids that do not rise": Case(set_cell(5, item="A-10"), "sealed.disordered", 6),
    "an id twice": Case(set_cell(5, item="A-2"), "sealed.disordered", 6),
    "two items of one number": Case(set_cell(3, item="A-3"), "sealed.disordered", 4),
    "an empty id": Case(lambda rows: [row.update(item="") for row in rows[:2]], "sealed.disordered", 1),
    "numbers that begin later": Case(renumber(1, 1, 2, 2, 2, 3), "sealed.disordered", 1),
    "a number left out": Case(renumber(0, 0, 1, 1, 1, 3), "sealed.disordered", 6),
    "numbers that fall": Case(renumber(0, 0, 1, 1, 1, 0), "sealed.disordered", 6),
    "a number without item": Case(set_cell(1, item=None), "sealed.cell_missing", 2, "item"),
    "a fact without instant": Case(set_cell(4, at=None), "sealed.cell_missing", 5, "at"),
    "a fact without kind": Case(set_cell(4, kind=None), "sealed.cell_missing", 5, "kind"),
    "a fact without value": Case(set_cell(4, value=None), "sealed.cell_missing", 5, "value"),
    "a fact without sequence": Case(set_cell(0, seq=None), "sealed.cell_missing", 1, "seq"),
    "a table without row": Case(set_cell(2, source_row=None), "sealed.cell_missing", 3, "source_row"),
    "a row without table": Case(set_cell(2, source_table=None), "sealed.cell_missing", 3, "source_row"),
    "an unknown kind": Case(set_cell(4, kind="rumour"), "sealed.value_unfit", 5, "kind"),
    "an unknown state": Case(set_cell(4, name="parked"), "sealed.value_unfit", 5, "name"),
    "an event without name": Case(set_cell(5, name=""), "sealed.value_unfit", 6, "name"),
    "an event with a value": Case(set_cell(5, value="1"), "sealed.value_unfit", 6, "value"),
    "a fact before the first instant told": Case(set_cell(0, at=AT - 1), "sealed.value_unfit", 1, "at"),
    "a fact after the last instant told": Case(set_cell(4, at=AT + 6), "sealed.value_unfit", 5, "at"),
    "an instant no calendar has": Case(set_cell(4, at=2**62), "sealed.value_unfit", 5, "at"),
    "a sequence of too many digits": Case(set_cell(5, seq=-(10**18)), "sealed.value_unfit", 6, "seq"),
}


def test_control_rows_that_are_left_as_they_are_come_back(sealed: Path, tmp_path: Path) -> None:
    again = edit_rows(sealed, lambda rows: None, tmp_path / "again.parquet")
    assert read(again)[:2] == read(sealed)[:2] == (ITEMS, list_sources(ITEMS))
    for path in (sealed, again):
        assert is_sealed(path)


@pytest.mark.parametrize("name", CASES)
def test_rows_that_are_no_normal_form_are_refused_by_their_row(name: str, sealed: Path, tmp_path: Path) -> None:
    case = CASES[name]
    problem = refuse(edit_rows(sealed, case.edit, tmp_path / "edited.parquet"))
    assert (problem.code, problem.data["row"], problem.data.get("column", "")) == (case.code, case.row, case.column)


def test_the_order_of_items_holds_across_row_groups(sealed: Path, tmp_path: Path) -> None:
    table = read_table(sealed)
    path = tmp_path / "swapped.parquet"
    with files.create_sealed(path, table.schema.remove_metadata()) as writer:
        for start, end in ((0, 2), (5, 6), (2, 5)):
            writer.write_group(table.slice(start, end - start))
        writer.finish(write_head("facts", [TOLD.report], earliest=TOLD.earliest, latest=TOLD.latest))
    assert (refuse(path).code, refuse(path).data["row"]) == ("sealed.disordered", 3)


def test_an_item_that_is_cut_by_a_row_group_is_refused(sealed: Path, tmp_path: Path) -> None:
    table = read_table(sealed)
    path = tmp_path / "cut.parquet"
    with files.create_sealed(path, table.schema.remove_metadata()) as writer:
        for start, end in ((0, 3), (3, 6)):
            writer.write_group(table.slice(start, end - start))
        writer.finish(write_head("facts", [TOLD.report], earliest=TOLD.earliest, latest=TOLD.latest))
    assert (refuse(path).code, refuse(path).data["row"]) == ("sealed.disordered", 4)


def test_items_that_are_missing_at_the_end_are_missed(sealed: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "short.parquet", read_table(sealed).slice(0, 5))
    assert (refuse(path).code, refuse(path).data["key"]) == ("sealed.head", "items")


def test_columns_must_have_the_names_and_types_of_sealed_evidence(sealed: Path, tmp_path: Path) -> None:
    table = read_table(sealed)
    fewer = refuse(write(tmp_path / "fewer.parquet", table.drop_columns(["seq"])))
    assert (fewer.code, fewer.data["found"]) == ("sealed.columns", [name for name in FACT_COLUMNS if name != "seq"])
    for name, kind in (("number", pa.int64()), ("at", pa.float64()), ("value", pa.binary())):
        place = table.schema.get_field_index(name)
        changed = table.set_column(place, name, table.column(name).cast(kind))
        problem = refuse(write(tmp_path / f"{name}.parquet", changed))
        assert (problem.code, problem.data["column"], problem.data["found"]) == ("sealed.column_type", name, str(kind))


def test_text_that_is_no_utf8_is_refused(sealed: Path, tmp_path: Path) -> None:
    table = read_table(sealed)
    broken = pa.array([b"A-1", b"A-1", b"\xff", b"\xff", b"\xff", b"\xff\xff"]).view(pa.string())
    path = write(tmp_path / "latin.parquet", table.set_column(1, "item", broken))
    assert refuse(path).code == "file.damaged"


def test_limits_hold_for_sealed_files(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refuse(sealed, Limits(max_file_bytes=100)).code == "file.too_large"
    problem = refuse(sealed, Limits(max_cell_chars=2))
    assert (problem.code, problem.data["column"]) == ("file.cell_too_long", "item")
    monkeypatch.setattr(files, "MAX_GROUP_ROWS", 2)
    assert (refuse(sealed).code, refuse(sealed).data["group"]) == ("sealed.group_too_large", 2)


def test_a_file_that_holds_samples_is_no_file_of_tickets(tmp_path: Path) -> None:
    path = tmp_path / "samples.parquet"
    schema = pa.schema([pa.field("at", pa.int64())])
    with files.create_sealed(path, schema) as writer:
        writer.finish(write_head("samples", [], earliest=None, latest=None))
    assert refuse(path).code == "sealed.holds_samples"


def mutate(content: bytes, hand: random.Random) -> bytes:
    """A few bits or bytes changed, cut out or put in, half of the time near the end, where Parquet keeps its table."""
    data = bytearray(content)
    for _ in range(hand.choice((1, 1, 2, 8))):
        if len(data) < 20:
            break
        place = hand.randrange(len(data) // 2 if hand.random() < 0.5 else 0, len(data))
        match hand.randrange(4):
            case 0:
                data[place] ^= 1 << hand.randrange(8)
            case 1:
                data[place] = hand.randrange(256)
            case 2:
                del data[place : place + hand.randrange(1, 20)]
            case _:
                data[place:place] = hand.randbytes(hand.randrange(1, 20))
    return bytes(data)


def test_mutated_files_say_the_same_or_are_refused(sealed: Path, tmp_path: Path) -> None:
    content, whole = sealed.read_bytes(), read(sealed)
    path = tmp_path / "mutated.parquet"
    outcomes = set()
    for seed in range(MUTATED_FILES):
        path.write_bytes(mutate(content, random.Random(seed)))  # noqa: S311 - repeatable, not secret
        try:
            found = read(path)
        except IntakeError as error:
            outcomes.add(error.code)
            continue
        assert found == whole, seed
        outcomes.add("read")
    assert {"read", "file.damaged", "sealed.head"} <= outcomes
    assert {code.partition(".")[0] for code in outcomes} == {"read", "file", "sealed"}


rows_changed = st.tuples(
    st.integers(0, 5),
    st.sampled_from(list(FACT_COLUMNS)),
    st.one_of(st.none(), st.integers(-1, 4), st.integers(AT, AT + 6), st.sampled_from(["", "A-2", "state", "open"])),
)


@settings(max_examples=200)
@given(st.lists(rows_changed, min_size=1, max_size=3))
def test_changed_rows_are_refused_or_are_evidence_in_normal_form(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    original = folder / "sealed.parquet"
    seal_items(ITEMS, original)

    def edit(rows: list[dict[str, Any]]) -> None:
        for place, column, value in changes:
            is_text = FACT_COLUMNS[column] == pa.string()
            rows[place][column] = value if value is None or isinstance(value, str) == is_text else rows[place][column]

    try:
        found = read(edit_rows(original, edit, folder / "changed.parquet"))[0]
    except IntakeError:
        return
    assert [build_item(item.id, item.facts) for item in found] == found
    assert sorted({item.id for item in found}) == [item.id for item in found]
