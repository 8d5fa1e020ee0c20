"""Notes under a scorecard: what a reader must know before trusting its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from serval.engine.instants import to_datetime
from serval.engine.terms import Agreement
from serval.engine.terms.versions import find_effective_start
from serval.engine.verdicts import EvidenceSummary, Population, Scorecard
from serval.intake.evidence import IntakeReport
from serval.intake.records import RecordReport
from serval.intake.rowpass import RowReport
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_conditions, show_share
from serval.reporting.sentences import explain_problem, name_reason
from serval.reporting.sentences.details import describe_layout
from serval.site.cli.doubts import Doubts
from serval.site.cli.unused import Unused

ROWS_SHOWN = 5

SHOWN_CONTRADICTIONS = 5


def list_notes(
    scorecard: Scorecard,
    report: IntakeReport | None,
    files: Sequence[RecordReport] = (),
    *,
    unused: Sequence[Unused] = (),
    doubts: Doubts | None = None,
) -> list[str]:
    """One sentence each, those about the evidence first."""
    return [
        *list_reading_notes(scorecard.evidence, report, files),
        *map(describe_unused, unused),
        *_note_clocks(scorecard),
        *(_note_doubts(doubts) if doubts else ()),
        *_note_backdated(scorecard.agreement),
        *_note_silent(scorecard),
        *_note_phases(scorecard),
        *_note_periods(scorecard),
    ]


def list_reading_notes(
    evidence: EvidenceSummary, report: IntakeReport | None, files: Sequence[RecordReport] = ()
) -> list[str]:
    """What is to be known of the evidence alone, whatever it was judged by."""
    return [
        *(_note_rows(report, evidence) if report else ()),
        *(note for file in files for note in _note_file(file)),
        *_note_zones(report, files),
    ]


def _note_rows(report: IntakeReport, evidence: EvidenceSummary) -> Iterator[str]:
    yield _("{rows} rows read, {items} items judged.").format(rows=report.rows, items=evidence.items)
    yield from note_left_out(report)
    if not evidence.pauses_known:
        yield _("Pauses are unknown: the file has one row per ticket, so waiting time counts as working time.")


def _note_file(report: RecordReport) -> Iterator[str]:
    text = _("{file}: rows read: {rows}, taken as {layout}: {records}.")
    yield text.format(file=report.file, rows=report.rows, records=report.records, layout=describe_layout(report.layout))
    yield from note_left_out(report)


def note_left_out(report: RowReport) -> Iterator[str]:
    """Rows that were not taken, and why."""
    for number, text in (
        (report.skipped, _("Unreadable rows left out: {n}.")),
        (report.duplicates_dropped, _("Repeated rows dropped: {n}.")),
        (report.repeated_headers, _("Lines in the middle that repeat the header, passed over: {n}.")),
    ):
        if number:
            yield text.format(n=number)
    yield from map(explain_problem, report.contradictions[:SHOWN_CONTRADICTIONS])


def _note_zones(report: IntakeReport | None, files: Sequence[RecordReport]) -> Iterator[str]:
    """One note for each zone that decided what times without an offset mean."""
    named: dict[str, list[str]] = {}
    for read in [report, *files]:
        if read is not None and read.timezone_assumed and read.needed_zone:
            named.setdefault(read.timezone, []).extend(read.rows_per_file)
    for zone, names in named.items():
        if len(names) == 1:
            yield _("The file names no time zone; its times were taken as {zone}.").format(zone=zone)
        else:
            text = _("These files name no time zone; their times were taken as {zone}: {files}.")
            yield text.format(zone=zone, files=_(", ").join(names))


_UNUSED = {
    "measure": mark("The terms have no measure “{name}”; not used: {rows}."),
    "obligation": mark("No objective asks for obligation “{name}”; not used: {rows}."),
    "event": mark("No deduction is agreed for event “{name}”; not used: {rows}."),
    "reason": mark("No objective admits exclusions for “{name}”; nothing was taken off: {rows}."),
    "service": mark("No promise of availability speaks of service “{name}”; not used: {rows}."),
    "settlement": mark("“{name}” is no settlement period of the agreement; not used: {rows}."),
    "approval": mark("Nobody approved these exclusions for “{name}”; nothing was taken off: {rows}."),
}


def describe_unused(unused: Unused) -> str:
    """What was not used, where it stands, and the name that may have been meant."""
    name = name_reason(unused.name) if unused.kind in ("reason", "approval") else unused.name
    text = _(_UNUSED[unused.kind]).format(name=name, rows=_list_rows(unused.sources, unused.count))
    if not unused.near:
        return text
    return _("{sentence} {suggestion}").format(
        sentence=text, suggestion=_("Did you mean {near}?").format(near=unused.near)
    )


def _list_rows(rows: Sequence[str], count: int) -> str:
    """The first rows, and how many there are in all where these are more."""
    shown = list(rows[:ROWS_SHOWN])
    in_all = _("{n} in all").format(n=count)
    return _(", ").join(shown if len(shown) == count else [*shown, in_all])


def _note_doubts(doubts: Doubts) -> Iterator[str]:
    for objective, reason, rows in doubts.list_reasons():
        text = _("{objective}: not judged, since {reason}: {rows}.")
        yield text.format(objective=objective, reason=name_reason(reason), rows=_list_rows(rows, len(rows)))


def _note_backdated(agreement: Agreement) -> Iterator[str]:
    """A version that was agreed after it begins holds later than it says, unless both parties approved."""
    for version in agreement.versions[1:]:
        amendment, first = version.terms.amendment, version.terms.effective.from_
        if amendment is None or amendment.approvals is not None or amendment.agreed <= first:
            continue
        kinds = dict.fromkeys(objective.terms.period for objective in version.objectives)
        starts = {
            find_effective_start(kind, version, agreement.versions, agreement.zone, restate=True) for kind in kinds
        }
        days = sorted({to_datetime(start).astimezone(agreement.zone).date().isoformat() for start in starts})
        text = _("{version} was agreed on {agreed} only, without approval of both parties: it applies from {days}.")
        yield text.format(version=version.label, agreed=amendment.agreed.isoformat(), days=_(", ").join(days))


def _note_clocks(scorecard: Scorecard) -> Iterator[str]:
    for number, text in (
        (scorecard.evidence.unmatched, _("Items that match no objective: {n}.")),
        (scorecard.evidence.not_covered, _("Clocks that started when the terms were not in force: {n}.")),
    ):
        if number:
            yield text.format(n=number)


def _note_silent(scorecard: Scorecard) -> Iterator[str]:
    """Objectives whose conditions nothing fulfils: often the evidence spells a value otherwise."""
    silent = {verdict.objective.id: verdict.objective for verdict in scorecard.verdicts}
    for verdict in scorecard.verdicts:
        if any(getattr(verdict.population, name) for name in Population.__slots__):
            silent.pop(verdict.objective.id, None)
    for objective in silent.values():
        if objective.terms.where:
            text = _("{objective}: no item has {conditions} here. Check how the mapping writes these values.")
            yield text.format(objective=objective.id, conditions=show_conditions(objective.terms.where))


def _note_phases(scorecard: Scorecard) -> Iterator[str]:
    """How the working time of stopped clocks divides among the phases their terms name."""
    sums: dict[str, Counter[str]] = {}
    for verdict in scorecard.verdicts:
        for name, seconds in verdict.phases:
            sums.setdefault(verdict.objective.id, Counter())[name] += seconds
    for objective, phases in sums.items():
        whole = phases.total()
        if not whole:
            continue
        parts = [
            _("{share} until “{event}”").format(share=show_share(Fraction(n, whole)), event=name_reason(name))
            if name
            else _("{share} until the stop").format(share=show_share(Fraction(n, whole)))
            for name, n in phases.items()
        ]
        yield _("{objective}, working time: {parts}").format(objective=objective, parts=_(", ").join(parts))


def _note_periods(scorecard: Scorecard) -> Iterator[str]:
    for verdict in scorecard.verdicts:
        if verdict.refusal is not None:
            yield explain_problem(verdict.refusal)
    if any(verdict.provisional for verdict in scorecard.verdicts):
        yield _("Periods marked … had not ended; their verdicts are provisional.")
    for name in _rolling_names(scorecard):
        yield _note_rolling(scorecard, name)
    yield from _note_later(scorecard)
    if not scorecard.verdicts:
        effective = scorecard.agreement.terms.effective
        text = _("These terms are in force from {first} to {last}; ask for a period that closes in between.")
        yield text.format(first=effective.from_.isoformat(), last=effective.until.isoformat())


def _note_later(scorecard: Scorecard) -> list[str]:
    """One note for each period that closes after the range asked for, however many objectives have it."""
    objectives: dict[str, list[str]] = {}
    for name, period in scorecard.later:
        objectives.setdefault(period.label, []).append(name)
    text = _("{objective}: {period} closes later and was not judged.")
    return [text.format(objective=_(", ").join(names), period=label) for label, names in objectives.items()]


def _rolling_names(scorecard: Scorecard) -> list[str]:
    return list(dict.fromkeys(v.objective.id for v in scorecard.verdicts if not v.binding))


def _note_rolling(scorecard: Scorecard, name: str) -> str:
    windows = [v for v in scorecard.verdicts if v.objective.id == name]
    breached = sum(v.outcome == "breached" for v in windows)
    text = _("{objective} is judged every midnight: breached on {breached} of {n}; the last is shown.")
    return text.format(objective=name, breached=breached, n=len(windows))
