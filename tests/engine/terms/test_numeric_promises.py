"""Numeric promises of the source documents (SL-22 to SL-33) can be said and are judged to the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from serval.engine.evidence import Fact, Item, build_item
from serval.engine.instants import parse_instant
from serval.engine.terms import Agreement, compile_terms, load_terms
from serval.engine.verdicts import Range, Scorecard, judge_items

START = parse_instant("2026-05-04T09:00:00+08:00")
MAY = Range(parse_instant("2026-05-01T00:00:00+08:00"), parse_instant("2026-06-01T00:00:00+08:00"))
MINUTE, HOUR = 60, 3600

TERMS = """
apiVersion: serval/v1
kind: Agreement
metadata: {{number: N, title: T}}
parties: {{provider: p, client: c}}
effective: {{from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}}
services: {{core: {{criticality: critical}}, portal: {{criticality: normal}}}}
calendars: {{always: {{always: true}}}}
clocks:
  response: {{start: opened, stop: first_response}}
  resolution: {{start: opened, stop: resolved, reopen: resume}}
objectives:
  - {{id: promise, metric: {metric}, where: {where}, target: {target}, calendar: always, period: month}}
"""


@dataclass(frozen=True)
class Promise:
    requirement: str
    metric: str
    where: str
    target: str
    seconds: int
    fields: tuple[tuple[str, str], ...] = ()


URGENT = (("priority", "urgent"),)
WITHIN = [
    Promise("SL-22", "clock.response", "{priority: urgent}", "{within: 15m, all: true}", 15 * MINUTE, URGENT),
    Promise(
        "SL-23", "clock.response", "{priority: [medium, low]}", "{within: 1h, all: true}", HOUR, (("priority", "low"),)
    ),
    Promise("SL-24", "clock.response", "{priority: urgent}", "{within: 1h, all: true}", HOUR, URGENT),
    Promise("SL-24", "clock.response", "{type: request}", "{within: 2h, all: true}", 2 * HOUR, (("type", "request"),)),
    Promise("SL-25", "clock.response", "{}", "{mean: 45m}", 45 * MINUTE),
    Promise(
        "SL-25", "clock.resolution", "{type: problem}", "{within: 24h, all: true}", 24 * HOUR, (("type", "problem"),)
    ),
    Promise(
        "SL-26",
        "clock.response",
        "{subject: data_security}",
        "{within: 24h, all: true}",
        24 * HOUR,
        (("subject", "data_security"),),
    ),
    Promise(
        "SL-26", "clock.response", "{subject: advice}", "{within: 48h, all: true}", 48 * HOUR, (("subject", "advice"),)
    ),
    Promise(
        "SL-27",
        "clock.resolution",
        "{complexity: complex}",
        "{within: 48h, all: true}",
        48 * HOUR,
        (("complexity", "complex"),),
    ),
    Promise(
        "SL-28",
        "clock.resolution",
        "{criticality: critical}",
        "{within: 4h, all: true}",
        4 * HOUR,
        (("service", "core"),),
    ),
    Promise(
        "SL-28",
        "clock.resolution",
        "{criticality: normal}",
        "{within: 24h, all: true}",
        24 * HOUR,
        (("service", "portal"),),
    ),
    Promise("SL-31", "clock.response", "{priority: high}", "{within: 1h, all: true}", HOUR, (("priority", "high"),)),
    Promise("SL-33", "clock.resolution", "{type: request}", "{mean: 24h}", 24 * HOUR, (("type", "request"),)),
]


def _agree(promise: Promise) -> Agreement:
    return compile_terms(load_terms(TERMS.format(metric=promise.metric, where=promise.where, target=promise.target)))


def _answered(number: int, promise: Promise, seconds: int) -> Item:
    stop = Fact(START + seconds, "event", "first_response")
    if promise.metric == "clock.resolution":
        stop = Fact(START + seconds, "state", "resolved")
    fields = [Fact(START, "field", name, value) for name, value in promise.fields]
    return build_item(f"T{number:03}", [Fact(START, "event", "opened"), *fields, stop])


def _judge(promise: Promise, lengths: Sequence[int]) -> Scorecard:
    items = [_answered(number, promise, seconds) for number, seconds in enumerate(lengths)]
    return judge_items(_agree(promise), items, MAY, now=MAY.end)


@pytest.mark.parametrize("promise", WITHIN, ids=lambda promise: f"{promise.requirement} {promise.target}")
def test_a_promise_is_met_at_its_last_second_and_breached_one_later(promise: Promise) -> None:
    assert [verdict.outcome for verdict in _judge(promise, [promise.seconds]).verdicts] == ["met"]
    assert [verdict.outcome for verdict in _judge(promise, [promise.seconds + 1]).verdicts] == ["breached"]


@pytest.mark.parametrize(("share", "hours"), [(70, 24), (90, 72)])
def test_shares_of_requests_within_a_day_and_three_days(share: int, hours: int) -> None:
    """SL-32: about 70 % answered in 24 h, 90 % past first processing in 72 h."""
    promise = Promise("SL-32", "clock.response", "{}", f"{{within: {hours}h, share: {share}%}}", hours * HOUR)
    in_time, late = hours * HOUR, hours * HOUR + 1
    assert _judge(promise, [in_time] * share + [late] * (100 - share)).verdicts[0].outcome == "met"
    assert _judge(promise, [in_time] * (share - 1) + [late] * (101 - share)).verdicts[0].outcome == "breached"


def test_a_desk_around_the_clock_counts_every_second_of_the_week() -> None:
    """SL-35: cover 7×24."""
    calendar = _agree(WITHIN[0]).calendars["always"]
    assert calendar.between(START, START + 7 * 24 * HOUR) == 7 * 24 * HOUR


def test_a_promise_speaks_only_of_the_items_it_names() -> None:
    """SL-15: the response target depends on urgency and kind."""
    other = build_item("T", [Fact(START, "event", "opened"), Fact(START, "field", "priority", "low")])
    scorecard = judge_items(_agree(WITHIN[0]), [other], MAY, now=MAY.end)
    assert scorecard.evidence.unmatched == 1
    assert scorecard.verdicts[0].outcome == "no_data"
