"""The cover: whose agreement, which time, and the answer in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from serval.engine import ENGINE_VERSION
from serval.engine.dates import find_local_date
from serval.engine.money import Money
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_day, show_days_between, show_period
from serval.reporting.formats import show_instant
from serval.reporting.money import show_money
from serval.reporting.report.days import find_days
from serval.reporting.report.model import Report
from serval.reporting.sentences.scorecard_words import list_versions, select_verdicts

DIGEST_SHOWN = 16


def name_report(report: Report) -> str:
    """The title of the document."""
    title = report.scorecard.agreement.terms.metadata.title.choose(current_language())
    return _("Service report: {title}, {period}").format(title=title, period=show_span(report))


def show_span(report: Report) -> str:
    """The time that the report is about: one period by its name, any other time from its first day to its last."""
    days = find_days(report)
    if days is None:
        return show_day(find_local_date(report.scorecard.as_of, report.scorecard.agreement.zone))
    periods = (verdict.period for verdict in select_verdicts(report.scorecard))
    whole = next((period for period in periods if (period.first, period.last) == days), None)
    return show_days_between(*days) if whole is None else show_period(whole)


def describe_cover(report: Report, *, created: int) -> dict[str, Any]:
    """What stands on the first page."""
    scorecard = report.scorecard
    terms = scorecard.agreement.terms
    zone = scorecard.agreement.zone
    return {
        "kind": _("Service level report"),
        "title": terms.metadata.title.choose(current_language()),
        "number": terms.metadata.number,
        "provider": terms.parties.provider,
        "period": show_span(report),
        "answers": list(list_answers(report)),
        "outcomes": [verdict.outcome for verdict in select_verdicts(scorecard)],
        "draft": _("Provisional: figures may still change") if is_provisional(report) else "",
        "facts": [
            [_("Client"), terms.parties.client],
            [_("Provider"), terms.parties.provider],
            [_("Agreement"), terms.metadata.number],
            [_("Period"), show_span(report)],
            [_("Terms"), _(", ").join(list_versions(scorecard))],
            [
                _("Evidence up to"),
                _("{instant} ({zone})").format(instant=show_instant(scorecard.as_of, zone), zone=zone.key),
            ],
            [_("Made on"), show_day(_find_day(created, report))],
        ],
        "seal": _("Digest {digest} · engine {engine}").format(
            digest=scorecard.digest[:DIGEST_SHOWN], engine=ENGINE_VERSION
        ),
    }


def _find_day(created: int, report: Report) -> date:
    return find_local_date(created, report.scorecard.agreement.zone)


def is_provisional(report: Report) -> bool:
    """Whether anything in the report may still change."""
    verdicts = select_verdicts(report.scorecard)
    return any(verdict.provisional for verdict in verdicts) or any(s.is_provisional for s in report.statements)


def list_answers(report: Report) -> Iterator[list[str]]:
    """The whole report in one line, in parts with their tone: promises kept, broken, without data; what that costs."""
    verdicts = select_verdicts(report.scorecard)
    if not verdicts:
        yield [_("No period was judged."), ""]
        return
    outcomes = [verdict.outcome for verdict in verdicts]
    is_plain = len({(verdict.objective.id, verdict.subject) for verdict in verdicts}) == len(verdicts)
    text = _("{met} of {all} promises met") if is_plain else _("{met} of {all} verdicts met")
    yield [text.format(met=outcomes.count("met"), all=len(outcomes)), ""]
    for outcome, said in (
        ("breached", _("{n} breached")),
        ("no_data", _("{n} without data")),
        ("refused", _("{n} not judged")),
    ):
        if outcome in outcomes:
            yield [said.format(n=outcomes.count(outcome)), outcome]
    owed = [statement.credits for statement in report.statements if statement.credits is not None]
    for amount in sum_money(one.payable for one in owed):
        yield [_("service credits {amount}").format(amount=show_money(amount)), ""]


def sum_money(amounts: Iterable[Money]) -> list[Money]:
    """The sum of each currency."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        known = sums.get(amount.currency)
        sums[amount.currency] = amount if known is None else known + amount
    return list(sums.values())
