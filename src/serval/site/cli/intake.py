"""`serval intake …`: how a file would be read, and evidence that is sealed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from serval.engine.errors import Problem
from serval.intake.mapping.written import dump_mapping
from serval.intake.presets import list_presets, load_preset
from serval.intake.sniff import sniff
from serval.reporting.catalogue import current_language, mark
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences import explain_problem
from serval.site.cli import figures, seal
from serval.site.cli.inputs import InputError
from serval.site.cli.views.console import open_console
from serval.site.cli.views.proposal import print_proposal


def build() -> typer.Typer:
    """The group of commands about files."""
    app = typer.Typer(help=_("Look at evidence files before judging them."), no_args_is_help=True)
    app.command(
        "sniff",
        help=_("Propose a mapping for a file, show ten rows as it would read them and what it doubts."),
        epilog=_("Example: serval intake sniff export.xlsx --out mapping.yaml"),
    )(propose)
    app.command(
        "presets",
        help=_("List the presets for exports of well-known tools."),
        epilog=_("Example: serval intake presets"),
    )(presets)
    seal.register(app)
    figures.register(app)
    return app


def propose(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=mark("CSV, XLSX, Parquet, zip or gz."))],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="MAP", help=mark("Write the proposed mapping to this file."))
    ] = None,
    as_yaml: Annotated[bool, typer.Option("--yaml", help=mark("Print only the mapping."))] = False,
) -> int:
    if out is not None and out.exists():
        raise InputError(Problem("cli.exists", {"file": str(out)}))
    proposal = sniff(file)
    text = dump_mapping(proposal.mapping, proposal.doubts, explain=lambda doubt: "? " + explain_problem(doubt))
    if as_yaml:
        sys.stdout.write(text)
    else:
        print_proposal(file, proposal, text)
    if out is not None:
        out.write_text(text, encoding="utf-8")
        sys.stderr.write(_("Mapping written to {file}.").format(file=out) + "\n")
    return 0


def presets() -> int:
    console = open_console()
    for name in list_presets():
        title = load_preset(name).title
        console.print(f"{name}  {title.zh if current_language() == 'zh' else title.en}", soft_wrap=True)
    return 0
