"""`serval intake seal`: evidence read once, with all checks, and kept in normal form as one Parquet file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serval.engine.errors import Problem
from serval.engine.zones import get_zone
from serval.intake.evidence import read_items
from serval.intake.mapping import TICKET_LAYOUTS, Mapping
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.site.cli.inputs import InputError, find_mapping
from serval.site.cli.options import SkipBadOption
from serval.site.cli.progress import show_progress
from serval.site.cli.views.console import open_console
from serval.site.cli.views.notes import note_left_out
from serval.site.cli.views.written import show_size


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "seal",
        help=_(
            "Read tickets or samples once, with all checks, and keep them in normal form as one Parquet file. Commands "
            "read it by --tickets or --samples, without a mapping and many times faster."
        ),
        epilog=_("Example: serval intake seal log.csv --mapping map.yaml --out log.sealed.parquet"),
    )(seal)


def seal(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=mark("Files of one kind: tickets, or samples of probes."))
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="SEALED.parquet", help=mark("Where to write; no file there is replaced."))
    ],
    mapping: Annotated[
        str, typer.Option("--mapping", metavar="MAP", help=mark("Mapping file, or a preset, that reads these files."))
    ],
    zone: Annotated[
        str,
        typer.Option(
            "--zone", metavar="ZONE", help=mark("Zone of the times, such as Asia/Shanghai, where the mapping has none.")
        ),
    ] = "",
    skip_bad: SkipBadOption = False,
) -> int:
    """Seal and say what was sealed."""
    if out.exists():
        raise InputError(Problem("cli.exists", {"file": str(out)}))
    chosen = _settle_zone(find_mapping(mapping), zone)
    if chosen.layout in TICKET_LAYOUTS:
        _seal_tickets(files, chosen, out, skip_bad=skip_bad)
    elif chosen.layout == "samples":
        _seal_samples(files, chosen, out, skip_bad=skip_bad)
    else:
        raise InputError(Problem("cli.seal_layout", {"value": mapping, "layout": chosen.layout}))
    return 0


def _settle_zone(mapping: Mapping, zone: str) -> Mapping:
    """The mapping with a zone named on the command line, in place of one that it only assumes."""
    if not zone:
        return mapping
    if not mapping.timezone_assumed and zone != mapping.timezone:
        raise InputError(Problem("cli.zone_settled", {"value": zone, "zone": mapping.timezone}))
    return mapping.model_copy(update={"timezone": get_zone(zone).key, "timezone_assumed": False})


def _seal_tickets(files: list[Path], mapping: Mapping, out: Path, *, skip_bad: bool) -> None:
    # pyarrow takes longer to load than it takes to refuse a wrong command.
    from serval.intake.sealed.facts import seal_tickets

    with show_progress(_("Reading")) as progress:
        sealed = seal_tickets(read_items(files, mapping, skip_bad=skip_bad, progress=progress), out)
    console = open_console()
    text = _("{items} items with {facts} facts, out of {rows} rows, sealed in {file} ({size}).")
    report, size = sealed.report, show_size(sealed.size)
    line = text.format(items=report.items, facts=sealed.facts, rows=report.rows, file=out, size=size)
    console.print(line, soft_wrap=True)
    for note in note_left_out(report):
        console.print(note, soft_wrap=True)


def _seal_samples(files: list[Path], mapping: Mapping, out: Path, *, skip_bad: bool) -> None:
    from serval.intake.sealed.samples import seal_samples

    with show_progress(_("Reading")) as progress:
        reports = seal_samples([(file, mapping) for file in files], out, skip_bad=skip_bad, progress=progress)
    console = open_console()
    text = _("{samples} samples, out of {rows} rows, sealed in {file} ({size}).")
    rows, samples = sum(report.rows for report in reports), sum(report.records for report in reports)
    console.print(text.format(samples=samples, rows=rows, file=out, size=show_size(out.stat().st_size)), soft_wrap=True)
    for report in reports:
        for note in note_left_out(report):
            console.print(note, soft_wrap=True)
