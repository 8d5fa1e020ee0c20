"""Figures of sealed samples: by nearest rank exactly as the engine takes them, in the periods that the engine says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from serval.engine.calendars.compile import local_midnight
from serval.engine.periods import PeriodKind
from serval.engine.places import Place
from serval.engine.statistics import mean, percentile
from serval.engine.zones import get_zone
from serval.intake.errors import IntakeError
from serval.intake.sealed.sample_figures import (
    USUAL_FIGURES,
    PlaceFigures,
    SampleFigures,
    check_figure,
    compute_figures,
)
from tests.intake.sealed.sealed_samples import write_as_told

MONTH = PeriodKind("month")
SHANGHAI = get_zone("Asia/Shanghai")
UTC = get_zone("UTC")


def tell(values: list[Any], *, place: tuple[str, str, str] = ("core", "", ""), start: int = 0) -> list[dict[str, Any]]:
    service, instance, site = place
    named = {"service": service, "instance": instance, "site": site}
    return [{**named, "at": start + n, "status": 1, "value": value} for n, value in enumerate(values)]


def list_whole(row: PlaceFigures) -> list[int]:
    """Figures that are whole numbers."""
    assert all(figure.denominator == 1 for figure in row.figures)
    return [figure.numerator for figure in row.figures]


def compute(path: Path, *names: str, by: Any = "service", kind: PeriodKind | None = MONTH) -> SampleFigures:
    return compute_figures(path, names, by=by, kind=kind, zone=UTC)


@settings(max_examples=40)
@given(
    st.lists(st.decimals(-(10**11), 10**11, places=6), min_size=1, max_size=60),
    st.lists(st.decimals("0.00001", 100, places=5), min_size=1, max_size=4),
)
@example([0, 1, 2, 3, 4, 5, 6, 7, 8, 9] * 10, ["7", "57", "95", "99"])
@example(list(range(1_000)), ["99.9", "0.1", "29", "58"])
def test_percentiles_and_means_are_those_of_the_engine(values: list[Any], shares: list[Any]) -> None:
    names = [f"p{share:f}" if not isinstance(share, str) else f"p{share}" for share in shares]
    with TemporaryDirectory() as folder:
        path = write_as_told(Path(folder) / "sealed.parquet", tell(values), group=2_000)
        (row,) = compute(path, *names, "mean", "min", "max", "count").rows
    units = [int(Fraction(value) * 10**6) for value in values]
    expected = [percentile(units, Fraction(name[1:]) / 100) / 10**6 for name in names]
    assert row.figures[:-4] == tuple(expected)
    assert row.figures[-4:] == (
        mean(units) / 10**6,
        Fraction(min(units), 10**6),
        Fraction(max(units), 10**6),
        Fraction(len(units)),
    )


def test_control_a_share_in_binary_would_take_another_rank() -> None:
    values = range(1, 101)
    assert percentile(list(values), Fraction(7, 100)) == 7
    assert percentile(list(values), Fraction(0.07)) == 8


def test_a_sample_belongs_to_the_month_of_the_zone_it_fell_in(tmp_path: Path) -> None:
    midnight = local_midnight(date(2026, 3, 1), SHANGHAI)
    rows = [*tell([1], start=midnight - 1), *tell([2, 4], start=midnight)]
    path = write_as_told(tmp_path / "sealed.parquet", rows)
    found = compute_figures(path, ["count", "max"], by="service", kind=MONTH, zone=SHANGHAI).rows
    assert [(row.period.label, list_whole(row)) for row in found] == [("2026-02", [1, 1]), ("2026-03", [2, 4])]
    assert [row.period.label for row in compute(path, "count").rows] == ["2026-02"]
    days = compute_figures(path, ["count"], by="service", kind=None, zone=SHANGHAI).rows
    assert [(row.period.label, row.count) for row in days] == [("2026-02-28", 1), ("2026-03-01", 2)]


def test_a_repeated_hour_belongs_to_one_day_with_all_its_samples(tmp_path: Path) -> None:
    berlin = get_zone("Europe/Berlin")
    begin, end = (local_midnight(date(2026, 10, day), berlin) for day in (25, 26))
    rows = [row for at in range(begin, end, 3_600) for row in tell([1], start=at)]
    path = write_as_told(tmp_path / "sealed.parquet", [*rows, *tell([1], start=end)])
    found = compute_figures(path, ["count"], by="service", kind=None, zone=berlin).rows
    assert [(row.period.label, row.count) for row in found] == [("2026-10-25", 25), ("2026-10-26", 1)]


def test_figures_are_told_for_services_instances_or_sites(tmp_path: Path) -> None:
    rows = [*tell([1, 2], place=("a", "h1", "n")), *tell([3], place=("a", "h2", "n")), *tell([9], place=("b", "", ""))]
    path = write_as_told(tmp_path / "sealed.parquet", rows)
    found = {
        by: [(row.place, list_whole(row)) for row in compute(path, "max", by=by).rows] for by in ("service", "site")
    }
    assert found["service"] == [(Place("a"), [3]), (Place("b"), [9])]
    assert found["site"] == [(Place("a", site="n"), [3]), (Place("b"), [9])]
    assert [row.place.instance for row in compute(path, "max", by="instance").rows] == ["h1", "h2", ""]


def test_samples_without_a_value_take_no_part(tmp_path: Path) -> None:
    path = write_as_told(tmp_path / "sealed.parquet", tell([None, 4, None, 2]))
    (row,) = compute(path, *USUAL_FIGURES).rows
    assert (row.count, list_whole(row)) == (2, [2, 2, 3, 2, 4, 4, 4])


@pytest.mark.parametrize("rows", [tell([None, None]), [{**row, "value": None} for row in tell([1])]])
def test_without_values_there_are_no_figures(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        compute(write_as_told(tmp_path / "sealed.parquet", rows), "p95")
    assert caught.value.code == "sealed.no_values"


def test_a_file_out_of_order_gives_no_figures(tmp_path: Path) -> None:
    rows = [*tell([1], start=5), *tell([2], start=4)]
    with pytest.raises(IntakeError) as caught:
        compute(write_as_told(tmp_path / "sealed.parquet", rows), "p95")
    assert caught.value.code == "sealed.disordered"


@pytest.mark.parametrize("name", ["p0", "p100.1", "p", "95", "p95.1234567", "median", "P95", ""])
def test_what_is_no_figure_is_refused(name: str) -> None:
    with pytest.raises(IntakeError) as caught:
        check_figure(name)
    assert caught.value.code == "sealed.figure_unknown"
