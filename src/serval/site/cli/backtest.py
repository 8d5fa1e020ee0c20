"""`serval backtest`: past evidence judged by other terms, month by month, and what moving a target would cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from serval.engine.backtest import (
    Backtest,
    Question,
    Span,
    check_question,
    lay_terms,
    read_sweep,
    read_wanted,
)
from serval.engine.backtest.trials import Trials
from serval.engine.dates import find_local_date
from serval.engine.errors import Problem
from serval.engine.terms import Agreement
from serval.engine.terms.model import Terms
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.site.cli.backtest_files import Tested, open_backtests
from serval.site.cli.documents import write_document
from serval.site.cli.evaluate import find_now
from serval.site.cli.inputs import (
    InputError,
    find_holiday_file,
    load_agreement,
    parse_day,
    read_until,
    resolve_holidays,
)
from serval.site.cli.options import (
    AllOption,
    AsOfOption,
    ClaimsOption,
    ExclusionsOption,
    FromOption,
    HolidaysOption,
    JsonOption,
    MappingOption,
    MeasuresOption,
    ObligationsOption,
    OccurrencesOption,
    OutagesOption,
    SamplesOption,
    SkipBadOption,
    SurveysOption,
    TicketsOption,
    ToOption,
)
from serval.site.cli.report_files import CreatedOption, check_outputs, read_created
from serval.site.cli.sources import RECORD_OPTIONS, Evidence, Sources
from serval.site.cli.views.backtest import print_backtest
from serval.site.cli.views.notes import list_reading_notes
from serval.site.cli.views.written import print_written

MOST_TERMS = 2

BacktestArgument = Annotated[
    list[Path],
    typer.Argument(metavar="TERMS_A [TERMS_B]", help=mark("Terms as they are, and terms to set beside them.")),
]
SweepOption = Annotated[
    str,
    typer.Option(
        "--sweep",
        metavar="OBJECTIVE=10m..60m/5m",
        help=mark("Try one target after another for an objective of the last terms: times, percentages or numbers."),
    ),
]
WantedOption = Annotated[
    str,
    typer.Option(
        "--wanted",
        metavar="OBJECTIVE=95%",
        help=mark(
            "Propose the tightest time limit that the history supports; beside --sweep the share alone is enough."
        ),
    ),
]
OutOption = Annotated[
    list[Path],
    typer.Option(
        "--out",
        metavar="OUT.pdf|svg|png|xlsx|json",
        help=mark("Write the back-test to OUT.pdf, OUT.svg, OUT.png, OUT.xlsx or OUT.json. May be repeated."),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "backtest",
        help=_(
            "Judge past evidence by other terms: what they would have cost, which clause makes the difference, which "
            "items decide. Exit code: 0 done, 2 it cannot be done."
        ),
        epilog=_(
            "Example: serval backtest now.yaml draft.yaml --tickets log.csv --mapping map.yaml --from 2025-06-01 "
            "--to 2026-05-31"
        ),
    )(backtest)


def backtest(
    terms: BacktestArgument,
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
    from_: FromOption = "",
    to: ToOption = "",
    as_of: AsOfOption = "",
    sweep: SweepOption = "",
    wanted: WantedOption = "",
    out: OutOption = [],
    created: CreatedOption = "",
    holidays: HolidaysOption = [],
    skip_bad: SkipBadOption = False,
    show_all: AllOption = False,
    as_json: JsonOption = False,
) -> int:
    """Judge, compare and print."""
    if len(terms) > MOST_TERMS:
        raise InputError(Problem("backtest.terms", {"n": len(terms)}))
    given = (samples, outages, exclusions, measures, surveys, obligations, occurrences, claims)
    sources = Sources(tickets, dict(zip(RECORD_OPTIONS, given, strict=True)), mapping)
    check_outputs(out, [*terms, *sources.paths, *map(find_holiday_file, holidays)])
    agreements = [load_agreement(path, holidays) for path in terms]
    asked = _Asked(agreements, holidays, sweep, wanted)
    asked.read_days(from_, to, as_of)
    made_at = read_created(created, agreements[0])
    with open_backtests(out) as files:
        tested = asked.put_to(sources, skip_bad=skip_bad)
        written = files.write(tested, made_at)
    if as_json:
        write_document(tested.document)
    else:
        print_backtest(tested.found, tested.notes, show_all=show_all)
        print_written(written)
    return 0


class _Asked:
    """What the command line asks, as far as it can be read before the evidence is."""

    def __init__(self, agreements: Sequence[Agreement], holidays: Sequence[str], sweep: str, wanted: str) -> None:
        self._agreements, self._holidays = agreements, holidays
        self._sweep = read_sweep(sweep) if sweep else None
        self._wanted = read_wanted(wanted, self._sweep.objective if self._sweep else "") if wanted else None
        check_question(self._terms[-1], self._sweep, self._wanted)
        self._first: date | None = None
        self._last: date | None = None
        self._until: int | None = None

    @property
    def _terms(self) -> tuple[Terms, ...]:
        return tuple(agreement.terms for agreement in self._agreements)

    def read_days(self, first: str, last: str, as_of: str) -> None:
        """Days as typed; wrong ones are refused before hours are spent on reading."""
        agreement = self._agreements[0]
        zone = agreement.zone
        self._first = find_local_date(parse_day(first, agreement), zone) if first else None
        self._last = find_local_date(parse_day(last, agreement), zone) if last else None
        self._until = read_until(as_of, agreement)
        if self._first is not None and self._last is not None:
            lay_terms(self._terms, Span(self._first, self._last))

    def put_to(self, sources: Sources, *, skip_bad: bool) -> Tested:
        """The answer, with what a reader must know of the evidence."""
        zone = self._agreements[0].zone.key
        evidence = Evidence(sources, skip_bad=skip_bad, zone=zone)
        now = find_now(self._until, evidence)
        question = self._build_question(self._find_span(evidence, now))
        run = Backtest(question, evidence.records, now=now)
        _hand_over(evidence, run, _("Judging"))
        closer = run.look_closer()
        if closer is not None:
            again = Evidence(sources, skip_bad=skip_bad, zone=zone)
            _hand_over(again, closer, _("Looking closer"))
        found = run.finish()
        return Tested(found, list_reading_notes(found.evidence, evidence.ticket_report, evidence.record_reports))

    def _find_span(self, evidence: Evidence, now: int) -> Span:
        """The days named, else the whole months that the evidence touches."""
        zone = self._agreements[0].zone
        first = self._first or find_local_date(evidence.earliest or now, zone).replace(day=1)
        if self._last is not None:
            return Span(first, self._last)
        return Span(first, max(first, find_local_date(now, zone)), running=True)

    def _build_question(self, span: Span) -> Question:
        laid = lay_terms(self._terms, span)
        calendars = [calendar for terms in laid for calendar in terms.calendars.values()]
        effective = laid[0].effective
        years = range(effective.from_.year - 1, effective.until.year + 2)
        known = resolve_holidays(calendars, self._holidays, years)
        return Question(self._terms, span, known, self._sweep, self._wanted)


def _hand_over(evidence: Evidence, taker: Backtest | Trials, label: str) -> None:
    for columns in evidence.columns(label):
        taker.take_columns(columns)
