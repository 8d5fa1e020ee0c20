"""`serval evaluate`: judge evidence by terms and show the scorecard."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from serval.engine.errors import Problem
from serval.engine.instants import format_instant, parse_instant
from serval.engine.terms import Agreement
from serval.engine.verdicts import Judge, Scorecard, scorecard_document
from serval.engine.verdicts.bench import Range
from serval.intake.evidence import IntakeReport
from serval.reporting.catalogue import translate as _
from serval.reporting.ledgers import open_ledger
from serval.site.cli.inputs import Evidence, InputError, find_mapping, load_agreement, parse_day, parse_period
from serval.site.cli.views.scorecard import print_scorecard

ALL_MET, BREACHED, CANNOT_JUDGE = 0, 1, 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "evaluate",
        help=_("Judge evidence by terms and show the scorecard. Exit code: 0 all met, 1 breached, 2 cannot judge."),
        epilog=_("Example: serval evaluate terms.yaml --tickets log.csv --mapping map.yaml --period 2026-05"),
    )(evaluate)


TermsArgument = Annotated[Path, typer.Argument(metavar="TERMS", help=_("Terms of the agreement (YAML or JSON)."))]
TicketsOption = Annotated[
    list[Path],
    typer.Option("--tickets", help=_("Event log or ticket list: CSV, XLSX, Parquet, zip or gz. May be repeated.")),
]
MappingOption = Annotated[
    str, typer.Option("--mapping", help=_("Mapping file, or a preset named by `serval intake presets`."))
]
HolidaysOption = Annotated[
    list[str], typer.Option("--holidays", help=_("REGION=FILE.ics: take the holidays of a region from iCalendar."))
]
SkipBadOption = Annotated[
    bool, typer.Option("--skip-bad", help=_("Go on without rows that cannot be read; the result says how many."))
]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help=_("Instant up to which the evidence is complete. Default: its last entry."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON instead of a table."))]


def evaluate(
    terms: TermsArgument,
    tickets: TicketsOption,
    mapping: MappingOption,
    period: Annotated[str, typer.Option("--period", help=_("Judge one period: 2026-05, 2026-Q2 or 2026."))] = "",
    from_: Annotated[str, typer.Option("--from", help=_("First day; periods that close by --to are judged."))] = "",
    to: Annotated[str, typer.Option("--to", help=_("Last day."))] = "",
    as_of: AsOfOption = "",
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help=_("Write the ledger to OUT.csv or OUT.parquet."))
    ] = None,
    holidays: HolidaysOption = [],  # noqa: B006 (Typer needs a plain default)
    skip_bad: SkipBadOption = False,
    as_json: JsonOption = False,
) -> int:
    """Judge and print; the exit code says the outcome."""
    agreement = load_agreement(terms, holidays)
    evidence = Evidence(tickets, find_mapping(mapping), skip_bad=skip_bad, quiet=as_json)
    now = find_now(as_of, evidence)
    asked = _find_range(agreement, evidence, now, period, from_, to)
    with open_ledger(ledger) as sink:
        judge = Judge(agreement, asked, now=now, sink=sink)
        for item in evidence.items():
            judge.take(item)
        scorecard = judge.finish()
    if as_json:
        document = {**scorecard_document(scorecard), "intake": intake_document(evidence.file.report)}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        print_scorecard(scorecard, evidence.file.report, ledger=ledger)
    return choose_exit(scorecard)


def find_now(as_of: str, evidence: Evidence) -> int:
    """The instant given, else the last one the evidence speaks of. Raises InputError `cli.no_evidence`."""
    if as_of:
        return parse_instant(as_of)
    if evidence.latest is None:
        raise InputError(Problem("cli.no_evidence"))
    return evidence.latest


def _find_range(agreement: Agreement, evidence: Evidence, now: int, period: str, first: str, last: str) -> Range:
    if period and (first or last):
        raise InputError(Problem("cli.period_or_days"))
    if period:
        return Range(*parse_period(period, agreement))
    start = parse_day(first, agreement) if first else max(agreement.start, evidence.earliest or agreement.start)
    if last:
        asked = Range(start, parse_day(last, agreement, after=True))
    else:
        asked = Range(start, max(now, start + 1), running=True)
    if asked.end <= asked.start:
        raise InputError(Problem("cli.days_backwards", {"first": first, "last": last}))
    return asked


def choose_exit(scorecard: Scorecard) -> int:
    """0 when everything that has data is met, 1 when something is breached, 2 when nothing could be judged."""
    if scorecard.is_breached:
        return BREACHED
    return ALL_MET if any(verdict.outcome == "met" for verdict in scorecard.verdicts) else CANNOT_JUDGE


def intake_document(report: IntakeReport) -> dict[str, Any]:
    """What was read, as plain data."""
    return {
        "rows": report.rows,
        "items": report.items,
        "badRows": report.bad_rows,
        "leftOut": report.skipped,
        "duplicatesDropped": report.duplicates_dropped,
        "repeatedHeaders": report.repeated_headers,
        "encodings": report.encodings,
        "rowsPerFile": report.rows_per_file,
        "timezone": report.timezone,
        "timezoneAssumed": report.timezone_assumed,
        "pausesKnown": report.pauses_known,
        "first": None if report.first is None else format_instant(report.first),
        "last": None if report.last is None else format_instant(report.last),
    }
