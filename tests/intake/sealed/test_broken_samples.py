"""A samples file that is no normal form is refused with its row, whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from serval.engine.verdicts import Range, judge_items
from serval.intake.errors import IntakeError
from serval.intake.sealed.sample_reading import read_sealed_samples
from serval.reporting.sentences import explain_problem
from tests.engine.verdicts.records.evidence import agree, known
from tests.intake.sealed.sealed_items import seal_items
from tests.intake.sealed.sealed_samples import tell_samples, write_as_told

Told = dict[str, Any]


def row(service: Any, at: Any, status: Any = 1, **more: Any) -> Told:
    return {"service": service, "instance": "", "site": "", "at": at, "status": status, **more}


def rows_of(*services: str, each: int = 4) -> list[Told]:
    return [row(service, at) for service in services for at in range(each)]


def refuse(path: Path, rows: list[Told], **how: Any) -> tuple[str, int | None, str | None]:
    """Code, row and column of what a file is refused for."""
    with pytest.raises(IntakeError) as caught:
        read_sealed_samples(write_as_told(path, rows, **how))
    (problem,) = caught.value.problems
    assert problem.data["file"] == path.name
    assert explain_problem(problem)
    return problem.code, problem.data.get("row"), problem.data.get("column")


BROKEN: dict[str, tuple[list[Told], tuple[str, int | None, str | None]]] = {
    "instants fall": ([row("a", 5), row("a", 4)], ("sealed.disordered", 2, None)),
    "an instant stands twice": ([row("a", 5), row("a", 5, 3)], ("sealed.disordered", 2, None)),
    "places fall": ([row("b", 5), row("a", 5)], ("sealed.disordered", 2, None)),
    "a place comes again": ([row("a", 1), row("b", 2), row("a", 3)], ("sealed.disordered", 3, None)),
    "a place comes again in another group": ([*rows_of("a", "b"), row("a", 9)], ("sealed.disordered", 9, None)),
    "falls where a group begins": ([*rows_of("a", each=3), row("a", 1)], ("sealed.disordered", 4, None)),
    "no such state": ([row("a", 1), row("a", 2, 4)], ("sealed.value_unfit", 2, "status")),
    "a state below all": ([row("a", 1), row("a", 2, -1)], ("sealed.value_unfit", 2, "status")),
    "neither state nor requests": ([row("a", 1), row("a", 2, 0)], ("sealed.value_unfit", 2, "status")),
    "more good than all": ([row("a", 1, 0, good=2, total=1)], ("sealed.value_unfit", 1, "good")),
    "fewer than none": ([row("a", 1, 0, good=-1, total=1)], ("sealed.value_unfit", 1, "good")),
    "good alone": ([row("a", 1, good=1)], ("sealed.columns", None, None)),
    "no instant": ([row("a", 1), row("a", None)], ("sealed.cell_missing", 2, "at")),
    "no state": ([row("a", 1), row("a", 2, None)], ("sealed.cell_missing", 2, "status")),
    "no service": ([row(None, 1)], ("sealed.cell_missing", 1, "service")),
    "an empty service": ([row("", 1)], ("sealed.value_unfit", 1, "service")),
    "no requests": (
        [row("a", 1, good=1, total=1), row("a", 2, good=1, total=None)],
        ("sealed.cell_missing", 2, "total"),
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_normal_form_is_refused_with_its_row(what: str, tmp_path: Path) -> None:
    rows, expected = BROKEN[what]
    assert refuse(tmp_path / "broken.parquet", rows) == expected


@pytest.mark.parametrize("span", [(0, 4), (-1, 3), (1, 3), (0, 2), (None, None)])
def test_a_head_that_tells_another_span_is_refused(span: tuple[int | None, int | None], tmp_path: Path) -> None:
    assert refuse(tmp_path / "broken.parquet", rows_of("a", "b"), span=span)[0] == "sealed.head"


def test_control_rows_in_normal_form_are_read(tmp_path: Path) -> None:
    rows = [row("a", 1), row("a", 2, 3), row("b", 1, 2), row("b", 2), row("b", 3)]
    sealed = read_sealed_samples(write_as_told(tmp_path / "good.parquet", rows, group=2))
    zero = [0, 0, 0]
    assert tell_samples(sealed.samples) == {
        "a//": [[1, 2], [1, 3], zero[:2], zero[:2]],
        "b//": [[1, 2, 3], [2, 1, 1], zero, zero],
    }


def test_sealed_tickets_are_no_samples(tmp_path: Path) -> None:
    path = tmp_path / "tickets.parquet"
    seal_items([], path)
    with pytest.raises(IntakeError) as caught:
        read_sealed_samples(path)
    assert caught.value.code in {"sealed.columns", "sealed.holds_facts"}


def test_a_file_with_any_byte_changed_is_refused_or_says_the_same(tmp_path: Path) -> None:
    good = write_as_told(tmp_path / "good.parquet", rows_of("a", "b", each=300), group=100)
    content, told = good.read_bytes(), tell_samples(read_sealed_samples(good).samples)
    random = Random(5)  # noqa: S311 - reproducible cases, no secrets
    refused = 0
    for _ in range(300):
        place = random.randrange(len(content))
        path = tmp_path / "changed.parquet"
        path.write_bytes(content[:place] + bytes([content[place] ^ (1 << random.randrange(8))]) + content[place + 1 :])
        try:
            found = tell_samples(read_sealed_samples(path).samples)
        except IntakeError as error:
            refused += error.code.startswith(("file.", "sealed."))
            continue
        assert found == told
    assert refused > 150


@pytest.mark.parametrize("kept", [0, 4, 100, -8, -1])
def test_a_file_that_was_cut_is_refused(kept: int, tmp_path: Path) -> None:
    good = write_as_told(tmp_path / "good.parquet", rows_of("a", "b"))
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(good.read_bytes()[:kept])
    with pytest.raises(IntakeError):
        read_sealed_samples(cut)


def test_sealed_samples_can_be_judged(tmp_path: Path) -> None:
    start = 1_767_225_600
    rows = [row("core", start + 60 * n, 3 if n == 7 else 1) for n in range(2_000)]
    samples = read_sealed_samples(write_as_told(tmp_path / "good.parquet", rows, group=256)).samples
    agreement = agree()
    asked = Range(agreement.start, agreement.end, running=True)
    card = judge_items(agreement, (), asked, now=start + 120_000, records=known(samples=samples))
    assert card.verdicts[0].account is not None
    assert card.verdicts[0].account.down == 60
