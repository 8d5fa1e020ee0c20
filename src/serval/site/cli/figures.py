"""`serval intake figures`: exact percentiles and means of what sealed samples measured, to read or as evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serval.engine.canonical import write_exact
from serval.engine.errors import Problem
from serval.engine.instants import format_instant
from serval.engine.periods import PeriodKind, parse_period_kind
from serval.engine.zones import get_zone
from serval.intake.sealed.head import is_sealed
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.reporting.measures import Measured, write_measures
from serval.site.cli.documents import write_document
from serval.site.cli.inputs import InputError
from serval.site.cli.options import JsonOption
from serval.site.cli.views.console import open_console
from serval.site.cli.views.figures import print_figures

if TYPE_CHECKING:
    from serval.intake.sealed.sample_figures import Part, PlaceFigures, SampleFigures

PARTS: tuple[Part, ...] = ("service", "instance", "site")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "figures",
        help=_(
            "Exact percentiles and means of the values in sealed samples, for each service and period; with --measure "
            "they are written as evidence that evaluate reads."
        ),
        epilog=_("Example: serval intake figures checks.sealed.parquet --zone Asia/Shanghai --value p95"),
    )(figures)


def figures(
    file: Annotated[Path, typer.Argument(metavar="SEALED.parquet", help=mark("Samples sealed with their values."))],
    zone: Annotated[
        str, typer.Option("--zone", metavar="ZONE", help=mark("Zone of the periods, such as Asia/Shanghai."))
    ],
    value: Annotated[
        list[str],
        typer.Option(
            "--value",
            metavar="p95",
            help=mark("Figure to show: p95, p99.9, mean, min, max or count. May be given several times."),
        ),
    ] = [],
    by: Annotated[
        str, typer.Option("--by", metavar="PART", help=mark("A line for each service, instance or site."))
    ] = "service",
    period: Annotated[
        str, typer.Option("--period", metavar="KIND", help=mark("day, month, quarter or year."))
    ] = "month",
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help=mark("Name in the terms of the measure to write."))
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="OUT.csv", help=mark("Write the measures to this file."))
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Compute, print, and write."""
    _check_measure(measure, out, value)
    part, kind, area = _read_part(by), _read_kind(period), get_zone(zone)
    if not is_sealed(file):
        raise InputError(Problem("cli.not_sealed" if file.is_file() else "file.not_found", {"file": str(file)}))
    # Ibis takes longer to load than it takes to refuse a wrong command.
    from serval.intake.sealed.sample_figures import USUAL_FIGURES, compute_figures

    found = compute_figures(file, value or USUAL_FIGURES, by=part, kind=kind, zone=area)
    if as_json:
        write_document(_write_figures(file, found, zone=area.key, by=by, period=period))
    else:
        print_figures(found, part)
    if out is not None:
        write_measures(out, [_measure(row, measure, file, found) for row in found.rows])
        if not as_json:
            open_console().print(_("Measures written to {file}.").format(file=out), soft_wrap=True)
    return 0


def _check_measure(measure: str, out: Path | None, names: list[str]) -> None:
    """A measure has a name, a file that is not there yet, and one figure."""
    if bool(measure) != (out is not None) or (measure and len(names) != 1):
        raise InputError(Problem("cli.figures_measure"))
    if out is not None and out.exists():
        raise InputError(Problem("cli.exists", {"file": str(out)}))


def _read_part(text: str) -> Part:
    part = next((one for one in PARTS if one == text), None)
    if part is None:
        raise InputError(Problem("cli.figures_by", {"value": text}))
    return part


def _read_kind(text: str) -> PeriodKind | None:
    """The kind of period, None for days."""
    kind = parse_period_kind(text)
    if text != "day" and (kind is None or kind.name not in ("month", "quarter", "year")):
        raise InputError(Problem("cli.figures_period", {"value": text}))
    return kind


def _measure(row: PlaceFigures, name: str, file: Path, found: SampleFigures) -> Measured:
    place = row.place
    subject = (
        place.service + (f"/{place.instance}" if place.instance else "") + (f"@{place.site}" if place.site else "")
    )
    evidence = f"{file.name} sha256:{found.sha256} {found.names[0]} {row.period.label}"
    return Measured(name, row.period.start, row.figures[0], subject, evidence)


def _write_figures(file: Path, found: SampleFigures, *, zone: str, by: str, period: str) -> dict[str, Any]:
    """Figures as data, each an exact fraction."""
    return {
        "file": file.name,
        "sha256": found.sha256,
        "zone": zone,
        "by": by,
        "period": period,
        "figures": [
            {
                "service": row.place.service,
                **({by: getattr(row.place, by)} if by != "service" else {}),
                "period": row.period.label,
                "start": format_instant(row.period.start),
                "end": format_instant(row.period.end),
                "values": row.count,
                **{name: write_exact(figure) for name, figure in zip(found.names, row.figures, strict=True)},
            }
            for row in found.rows
        ],
    }
