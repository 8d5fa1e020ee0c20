"""The first sheet: who promised whom, for when, the answer in one line, and the figures in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from serval.engine import ENGINE_VERSION
from serval.engine.consequences import CreditSum
from serval.engine.money import Money
from serval.engine.verdicts import Scorecard
from serval.engine.zones import TZDATA_VERSION
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.report.days import find_days
from serval.reporting.report.model import Report
from serval.reporting.sentences.scorecard_words import list_versions, say_answer
from serval.reporting.workbooks import Cell, Column, Instant, Table, Word
from serval.reporting.xlsx.figures import show_moment, show_outcome

Row = tuple[str, Cell]


def build_overview(report: Report, created: int) -> Table:
    """One row for each thing a reader asks first."""
    rows = (
        *_list_parties(report),
        *_count_verdicts(report.scorecard),
        *_sum_money(report),
        *_list_evidence(report.scorecard, created),
    )
    return Table(_("Overview"), (Column(_("Matter")), Column(_("Entry"), wraps=True, left=True)), rows)


def _list_parties(report: Report) -> Iterator[Row]:
    scorecard, days = report.scorecard, find_days(report)
    agreement = scorecard.agreement
    terms = agreement.terms
    yield _("Agreement"), terms.metadata.title.choose(current_language())
    yield _("Number"), terms.metadata.number
    yield _("Versions"), _(", ").join(list_versions(scorecard))
    yield _("Client"), terms.parties.client
    yield _("Provider"), terms.parties.provider
    if days is not None:
        yield _("Judged from"), days[0]
        yield _("Judged to"), days[1]
    yield _("Evidence known up to"), Instant(scorecard.as_of, agreement.zone)
    yield _("Time zone"), agreement.zone.key


def _count_verdicts(scorecard: Scorecard) -> Iterator[Row]:
    outcomes = [verdict.outcome for verdict in scorecard.verdicts]
    yield _("Answer"), Word(say_answer(scorecard), "bad" if scorecard.is_breached else "plain")
    yield _("Verdicts"), len(outcomes)
    for outcome in ("met", "breached", "no_data", "refused"):
        word = show_outcome(outcome)
        yield (word.text if isinstance(word, Word) else outcome), outcomes.count(outcome)
    yield _("of these provisional"), sum(verdict.provisional for verdict in scorecard.verdicts)


def _sum_money(report: Report) -> Iterator[Row]:
    """What all settlement periods come to, each currency by itself, and the score of each."""
    for title, amounts in (
        (_("Credits"), [owed.total for owed in _list_owed(report)]),
        (_("After caps"), [owed.payable for owed in _list_owed(report)]),
        (_("Granted"), [owed.granted for owed in _list_owed(report)]),
        (_("Lapsed"), [owed.lapsed for owed in _list_owed(report)]),
        (_("Rewards"), [statement.rewarded for statement in report.statements if statement.rewarded is not None]),
        (_("Withheld"), [statement.withheld for statement in report.statements if statement.withheld is not None]),
    ):
        for amount in _add_up(amounts):
            yield title, amount
    for statement in report.statements:
        if statement.score is not None:
            yield _("Score of {period}").format(period=statement.period.label), statement.score.points
    if any(statement.is_provisional for statement in report.statements):
        yield _("Provisional statements"), sum(statement.is_provisional for statement in report.statements)


def _list_owed(report: Report) -> list[CreditSum]:
    return [statement.credits for statement in report.statements if statement.credits is not None]


def _add_up(amounts: Iterable[Money]) -> Iterable[Money]:
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return sums.values()


def _list_evidence(scorecard: Scorecard, created: int) -> Iterator[Row]:
    evidence, zone = scorecard.evidence, scorecard.agreement.zone
    for title, number in (
        (_("Items judged"), evidence.items),
        (_("Facts"), evidence.facts),
        (_("Samples"), evidence.samples),
        (_("Other records"), evidence.records),
        (_("Items that match no objective"), evidence.unmatched),
        (_("Clocks that started when the terms were not in force"), evidence.not_covered),
        (_("Clocks that became certain in no period"), evidence.outside_periods),
    ):
        if number:
            yield title, number
    yield _("First evidence"), show_moment(evidence.first, zone)
    yield _("Last evidence"), show_moment(evidence.last, zone)
    if not evidence.pauses_known:
        yield _("Pauses"), _("unknown: the file has one row per ticket, so waiting time counts as working time")
    yield _("Digest of the scorecard"), scorecard.digest
    yield _("Engine"), ENGINE_VERSION
    yield _("Time zone data"), TZDATA_VERSION
    yield _("File made at"), Instant(created, zone)
