"""Terms and items of the tests in a few words: every test says only what it is about."""

from __future__ import annotations

import json
from typing import Any

from serval.engine.evidence import Fact, Item, build_item
from serval.engine.instants import parse_instant
from serval.engine.terms import Agreement, compile_terms, load_terms
from serval.engine.verdicts import LedgerRow, Range, Scorecard, Verdict, judge_items

NOW = parse_instant("2026-12-31T23:59:59+08:00")


def at(text: str) -> int:
    """`02-28 23:59` or `02-28 23:59:59` of 2026 in Shanghai."""
    return parse_instant(f"2026-{text.replace(' ', 'T')}+08:00")


def terms(*objectives: dict[str, Any], **changes: Any) -> Agreement:
    """An agreement on round-the-clock time in Shanghai in 2026; `changes` replace top-level keys."""
    document = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "T", "title": "Test"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {"from": "2026-01-01", "until": "2026-12-31", "timezone": "Asia/Shanghai"},
        "calendars": {"always": {"always": True}, "office": {"weekly": {"mon-fri": ["09:00-18:00"]}}},
        "clocks": {
            "response": {"start": "opened", "stop": "first_response"},
            "resolution": {"start": "opened", "stop": "resolved", "reopen": "ignore"},
        },
        "objectives": [objective(**entry) for entry in objectives],
        **changes,
    }
    return compile_terms(load_terms(json.dumps(document)))


def objective(**changes: Any) -> dict[str, Any]:
    """One hour to respond, for all, each month."""
    usual = {
        "id": "answer",
        "metric": "clock.response",
        "target": {"within": "1h", "all": True},
        "calendar": "always",
        "period": "month",
    }
    return {**usual, **changes}


def ticket(name: str, opened: str, *facts: Fact, answered: str = "", **fields: str) -> Item:
    """A ticket opened at a moment of 2026, answered at another."""
    begin = at(opened)
    known = [Fact(begin, "event", "opened", source=f"{name}#1")]
    known += [Fact(begin, "field", key, value, source=f"{name}#1") for key, value in fields.items()]
    if answered:
        known.append(Fact(at(answered), "event", "first_response", source=f"{name}#2"))
    return build_item(name, [*known, *facts])


def judge(agreement: Agreement, *items: Item, now: int = NOW) -> Scorecard:
    return judge_items(agreement, items, Range(agreement.start, agreement.end, running=True), now=now)


def verdict(agreement: Agreement, period: str, *items: Item, objective_id: str = "answer", now: int = NOW) -> Verdict:
    card = judge(agreement, *items, now=now)
    return next(v for v in card.verdicts if v.period.label == period and v.objective.id == objective_id)


def ledger(agreement: Agreement, *items: Item, now: int = NOW) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    asked = Range(agreement.start, agreement.end, running=True)
    judge_items(agreement, items, asked, now=now, sink=rows.append)
    return rows


def places(agreement: Agreement, *items: Item, now: int = NOW) -> list[tuple[str, str, str]]:
    """Period, outcome and reason of every row."""
    return [(row.period, row.outcome, row.reason) for row in ledger(agreement, *items, now=now)]
