"""A service seen for minutes is not judged by them: `leastKnown` says how much of the agreed time must be known."""

from __future__ import annotations

import json

import pytest

from serval.engine.availability.samples import SampleCollector
from serval.engine.instants import parse_instant
from serval.engine.places import Place
from serval.engine.records import build_records
from serval.engine.terms import compile_terms, load_terms
from serval.engine.verdicts import Range, Verdict, judge_items

DAY = 86_400


def judge(measure: dict[str, str], *, days_seen: int, now: str = "2026-07-01", no_data: str = "neutral") -> Verdict:
    """The verdict on June 2026, of which the first days were seen, an hour of them down."""
    objective = {"id": "up", "metric": "availability", "where": {"service": "shop"}, "target": {"atLeast": "99%"}}
    document = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "K", "title": "Known"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {"from": "2026-06-01", "until": "2026-06-30", "timezone": "UTC"},
        "calendars": {"always": {"always": True}},
        "objectives": [{**objective, "calendar": "always", "period": "month", "noData": no_data, "measure": measure}],
    }
    agreement = compile_terms(load_terms(json.dumps(document)))
    seen = SampleCollector()
    start = agreement.start
    for at, status in ((start, "down"), (start + 3600, "up"), (start + days_seen * DAY, "up")):
        seen.add(Place("shop"), at, status)  # type: ignore[arg-type]
    asked = Range(agreement.start, agreement.end, running=True)
    instant = parse_instant(f"{now}T00:00:00Z")
    (verdict,) = judge_items(agreement, [], asked, now=instant, records=build_records(samples=seen.build())).verdicts
    return verdict


@pytest.mark.parametrize(("days", "outcome"), [(27, "met"), (26, "no_data")])
def test_a_month_known_for_less_than_agreed_has_no_data(days: int, outcome: str) -> None:
    verdict = judge({"leastKnown": "90%"}, days_seen=days)
    assert verdict.outcome == outcome
    assert verdict.reason == ("limit_kept" if outcome == "met" else "known_too_little")


def test_control_without_it_a_single_day_decides_the_month() -> None:
    assert judge({}, days_seen=1).outcome == "breached"
    assert judge({"leastKnown": "50%"}, days_seen=1).outcome == "no_data"


def test_evidence_that_is_owed_is_missing_only_once_the_period_has_ended() -> None:
    assert judge({"leastKnown": "90%"}, days_seen=3, no_data="breach").outcome == "breached"
    running = judge({"leastKnown": "90%"}, days_seen=3, now="2026-06-20", no_data="breach")
    assert (running.outcome, running.provisional) == ("no_data", True)
