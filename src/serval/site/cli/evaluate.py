"""`serval evaluate`: judge evidence by terms, settle what follows, and show the scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import typer

from serval.engine.columns.facts import FactColumns
from serval.engine.errors import Problem
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, Scorecard
from serval.engine.verdicts.column_sinks import takes_columns
from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.settlement import settle_scorecard
from serval.reporting.catalogue import translate as _
from serval.reporting.ledgers import open_ledger
from serval.site.cli.answer import Answer, Question
from serval.site.cli.documents import write_document
from serval.site.cli.doubts import Doubts
from serval.site.cli.granted import GrantedOption, read_granted
from serval.site.cli.inputs import InputError, find_holiday_file, load_versions, parse_day, parse_period, read_until
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
from serval.site.cli.report_files import CreatedOption, OutOption, check_outputs, open_reports, read_created
from serval.site.cli.restated import Beside
from serval.site.cli.sources import RECORD_OPTIONS, Evidence, Sources
from serval.site.cli.unused import list_unused
from serval.site.cli.views.restatement import print_restatement
from serval.site.cli.views.scorecard import print_scorecard
from serval.site.cli.views.statement import print_statements
from serval.site.cli.views.written import print_written

if TYPE_CHECKING:
    from serval.reporting.report.drawing import Drawing

ALL_MET, BREACHED, CANNOT_JUDGE = 0, 1, 2

JUDGING_THREADS = 2
"""Array arithmetic and hashing run side by side; the rest takes turns, so that more would wait for each other."""


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
    out: OutOption = [],
    created: CreatedOption = "",
    holidays: HolidaysOption = [],
    skip_bad: SkipBadOption = False,
    show_all: AllOption = False,
    as_json: JsonOption = False,
) -> int:
    """Judge and print; the exit code says the outcome."""
    agreement = load_versions(terms, holidays)
    given = (samples, outages, exclusions, measures, surveys, obligations, occurrences, claims)
    question = Question(
        agreement,
        Sources(tickets, dict(zip(RECORD_OPTIONS, given, strict=True)), mapping),
        days=read_days(agreement, period, from_, to),
        until=read_until(as_of, agreement),
        granted=read_granted(granted, agreement),
        skip_bad=skip_bad,
    )
    made_at = read_created(created, agreement)
    others = [path for path in (beside, *map(find_holiday_file, holidays)) if path is not None]
    check_outputs([*out, *([ledger] if ledger else [])], [*terms, *question.sources.paths, *others])
    is_amended = any(version.terms.amendment for version in agreement.versions)
    unrestated = load_versions(terms, holidays, restate=False) if is_amended else agreement
    first = Beside(beside, unrestated, question.granted)
    with open_ledger(ledger) as sink, open_reports(out) as reports:
        answer = find_answer(question, first, sink, is_drawn=reports.are_drawn)
        written = reports.write(answer, made_at)
    if as_json:
        write_document(answer.build_document())
    else:
        print_scorecard(answer.scorecard, answer.notes, ledger=ledger, show_all=show_all)
        print_statements(answer.statements, answer.scorecard, show_all=show_all)
        print_restatement(answer.difference)
        print_written(written)
    return choose_exit(answer.scorecard)


def find_answer(question: Question, first: Beside, sink: LedgerSink, *, is_drawn: bool) -> Answer:
    """Read and judge all evidence in one pass: by these terms, by what was first in force, and for earlier periods.

    is_drawn  whether pictures will be made of it, for which rows are gathered and earlier periods judged
    """
    agreement = question.agreement
    evidence = Evidence(question.sources, skip_bad=question.skip_bad, zone=agreement.zone.key)
    now = find_now(question.until, evidence)
    asked = find_range(agreement, evidence, now, question.days)
    doubts = Doubts(sink)
    first.open_judge(asked, now, evidence.records)
    takers: list[Taker] = [first]
    noted: Doubts | Drawing = doubts
    drawing = _open_drawing(agreement, evidence, asked, now, doubts) if is_drawn else None
    if drawing is not None:
        noted, takers = drawing, [first, drawing]
    # Rows in columns have no order among verdicts, so a sink that wants each row in turn hides that others take them;
    # and the ledger of a log that is not sealed tells all about one item before the next.
    is_unordered = sink is drop_row or (evidence.is_sealed and takes_columns(sink))
    face = noted if is_unordered else noted.__call__
    scorecard = judge_evidence(agreement, evidence, asked, now, face, takers)
    statements = settle_scorecard(scorecard, evidence.records, asked, granted_before=question.granted)
    gathered, trend = drawing.finish(scorecard) if drawing else ({}, {})
    return Answer(
        scorecard=scorecard,
        statements=statements,
        difference=first.compare(scorecard, statements, evidence.records, asked),
        evidence=evidence,
        unused=list_unused(agreement, evidence.records),
        doubts=doubts,
        gathered=gathered,
        trend=trend,
        asked=None if question.days == (None, None) else asked,
    )


def _open_drawing(agreement: Agreement, evidence: Evidence, asked: Range, now: int, doubts: Doubts) -> Drawing:
    # Loaded only where it is wanted: most judgements draw nothing.
    from serval.reporting.report.drawing import Drawing

    earliest = asked.start if evidence.earliest is None else evidence.earliest
    return Drawing(agreement, asked, now=now, earliest=earliest, records=evidence.records, sink=doubts)


class Taker(Protocol):
    """Is handed items after they were judged."""

    def note_columns(self, columns: FactColumns) -> None: ...


def judge_evidence(
    agreement: Agreement,
    evidence: Evidence,
    asked: Range,
    now: int,
    sink: LedgerSink = drop_row,
    takers: Sequence[Taker] = (),
) -> Scorecard:
    """Judge all evidence, tickets in columns, with two threads."""
    # Loaded only where it is wanted: other commands need neither.
    from concurrent.futures import ThreadPoolExecutor

    from serval.engine.columns.judge import ColumnJudge

    with ThreadPoolExecutor(JUDGING_THREADS) as pool:
        judge = ColumnJudge(agreement, asked, now=now, sink=sink, records=evidence.records, spread=pool.map)
        for columns in evidence.columns(_("Judging")):
            judge.take_columns(columns)
            for taker in takers:
                taker.note_columns(columns)
        return judge.finish()


def find_now(given: int | None, evidence: Evidence) -> int:
    """The instant given, else the last one the evidence speaks of. Raises InputError `cli.no_evidence`."""
    if evidence.latest is None:
        raise InputError(Problem("cli.no_evidence"))
    return evidence.latest if given is None else given


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
