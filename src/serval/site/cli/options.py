"""Options that several commands share: terms, evidence files with their mappings, holidays."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serval.reporting.catalogue import mark

VersionsArgument = Annotated[
    list[Path],
    typer.Argument(metavar="TERMS", help=mark("Terms of the agreement (YAML or JSON), and their amendments.")),
]
TermsArgument = Annotated[Path, typer.Argument(metavar="TERMS", help=mark("Terms of the agreement (YAML or JSON)."))]
EVIDENCE = mark("Evidence")


def _file_option(name: str, help_text: str) -> object:
    return typer.Option(name, metavar="FILE", help=help_text, rich_help_panel=EVIDENCE)


TicketsOption = Annotated[
    list[Path],
    _file_option("--tickets", mark("Event log or ticket list: CSV, XLSX, Parquet, zip or gz. May be repeated.")),
]
SamplesOption = Annotated[list[Path], _file_option("--samples", mark("Samples of probes or uptime checks."))]
OutagesOption = Annotated[list[Path], _file_option("--outages", mark("Recorded outages."))]
ExclusionsOption = Annotated[
    list[Path], _file_option("--exclusions", mark("What does not count, why, and who approved it."))
]
MeasuresOption = Annotated[list[Path], _file_option("--measures", mark("Figures such as answer rates."))]
SurveysOption = Annotated[list[Path], _file_option("--surveys", mark("Survey answers."))]
ObligationsOption = Annotated[list[Path], _file_option("--obligations", mark("What was owed by when, and done when."))]
OccurrencesOption = Annotated[
    list[Path], _file_option("--occurrences", mark("What happened and costs points each time."))
]
ClaimsOption = Annotated[
    list[Path], _file_option("--claims", mark("When scorecards were published and credits claimed."))
]
MappingOption = Annotated[
    list[str],
    typer.Option(
        "--mapping",
        metavar="MAP",
        help=mark(
            "Mapping file, or a preset named by `serval intake presets`. May be repeated; each file takes the one "
            "that fits it, and files other than tickets need none when their columns have the usual names."
        ),
        rich_help_panel=EVIDENCE,
    ),
]
HolidaysOption = Annotated[
    list[str],
    typer.Option(
        "--holidays",
        metavar="REGION=FILE.ics",
        help=mark("Take the holidays of a region from an iCalendar file: CN=holidays.ics."),
    ),
]
SkipBadOption = Annotated[
    bool, typer.Option("--skip-bad", help=mark("Go on without rows that cannot be read; the result says how many."))
]
AsOfOption = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help=mark(
            "Up to when the evidence is complete: a date (its end), a local time of the agreement, or an instant with "
            "its offset. Default: its last entry."
        ),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=mark("Print JSON instead of a table."))]


PeriodOption = Annotated[
    str, typer.Option("--period", metavar="2026-05", help=mark("Only one period: 2026-05, 2026-Q2 or 2026."))
]
FromOption = Annotated[
    str, typer.Option("--from", metavar="DATE", help=mark("First day; periods that close by --to are judged."))
]
ToOption = Annotated[str, typer.Option("--to", metavar="DATE", help=mark("Last day."))]
LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="OUT.csv|parquet", help=mark("Write the ledger to OUT.csv or OUT.parquet.")),
]
BesideOption = Annotated[
    Path | None,
    typer.Option(
        "--beside",
        metavar="FIRST.json",
        help=mark("Show what differs from a scorecard saved earlier with --json, in words and money."),
    ),
]
AllOption = Annotated[
    bool, typer.Option("--all", help=mark("List every verdict and every line, however many there are."))
]
