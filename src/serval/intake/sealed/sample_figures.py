"""Figures (数值): exact means and percentiles of what sealed samples measured, for each place and period.

Written as an Ibis expression, which DuckDB computes in this process. What periods are is said by the engine: their
bounds are handed over as instants, so that no database's idea of a zone decides to which month a sample belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from zoneinfo import ZoneInfo

import duckdb
import ibis
import ibis.expr.datatypes as types

from serval.engine.instants import to_datetime
from serval.engine.periods import Period, PeriodKind, list_periods
from serval.engine.places import Place
from serval.intake.errors import refusal
from serval.intake.sealed.sample_columns import SAMPLE_COLUMNS, VALUE, VALUE_DIGITS
from serval.intake.sealed.sample_reading import SamplesFile

Part = Literal["service", "instance", "site"]

PLAIN_FIGURES = ("count", "min", "mean", "max")
USUAL_FIGURES = ("count", "min", "mean", "p50", "p95", "p99", "max")

_RANK = re.compile(r"p(\d{1,3}(?:\.\d{1,5})?)", re.ASCII)
_VALUE = types.Decimal(SAMPLE_COLUMNS[VALUE].precision, VALUE_DIGITS)
_SHARE = types.Decimal(18, 8)


_SAMPLES = ibis.table(
    {"service": "string", "instance": "string", "site": "string", "at": "int64", VALUE: _VALUE}, name="samples"
)


@ibis.udf.agg.builtin(name="quantile_disc", signature=((_VALUE, types.Array(_SHARE)), types.Array(_VALUE)))  # type: ignore[untyped-decorator]
def _take_ranks(value: Any, shares: Any) -> Any:
    """The ⌈share · n⌉-th smallest values; of a decimal share DuckDB reckons the rank in whole numbers."""


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """Figures of one place and period, in the order in which they were asked for, and how many values they rest on.

    place  names the parts that were asked for; the others are empty
    """

    place: Place
    period: Period
    count: int
    figures: tuple[Fraction, ...]


@dataclass(frozen=True)
class SampleFigures:
    """Figures by place and period. `sha256` is that of the file, so that whoever has it can compute them again."""

    sha256: str
    names: tuple[str, ...]
    rows: tuple[PlaceFigures, ...]


def check_figure(name: str) -> Fraction | None:
    """The share of a percentile (`p95`, `p99.9`), None for `count`, `min`, `mean` and `max`.

    Raises IntakeError `sealed.figure_unknown`.
    """
    rank = _RANK.fullmatch(name)
    if rank is None and name in PLAIN_FIGURES:
        return None
    share = Fraction(rank[1]) / 100 if rank else Fraction(0)
    if not 0 < share <= 1:
        raise refusal("sealed.figure_unknown", value=name)
    return share


def compute_figures(
    path: Path, names: Sequence[str], *, by: Part, kind: PeriodKind | None, zone: ZoneInfo
) -> SampleFigures:
    """Figures of the values in a sealed samples file, by part of the service and by periods of a zone.

    kind  None: days

    Raises IntakeError as reading the samples does, `sealed.figure_unknown`, and `sealed.no_values`.
    """
    for name in names:
        check_figure(name)
    earliest, latest = _check_file(path)
    with path.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    first, last = (to_datetime(at).astimezone(zone).date() for at in (earliest, latest))
    periods = list_periods(kind or PeriodKind("rolling", 1), first, last, zone)
    if kind is None:
        periods = tuple(replace(period, label=period.first.isoformat()) for period in periods)
    rows = _compute(path, names, by, periods)
    if not rows:
        raise refusal("sealed.no_values").in_file(path.name)
    return SampleFigures(sha256, tuple(names), rows)


def _check_file(path: Path) -> tuple[int, int]:
    """The span of a file in normal form that has values."""
    file = SamplesFile(path)
    try:
        file.check()
    finally:
        file.close()
    earliest, latest = file.head.earliest, file.head.latest
    if not file.has_values or earliest is None or latest is None:
        raise refusal("sealed.no_values").in_file(path.name)
    return earliest, latest


def _compute(path: Path, names: Sequence[str], by: Part, periods: Sequence[Period]) -> tuple[PlaceFigures, ...]:
    query = express_figures(_SAMPLES, names, by=by, periods=periods)
    settings: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    with TemporaryDirectory() as room, duckdb.connect(config={"temp_directory": room, **settings}) as database:
        try:
            database.from_parquet(str(path)).create_view(_SAMPLES.get_name())
            found = database.sql(ibis.to_sql(query, dialect="duckdb")).to_arrow_table().to_pylist()
        except duckdb.Error as error:
            raise refusal("file.damaged", reason=type(error).__name__).in_file(path.name) from None
    return tuple(_read_row(row, names, periods) for row in found)


def express_figures(samples: Any, names: Sequence[str], *, by: Part, periods: Sequence[Period]) -> Any:
    """The expression: one row for each place and period with values, in order."""
    parts = ("service",) if by == "service" else ("service", by)
    valued = samples.filter(samples[VALUE].notnull())
    value = valued[VALUE]
    shares = [check_figure(name) for name in names]
    ranks = [ibis.literal(Decimal(share.numerator) / share.denominator, _SHARE) for share in shares if share]
    plain = {"mean": ("sum", value.sum), "min": ("min", value.min), "max": ("max", value.max)}
    # What nobody asked for is not reckoned: a sum and two bounds took a fifth of the query's time.
    taken = {plain[name][0]: plain[name][1]() for name in dict.fromkeys(names) if name in plain}
    if ranks:
        taken["ranks"] = _take_ranks(value, ibis.array(ranks))
    place = [valued[name] for name in parts]
    period = _find_period(valued["at"], [period.start for period in periods])
    return (
        valued.group_by(*place, period.name("period"))
        .aggregate(count=valued.count(), **taken)
        .order_by(*parts, "period")
    )


def _find_period(at: Any, starts: Sequence[int], first: int = 0) -> Any:
    """The number of the period that holds an instant: a binary search, since one look at each bound would take long."""
    if len(starts) == 1:
        return ibis.literal(first, "int32")
    middle = len(starts) // 2
    before = _find_period(at, starts[:middle], first)
    return (at < starts[middle]).ifelse(before, _find_period(at, starts[middle:], first + middle))


def _read_row(row: dict[str, Any], names: Sequence[str], periods: Sequence[Period]) -> PlaceFigures:
    ranks = iter(row.get("ranks", ()))
    count = row["count"]
    known: dict[str, Any] = {name: row[name] for name in ("count", "min", "max") if name in row}
    if "sum" in row:
        known["mean"] = Fraction(row["sum"]) / count
    figures = tuple(Fraction(known[name] if name in known else next(ranks)) for name in names)
    place = Place(row["service"], row.get("instance", ""), row.get("site", ""))
    return PlaceFigures(place, periods[row["period"]], count, figures)
