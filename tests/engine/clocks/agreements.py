"""A small agreement around one story, judged the whole way: which rows each objective writes."""

from __future__ import annotations

import json

from serval.engine.evidence import Fact
from serval.engine.terms import compile_terms, load_terms
from serval.engine.verdicts import Range, judge_items
from serval.engine.verdicts.ledger import LedgerRow
from tests.engine.clocks.stories import at, story

PRIORITIES = {"p1": "2h", "p3": "8h"}


def judge_story(
    *facts: Fact,
    now: str,
    metric: str = "clock.resolution",
    reclassified: str = "from_start",
    reopen: str = "resume",
    period: str = "year",
    limits: dict[str, str] = PRIORITIES,
) -> list[LedgerRow]:
    """All rows of one objective for each priority, 24 hours a day."""
    terms = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "SLA-1", "title": "test"},
        "parties": {"provider": "yunhai", "client": "beichen"},
        "effective": {"from": "2026-01-01", "until": "2026-12-31", "timezone": "UTC"},
        "calendars": {"always": {"always": True}},
        "clocks": {
            "response": {"start": "opened", "stop": "first_response"},
            "resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": reopen},
        },
        "reclassified": reclassified,
        "objectives": [
            {
                "id": priority,
                "says": priority,
                "metric": metric,
                "where": {"priority": priority},
                "target": {"within": limit, "all": True},
                "calendar": "always",
                "period": period,
            }
            for priority, limit in limits.items()
        ],
    }
    agreement = compile_terms(load_terms(json.dumps(terms)))
    rows: list[LedgerRow] = []
    asked = Range(agreement.start, agreement.end, running=True)
    judge_items(agreement, [story(*facts)], asked, now=at(now), sink=rows.append)
    return rows


def outcomes_of(rows: list[LedgerRow]) -> list[tuple[str, str, str]]:
    return [(row.objective, row.outcome, row.reason) for row in rows]
