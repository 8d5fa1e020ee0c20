"""`serval evaluate`: judge evidence by terms and show the scorecard."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from serval.engine.errors import Problem
from serval.engine.instants import format_instant, parse_instant
from serval.engine.terms import Agreement
from serval.engine.verdicts import Judge, Range, Scorecard, scorecard_document
from serval.intake.evidence import IntakeReport
from serval.reporting.catalogue import mark
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


TermsArgument = Annotated[Path, typer.Argument(metavar="TERMS", help=mark("Terms of the agreement (YAML or JSON)."))]
TicketsOption = Annotated[
    list[Path],
    typer.Option(
        "--tickets",
        metavar="FILE",
        help=mark("Event log or ticket list: CSV, XLSX, Parquet, zip or gz. May be repeated."),
    ),
]
MappingOption = Annotated[
    str,
    typer.Option("--mapping", metavar="MAP", help=mark("Mapping file, or a preset named by `serval intake presets`.")),
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
        metavar="INSTANT",
        help=mark("Instant up to which the evidence is complete. Default: its last entry."),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=mark("Print JSON instead of a table."))]


def evaluate(
    terms: TermsArgument,
    tickets: TicketsOption,
    mapping: MappingOption,
    period: Annotated[
        str, typer.Option("--period", metavar="2026-05", help=mark("Judge one period: 2026-05, 2026-Q2 or 2026."))
    ] = "",
    from_: Annotated[
        str, typer.Option("--from", metavar="DATE", help=mark("First day; periods that close by --to are judged."))
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help=mark("Last day."))] = "",
    as_of: AsOfOption = "",
    ledger: Annotated[
        Path | None,
        typer.Option("--ledger", metavar="OUT.csv|parquet", help=mark("Write the ledger to OUT.csv or OUT.parquet.")),
    ] = None,
    holidays: HolidaysOption = [],  # noqa: B006 (Typer needs a plain default)
    skip_bad: SkipBadOption = False,
    as_json: JsonOption = False,
) -> int:
    """Judge and print; the exit code says the outcome."""
    agreement = load_agreement(terms, holidays)
    chosen = find_mapping(mapping)
    days = _read_days(agreement, period, from_, to)
    until = parse_instant(as_of) if as_of else None
    _check_ledger(ledger, [terms, Path(mapping), *tickets])
    with open_ledger(ledger) as sink:
        evidence = Evidence(tickets, chosen, skip_bad=skip_bad)
        now = find_now(until, evidence)
        judge = Judge(agreement, _find_range(agreement, evidence, now, days), now=now, sink=sink)
        for item in evidence.items(_("Judging")):
            judge.take(item)
        scorecard = judge.finish()
    if as_json:
        document = {**scorecard_document(scorecard), "intake": intake_document(evidence.file.report)}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        print_scorecard(scorecard, evidence.file.report, ledger=ledger)
    return choose_exit(scorecard)


def find_now(given: int | None, evidence: Evidence) -> int:
    """The instant given, else the last one the evidence speaks of. Raises InputError `cli.no_evidence`."""
    if evidence.latest is None:
        raise InputError(Problem("cli.no_evidence"))
    return evidence.latest if given is None else given


def _check_ledger(ledger: Path | None, read: Sequence[Path]) -> None:
    """A ledger may replace an older ledger, never what is being judged."""
    if ledger is not None and any(ledger.resolve() == path.resolve() for path in read):
        raise InputError(Problem("cli.exists", {"file": str(ledger)}))


def _read_days(agreement: Agreement, period: str, first: str, last: str) -> tuple[int | None, int | None]:
    """The bounds asked for, as far as any are: wrong ones are refused before hours are spent on reading."""
    if period and (first or last):
        raise InputError(Problem("cli.period_or_days"))
    if period:
        return parse_period(period, agreement)
    start = parse_day(first, agreement) if first else None
    end = parse_day(last, agreement, after=True) if last else None
    if start is not None and end is not None and end <= start:
        raise InputError(Problem("cli.days_backwards", {"first": first, "last": last}))
    return start, end


def _find_range(agreement: Agreement, evidence: Evidence, now: int, days: tuple[int | None, int | None]) -> Range:
    """What was asked for, else everything from the first evidence under these terms to the last."""
    start, end = days
    if start is None:
        start = max(agreement.start, agreement.start if evidence.earliest is None else evidence.earliest)
    if end is None:
        return Range(start, max(now, start + 1), running=True)
    return Range(start, max(end, start))


def choose_exit(scorecard: Scorecard) -> int:
    """0 when everything that has data is met, 1 when something is breached, 2 when something could not be judged."""
    outcomes = {verdict.outcome for verdict in scorecard.verdicts}
    if "breached" in outcomes:
        return BREACHED
    return ALL_MET if "met" in outcomes and "refused" not in outcomes else CANNOT_JUDGE


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
