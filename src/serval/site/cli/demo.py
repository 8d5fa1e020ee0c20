"""`serval demo`: a real incident log and real uptime checks, judged by made-up agreements, and what to try next."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from serval.engine.records import MeasureEntry
from serval.engine.verdicts import Range
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.site.cli.comparison import Downtime, MeasuredDowntime, compare_downtime, find_day, sum_reported
from serval.site.cli.evaluate import evaluate, find_now, judge_evidence
from serval.site.cli.explain import explain
from serval.site.cli.inputs import load_versions
from serval.site.cli.sources import Evidence, Sources
from serval.site.cli.views.comparison import print_comparison
from serval.site.cli.views.console import open_console

DEMO_ITEM = "INC0030920"
DEMO_OBJECTIVE = "availability"
FIRST_DAY, LAST_DAY = "2026-03-01", "2026-05-31"
"""The three months with most outages; the comparison takes all days."""
DEMO_SERVICE, DEMO_MONTH = "Solawi Hall BestellWizard", "2026-03"
"""The service whose outages to look at next: the page has ten days there which the checks have not."""
REPORT_MONTH = "2016-04"
"""The month to make a report of: it has an earlier one to be compared with."""
CHECK_INTERVAL = 3600
"""Seconds; the checks run every 5 to 60 minutes."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "demo",
        help=_("Judge a real incident log and real uptime checks that come along, and explain one item."),
        epilog=_("Example: serval demo --lang zh"),
    )(demo)


def demo() -> int:
    """Both scorecards and the comparison. The exit code is 0: a breach in the sample is no failure of the demo."""
    console = open_console()
    with as_file(files("serval.site").joinpath("sample")) as folder:
        shown = folder if not folder.is_relative_to(folder.cwd()) else folder.relative_to(folder.cwd())
        log_credit, checks_credit = read_attribution(folder, current_language())
        _show_incidents(console, shown)
        console.print(log_credit, style="quiet")
        console.print()
        console.print(_("Next, another organisation: a hoster's uptime checks. They have nothing to do with that log."))
        console.print()
        _show_uptime(console, shown)
        console.print(checks_credit, style="quiet")
        _show_next(console, shown)
    return 0


def _show_incidents(console: Console, folder: Path) -> None:
    terms, log, mapping = folder / "terms.yaml", folder / "incidents.csv.gz", folder / "mapping.yaml"
    command = f"{terms} --tickets {log} --mapping {mapping}"
    _print_command(console, f"serval evaluate {command}")
    evaluate([terms], tickets=[log], mapping=[str(mapping)])
    console.print()
    _print_command(console, f"serval explain {command} --item {DEMO_ITEM}")
    explain([terms], tickets=[log], mapping=[str(mapping)], item=DEMO_ITEM)


def _show_uptime(console: Console, folder: Path) -> None:
    terms, checks, mapping = folder / "uptime.terms.yaml", folder / "uptime.csv.gz", folder / "uptime.mapping.yaml"
    command = f"{terms} --samples {checks} --mapping {mapping}"
    _print_command(console, f"serval evaluate {command} --from {FIRST_DAY} --to {LAST_DAY}")
    evaluate([terms], samples=[checks], mapping=[str(mapping)], from_=FIRST_DAY, to=LAST_DAY)
    console.print()
    page = {"measures": [folder / "uptime-page.csv"]}
    reported = Evidence(Sources(records=page, mappings=[str(folder / "uptime-page.mapping.yaml")]), skip_bad=False)
    sources = Sources(records={"samples": [checks]}, mappings=[str(mapping)])
    show_comparison(terms, DEMO_OBJECTIVE, Evidence(sources, skip_bad=False), reported.records.measures)


def show_comparison(
    terms: Path, objective: str, checks: Evidence, reported: tuple[MeasureEntry, ...]
) -> tuple[Downtime, ...]:
    """Judge all checks and print the minutes down of every service beside those reported for the same days.

    objective  the one whose outages count, a promise per service
    """
    agreement = load_versions([terms])
    now = find_now(None, checks)
    asked = Range(agreement.start if checks.earliest is None else checks.earliest, now, running=True)
    measured = MeasuredDowntime(objective, agreement.zone)
    judge_evidence(agreement, checks, asked, now, measured.take)
    first, last = find_day(asked.start, agreement.zone), find_day(now, agreement.zone)
    meant = [entry for entry in reported if first <= find_day(entry.at, agreement.zone) <= last]
    figures = compare_downtime(measured.seconds, sum_reported(meant, agreement.zone))
    print_comparison(figures, first, last, interval=CHECK_INTERVAL)
    return figures


def _print_command(console: Console, command: str) -> None:
    console.print(Text(f"$ {command}", style="quiet"), soft_wrap=True)


def read_attribution(folder: Path, language: str) -> tuple[str, str]:
    """Where the log and the checks come from, in the language of the demo."""
    name = "ATTRIBUTION.zh.txt" if language.startswith("zh") else "ATTRIBUTION.txt"
    log, checks = (folder / name).read_text(encoding="utf-8").strip().split("\n\n")
    return log, checks


def _show_next(console: Console, folder: Path) -> None:
    log = (
        f"serval evaluate {folder / 'terms.yaml'} --tickets {folder / 'incidents.csv.gz'} "
        f"--mapping {folder / 'mapping.yaml'} --period {REPORT_MONTH} --out report.pdf"
    )
    uptime = (
        f"serval explain {folder / 'uptime.terms.yaml'} --samples {folder / 'uptime.csv.gz'} "
        f'--mapping {folder / "uptime.mapping.yaml"} --service "{DEMO_SERVICE}" --period {DEMO_MONTH}'
    )
    console.print()
    console.print(Text(_("Try next:"), style="head"))
    for line in (
        _("{command}      a report to send").format(command=log),
        _("{command}      each outage with start and end").format(command=uptime),
        _("serval intake sniff YOUR_EXPORT.xlsx      proposes how to read a file of yours"),
        _("serval terms show {terms}      the promises in words").format(terms=folder / "terms.yaml"),
        _("serval calendar show --calendar FILE      the hours of a month"),
        _("serval evaluate --help      everything else"),
    ):
        console.print("  " + line, soft_wrap=True)
