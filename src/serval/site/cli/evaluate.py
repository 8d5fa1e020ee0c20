"""`serval evaluate`: judge evidence by terms, settle what follows, and show the scorecard."""

from __future__ import annotations

from pathlib import Path

import typer

from serval.engine.errors import Problem
from serval.engine.terms import Agreement
from serval.engine.verdicts import Judge, Range, Scorecard
from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.settlement import settle_scorecard
from serval.reporting.catalogue import translate as _
from serval.reporting.ledgers import open_ledger
from serval.site.cli.documents import scorecard_output, write_document
from serval.site.cli.doubts import Doubts
from serval.site.cli.granted import GrantedOption, read_granted
from serval.site.cli.inputs import InputError, load_versions, parse_day, parse_period, read_until
from serval.site.cli.options import (
    AllOption,
    AsOfOption,
    BesideOption,
    ClaimsOption,
    ExclusionsOption,
    FromOption,
    HolidaysOption,
    JsonOption,
    LedgerOption,
    MappingOption,
    MeasuresOption,
    ObligationsOption,
    OccurrencesOption,
    OutagesOption,
    PeriodOption,
    SamplesOption,
    SkipBadOption,
    SurveysOption,
    TicketsOption,
    ToOption,
    VersionsArgument,
)
from serval.site.cli.restated import Beside
from serval.site.cli.sources import RECORD_OPTIONS, Evidence, Sources
from serval.site.cli.unused import list_unused
from serval.site.cli.views.notes import list_notes
from serval.site.cli.views.restatement import print_restatement
from serval.site.cli.views.scorecard import print_scorecard
from serval.site.cli.views.statement import print_statements

ALL_MET, BREACHED, CANNOT_JUDGE = 0, 1, 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "evaluate",
        help=_("Judge evidence by terms and show the scorecard. Exit code: 0 all met, 1 breached, 2 cannot judge."),
        epilog=_("Example: serval evaluate terms.yaml --tickets log.csv --mapping map.yaml --period 2026-05"),
    )(evaluate)


def evaluate(
    terms: VersionsArgument,
    tickets: TicketsOption = [],
    samples: SamplesOption = [],
    outages: OutagesOption = [],
    exclusions: ExclusionsOption = [],
    measures: MeasuresOption = [],
    surveys: SurveysOption = [],
    obligations: ObligationsOption = [],
    occurrences: OccurrencesOption = [],
    claims: ClaimsOption = [],
    mapping: MappingOption = [],
    period: PeriodOption = "",
    from_: FromOption = "",
    to: ToOption = "",
    as_of: AsOfOption = "",
    ledger: LedgerOption = None,
    granted: GrantedOption = [],
    beside: BesideOption = None,
    holidays: HolidaysOption = [],
    skip_bad: SkipBadOption = False,
    show_all: AllOption = False,
    as_json: JsonOption = False,
) -> int:
    """Judge and print; the exit code says the outcome."""
    agreement = load_versions(terms, holidays)
    given = (samples, outages, exclusions, measures, surveys, obligations, occurrences, claims)
    sources = Sources(tickets, dict(zip(RECORD_OPTIONS, given, strict=True)), mapping)
    days = read_days(agreement, period, from_, to)
    until = read_until(as_of, agreement)
    before = read_granted(granted, agreement)
    _check_ledger(ledger, [*terms, *sources.paths])
    is_amended = any(version.terms.amendment for version in agreement.versions)
    unrestated = load_versions(terms, holidays, restate=False) if is_amended else agreement
    first = Beside(beside, unrestated, before)
    with open_ledger(ledger) as sink:
        evidence = Evidence(sources, skip_bad=skip_bad, zone=agreement.zone.key)
        now = find_now(until, evidence)
        asked = find_range(agreement, evidence, now, days)
        doubts = Doubts(sink)
        scorecard = judge_evidence(agreement, evidence, asked, now, doubts.take, first)
    statements = settle_scorecard(scorecard, evidence.records, asked, granted_before=before)
    difference = first.compare(scorecard, statements, evidence.records, asked)
    unused = list_unused(agreement, evidence.records)
    if as_json:
        write_document(scorecard_output(scorecard, statements, difference, evidence, unused))
    else:
        notes = list_notes(scorecard, evidence.ticket_report, evidence.record_reports, unused=unused, doubts=doubts)
        print_scorecard(scorecard, notes, ledger=ledger, show_all=show_all)
        print_statements(statements, scorecard, show_all=show_all)
        print_restatement(difference)
    return choose_exit(scorecard)


def judge_evidence(
    agreement: Agreement,
    evidence: Evidence,
    asked: Range,
    now: int,
    sink: LedgerSink = drop_row,
    beside: Beside | None = None,
) -> Scorecard:
    """Judge all evidence, and beside it, in the same pass, what was first in force where a version is backdated."""
    judge = Judge(agreement, asked, now=now, sink=sink, records=evidence.records)
    first = beside.open_judge(asked, now, evidence.records) if beside else None
    for item in evidence.items(_("Judging")):
        judge.take(item)
        if first is not None:
            first.take(item)
    if first is not None and beside is not None:
        beside.first = first.finish()
    return judge.finish()


def find_now(given: int | None, evidence: Evidence) -> int:
    """The instant given, else the last one the evidence speaks of. Raises InputError `cli.no_evidence`."""
    if evidence.latest is None:
        raise InputError(Problem("cli.no_evidence"))
    return evidence.latest if given is None else given


def _check_ledger(ledger: Path | None, read: list[Path]) -> None:
    """A ledger may replace an older ledger, never what is being judged."""
    if ledger is not None and any(ledger.resolve() == path.resolve() for path in read):
        raise InputError(Problem("cli.exists", {"file": str(ledger)}))


def read_days(agreement: Agreement, period: str, first: str, last: str) -> tuple[int | None, int | None]:
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


def find_range(agreement: Agreement, evidence: Evidence, now: int, days: tuple[int | None, int | None]) -> Range:
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
