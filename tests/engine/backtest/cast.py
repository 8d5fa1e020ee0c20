"""The cast of the back-test's tests: a small agreement with money, tickets, and the obvious way to judge them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from serval.engine.backtest import Backtest, Compared, Question, Span, lay_terms, read_sweep, read_wanted
from serval.engine.backtest.figures import Figures, read_figures
from serval.engine.calendars.spec import HolidaySet
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Records
from serval.engine.terms import compile_terms, load_terms
from serval.engine.terms.model import Terms
from serval.engine.verdicts import judge_items
from serval.engine.verdicts.settlement import settle_scorecard
from tests.engine.verdicts.bench_of_terms import NOW, ticket

QUARTER = Span(date(2026, 1, 1), date(2026, 3, 31))

PLAIN: dict[str, Any] = {
    "apiVersion": "serval/v1",
    "kind": "Agreement",
    "metadata": {"number": "T", "title": "Test"},
    "parties": {"provider": "p", "client": "c"},
    "effective": {"from": "2026-01-01", "until": "2026-12-31", "timezone": "Asia/Shanghai"},
    "fee": {"amount": "1000.00", "currency": "CNY", "per": "month"},
    "calendars": {"always": {"always": True}},
    "clocks": {"response": {"start": "opened", "stop": "first_response"}},
    "objectives": [
        {
            "id": "answer",
            "metric": "clock.response",
            "target": {"within": "1h", "share": "90%"},
            "calendar": "always",
            "period": "month",
        }
    ],
    "consequences": {"credits": [{"for": "answer", "each": "item", "amount": "10.00"}]},
}


def write(**changes: Any) -> Terms:
    """The small agreement with top-level keys replaced; None takes one out."""
    plain = {**deepcopy(PLAIN), **changes}
    return load_terms(json.dumps({key: value for key, value in plain.items() if value is not None}))


def promise(target: Mapping[str, Any], **changes: Any) -> list[dict[str, Any]]:
    """The only objective, with another target."""
    return [{**PLAIN["objectives"][0], "target": dict(target), **changes}]


def answered(*minutes: int, month: int = 1, name: str = "I", **fields: str) -> list[Item]:
    """Tickets opened at ten in the morning on the days of a month, each answered after so many minutes."""
    return [
        ticket(
            f"{name}{month}-{day:03}",
            f"{month:02}-{1 + day % 27:02} 10:00",
            answered=f"{month:02}-{1 + day % 27:02} {10 + length // 60:02}:{length % 60:02}",
            **fields,
        )
        for day, length in enumerate(minutes)
    ]


def ask(
    *terms: Terms,
    span: Span = QUARTER,
    sweep: str = "",
    wanted: str = "",
    holidays: Mapping[str, HolidaySet] | None = None,
) -> Question:
    """A question in the words of the command line."""
    swept = read_sweep(sweep) if sweep else None
    wish = read_wanted(wanted, swept.objective if swept else "") if wanted else None
    return Question(terms, span, holidays or {}, swept, wish)


def run(question: Question, items: Iterable[Item], *, records: Records = NO_RECORDS, now: int = NOW) -> Compared:
    """A back-test of items that fit into memory."""
    ordered = sorted(items, key=lambda item: item.id)
    backtest = Backtest(question, records, now=now)
    for item in ordered:
        backtest.take(item)
    closer = backtest.look_closer()
    for item in ordered if closer is not None else ():
        closer.take(item)  # type: ignore[union-attr]
    return backtest.finish()


def judge_alone(
    terms: Terms,
    items: Sequence[Item],
    *,
    beside: Sequence[Terms] = (),
    span: Span = QUARTER,
    records: Records = NO_RECORDS,
    now: int = NOW,
) -> Figures:
    """The obvious way: these terms laid over the span, compiled, judged and settled by themselves.

    beside  the other terms of the same back-test, which decide how far all of them reach
    """
    laid = lay_terms([terms, *beside], span)[0]
    agreement = compile_terms(laid)
    asked = span.ask(agreement.zone)
    card = judge_items(agreement, items, asked, now=now, records=records)
    return read_figures(card.verdicts, settle_scorecard(card, records, asked))
