"""Grouping: everything comes back once, sorted, whether it fits into memory or not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from serval.intake.grouping import SortedReadings
from serval.intake.readings import Reading


def make_readings(count: int) -> list[Reading]:
    source = random.Random(3)  # noqa: S311
    return [
        (
            f"T{source.randrange(40):02d}",
            source.randrange(50),
            0,
            0,
            "open",
            "",
            (("opened", 7),),
            ("a", "日"),
            (),
            0,
            row,
        )
        for row in range(count)
    ]


def collect(readings: list[Reading], **sizes: int) -> tuple[list[Reading], int]:
    with SortedReadings(**sizes) as sorted_readings:
        sorted_readings.take(readings)
        groups = list(sorted_readings.groups())
        assert [item for item, _ in groups] == sorted({reading[0] for reading in readings})
        assert groups == list(sorted_readings.groups())
        return [tuple(said) for _, group in groups for said in group], sorted_readings.spilled_runs


@pytest.mark.parametrize(("run", "width"), [(10_000, 64), (100, 64), (7, 3), (2, 3)])
def test_every_reading_comes_back_in_order(run: int, width: int) -> None:
    readings = make_readings(500)
    found, _ = collect(readings, run_readings=run, merge_width=width)
    assert found == sorted(readings)


def test_nothing_is_spilled_when_it_fits() -> None:
    assert collect(make_readings(500))[1] == 0
    assert collect(make_readings(500), run_readings=100)[1] > 0


def test_the_files_are_gone_afterwards_also_after_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    collect(make_readings(500), run_readings=50)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError):
        _fail_after_spilling(tmp_path)
    assert list(tmp_path.iterdir()) == []


def _fail_after_spilling(folder: Path) -> None:
    with SortedReadings(run_readings=50) as readings:
        readings.take(make_readings(500))
        assert list(folder.iterdir())
        raise ZeroDivisionError


def test_open_files_stay_few() -> None:
    with SortedReadings(run_readings=5, merge_width=4) as readings:
        readings.take(make_readings(400))
        assert len(readings._files) <= 4
