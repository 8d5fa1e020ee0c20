"""Reports for the tests of pages: a bank's agreement judged from generated tickets, outages, surveys and figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from serval.engine.evidence import Fact, Item, build_item
from serval.engine.instants import parse_instant
from serval.engine.places import Place
from serval.engine.records import Answer, Exclusion, MeasureEntry, ObligationEntry, Outage, Records, build_records
from serval.engine.terms import Agreement, compile_terms, load_terms
from serval.engine.verdicts import Judge, Range
from serval.engine.verdicts.restatement import restate
from serval.engine.verdicts.settlement import settle_scorecard
from serval.reporting.report.gathering import Gatherer
from serval.reporting.report.model import Report, SourceRead
from serval.reporting.report.trend import TrendJudge

HOUR, DAY = 3600, 86_400
CREATED = parse_instant("2026-06-01T02:10:00+08:00")
MAY = Range(parse_instant("2026-05-01T00:00:00+08:00"), parse_instant("2026-06-01T00:00:00+08:00"))
SPRING = Range(parse_instant("2026-03-01T00:00:00+08:00"), parse_instant("2026-06-01T00:00:00+08:00"))

OBJECTIVES: list[dict[str, Any]] = [
    {
        "id": "high-resolution",
        "says": {
            "zh": "高优先级事件 8 个工作小时内解决",
            "en": "High-priority incidents are resolved within 8 working hours",
        },
        "metric": "clock.resolution",
        "where": {"priority": "high"},
        "target": {"within": "8h", "share": "95%"},
        "calendar": "office",
        "period": "month",
        "exclude": ["client_caused", "force_majeure"],
        "warn": ["75%"],
        "source": "协议第 4.3 条",
    },
    {
        "id": "urgent-response",
        "says": {"zh": "紧急事件 15 分钟内响应", "en": "Urgent incidents are answered within 15 minutes"},
        "metric": "clock.response",
        "where": {"priority": "urgent"},
        "target": {"within": "15m", "share": "90%"},
        "calendar": "always",
        "period": "month",
    },
    {
        "id": "typical-resolution",
        "says": {
            "zh": "半数事件 6 个工作小时内解决",
            "en": "Half of all incidents are resolved within 6 working hours",
        },
        "metric": "clock.resolution",
        "target": {"median": "6h"},
        "calendar": "office",
        "period": "month",
    },
    {
        "id": "availability",
        "says": {"zh": "每项服务可用性不低于 99.5%", "en": "Each service is available 99.5 % of the time"},
        "metric": "availability",
        "where": {"service": ["网银门户", "core"]},
        "per": "service",
        "target": {"atLeast": "99.5%"},
        "calendar": "always",
        "period": "month",
        "measure": {"shortestOutage": "5m"},
        "exclude": ["maintenance"],
    },
    {
        "id": "satisfaction",
        "says": {"zh": "用户满意度不低于 85%", "en": "85 % of those who answer are satisfied"},
        "metric": "satisfaction",
        "target": {"atLeast": "85%"},
        "scale": "1-5",
        "satisfiedFrom": 4,
        "calendar": "always",
        "period": "month",
    },
    {
        "id": "hotline",
        "says": {"zh": "热线接通率不低于 90%", "en": "90 % of calls are answered"},
        "metric": "measure.hotline",
        "target": {"atLeast": "90%"},
        "calendar": "always",
        "period": "month",
    },
    {
        "id": "reports",
        "says": {"zh": "运维月报按时提交", "en": "Monthly reports are handed in on time"},
        "metric": "obligation.report",
        "target": {"atLeast": "100%"},
        "calendar": "always",
        "period": "month",
    },
    {
        "id": "few-incidents",
        "says": {"zh": "每月紧急事件不超过 40 件", "en": "At most 40 urgent incidents a month"},
        "metric": "count.opened",
        "where": {"priority": "urgent"},
        "target": {"atMost": 40},
        "calendar": "always",
        "period": "month",
    },
    {
        "id": "visits",
        "metric": "clock.on_site",
        "target": {"within": "4h", "all": True},
        "calendar": "office",
        "period": "month",
    },
]

TERMS: dict[str, Any] = {
    "apiVersion": "serval/v1",
    "kind": "Agreement",
    "metadata": {
        "number": "SLA-2026-004",
        "title": {"zh": "核心系统运维服务协议", "en": "Operation of the core systems"},
    },
    "parties": {"provider": "云海科技有限公司", "client": "北辰银行股份有限公司"},
    "effective": {"from": "2026-01-01", "until": "2026-12-31", "timezone": "Asia/Shanghai"},
    "fee": {
        "amount": "120000.00",
        "currency": "CNY",
        "per": "month",
        "parts": {"core": "80000.00", "网银门户": "40000.00"},
    },
    "calendars": {
        "always": {"always": True},
        "office": {
            "weekly": {"mon-fri": ["09:00-12:00", "13:00-18:00"]},
            "holidays": {
                "region": "CN",
                "source": "国务院办公厅关于 2026 年部分节假日安排的通知",
                "years": [2026, 2027],
                "off": ["2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05"],
                "makeup": ["2026-05-09"],
            },
        },
    },
    "clocks": {
        "response": {"start": "opened", "stop": "first_response"},
        "resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "ignore"},
        "on_site": {"start": "accepted", "stop": "arrived"},
    },
    "measures": {"hotline": {"unit": "percent", "combine": "mean"}},
    "objectives": OBJECTIVES,
    "consequences": {
        "settle": "month",
        "credits": [
            {"for": "high-resolution", "each": "item", "amount": "200.00"},
            {
                "for": "availability",
                "of": "fee.parts.*",
                "tiers": [{"from": "99%", "below": "99.5%", "percent": 6}, {"below": "99%", "percent": 25}],
            },
        ],
        "rewards": [{"for": "availability", "atLeast": "99.9%", "of": "fee", "percent": 1}],
        "score": {
            "start": 100,
            "deduct": [{"for": "high-resolution", "each": "item", "points": 1, "most": 10}],
            "grades": [
                {"from": 95, "name": {"zh": "合格", "en": "pass"}, "pay": "100%"},
                {"from": 0, "name": {"zh": "不合格", "en": "fail"}, "pay": "95%"},
            ],
        },
        "caps": {"period": "50%", "year": "432000.00"},
        "claims": {"from": "period_end", "within": "2 months"},
        "terminate": [{"breaches": 2, "of": "availability", "within": "6 months"}],
    },
}


def build_agreement(**changes: Any) -> Agreement:
    """The bank's agreement; `changes` replace top-level keys."""
    return compile_terms(
        load_terms(json.dumps({key: value for key, value in {**TERMS, **changes}.items() if value is not None}))
    )


def at(text: str) -> int:
    """`05-14 10:05` of 2026 in Shanghai."""
    return parse_instant(f"2026-{text.replace(' ', 'T')}+08:00")


def ticket(number: str, opened: int, *facts: Fact, priority: str = "high") -> Item:
    """A ticket with its opening and its priority."""
    begun = [Fact(opened, "event", "opened", source=f"{number}#1"), Fact(opened, "field", "priority", priority)]
    return build_item(number, [*begun, *facts])


def event(moment: int, name: str) -> Fact:
    return Fact(moment, "event", name, source="log")


def state(moment: int, name: str) -> Fact:
    return Fact(moment, "state", name, source="log")


def list_tickets(breaching: int, *, seed: int = 4) -> Iterator[Item]:
    """So many late ones in May and some that are in time, in May and in the months before."""
    rng = Random(seed)  # noqa: S311 - cases, not secrets
    for month, days in (("01", 20), ("02", 20), ("03", 30), ("04", 30)):
        for place in range(24):
            opened = at(f"{month}-{rng.randrange(1, days):02} 09:00") + rng.randrange(8) * HOUR
            length = rng.choice((1, 2, 3, 5, 20)) * HOUR + (90 * HOUR if place % (9 + int(month)) == 0 else 0)
            yield ticket(f"INC-{month}{place:03}", opened, event(opened + length, "resolved"))
    for place in range(max(20, breaching * 2)):
        opened = at(f"05-{rng.choice((6, 7, 8, 11, 12, 13, 14, 18, 19, 20)):02} 09:00") + rng.randrange(120) * 60
        yield ticket(f"INC-2{place:04}", opened, event(opened + rng.randrange(5, 180) * 60, "resolved"))
    for place in range(breaching):
        yield _build_late(f"INC-3{place:04}", rng, place)
    for place in range(12):
        opened = at(f"05-{place + 6:02} 03:00")
        answered = opened + rng.randrange(60, 1000 if place % 8 else 4000)
        yield ticket(f"INC-4{place:04}", opened, event(answered, "first_response"), priority="urgent")
    yield ticket("INC-50001", at("05-12 10:00"), event(at("05-14 16:00"), "resolved"))
    yield ticket("INC-50002", at("05-20 17:00"), event(at("05-25 16:00"), "resolved"))


def _build_late(number: str, rng: Random, place: int) -> Item:
    opened = at(f"05-{rng.choice((6, 7, 8, 11, 12, 13, 14)):02} 09:00") + rng.randrange(8 * 60) * 60
    facts = []
    if place % 3 == 0:
        facts += [state(opened + 40 * 60, "waiting_client"), state(opened + (40 + rng.randrange(30, 300)) * 60, "open")]
    days = 1 + place % 5 if place % 7 else 12
    if place % 11 != 10:
        facts.append(event(opened + days * DAY + rng.randrange(20, 400) * 60, "resolved"))
    return ticket(number, opened, *facts)


def build_evidence() -> Records:
    """Two outages of the portal that count, one that is too short, one in maintenance; surveys, figures, reports."""
    portal = Place("网银门户")
    return build_records(
        outages=[
            Outage(portal, at("05-06 02:10"), at("05-06 05:30"), source="outages.csv#2"),
            Outage(portal, at("05-17 20:00"), at("05-17 21:02"), source="outages.csv#3"),
            Outage(portal, at("05-20 09:00"), at("05-20 09:03"), source="outages.csv#4"),
            Outage(portal, at("05-23 01:00"), at("05-23 03:00"), source="outages.csv#5"),
            Outage(portal, at("04-11 01:00"), at("04-11 08:00"), source="outages.csv#1"),
        ],
        exclusions=[
            Exclusion(
                "maintenance",
                "云海科技",
                "陈立（北辰银行）",
                place=portal,
                start=at("05-23 00:00"),
                end=at("05-23 04:00"),
                source="exclusions.csv#2",
            ),
            Exclusion(
                "client_caused", "李航（云海科技）", "王珂（北辰银行）", item="INC-50001", source="exclusions.csv#3"
            ),
            Exclusion(
                "force_majeure", "李航（云海科技）", "陈立（北辰银行）", item="INC-50002", source="exclusions.csv#4"
            ),
        ],
        answers=[Answer(f"S-{n}", at(f"05-{n % 27 + 1:02} 12:00"), Fraction(5 if n % 6 else 2)) for n in range(40)],
        measures=[
            MeasureEntry("hotline", at(f"{month:02}-15 00:00"), Fraction(880 + month * 5, 1000))
            for month in range(1, 6)
        ],
        obligations=[
            ObligationEntry("R-04", "report", at("05-10 18:00"), at("05-09 11:00")),
            ObligationEntry("R-05", "report", at("05-28 18:00"), at("05-29 10:30")),
        ],
        complete=["outages"],
    )


SOURCES = (
    SourceRead(
        "tickets.csv",
        "events",
        4_120,
        614,
        {"row.time_unreadable": 3, "row.state_unknown": 12},
        7,
        at("01-02 09:00"),
        at("05-31 17:40"),
        "Asia/Shanghai",
    ),
    SourceRead("outages.csv", "outages", 5, 5, {}, 0, at("04-11 01:00"), at("05-23 03:00")),
)


def build_report(
    breaching: int, *, asked: Range = MAY, now: int = CREATED, items: tuple[Item, ...] = (), **changes: Any
) -> Report:
    """The report on May, or another span, with so many late tickets and `items` besides."""
    tickets = (*list_tickets(breaching), *items)
    return judge_report(build_agreement(**changes), build_evidence(), tickets, asked=asked, now=now)


def judge_report(
    agreement: Agreement, records: Records, items: Iterable[Item] = (), *, asked: Range = MAY, now: int = CREATED
) -> Report:
    """The report on any evidence."""
    gatherer = Gatherer(agreement, asked, now=now, records=records)
    judge = Judge(agreement, asked, now=now, sink=gatherer, records=records)
    trend = TrendJudge(agreement, asked, now=now, earliest=agreement.start, records=records)
    for item in sorted(items, key=lambda item: item.id):
        judge.take(item)
        gatherer.note_item(item)
        trend.take(item)
    scorecard = judge.finish()
    return Report(
        scorecard=scorecard,
        statements=settle_scorecard(scorecard, records, asked),
        trend=trend.finish(scorecard),
        gathered=gatherer.finish(scorecard),
        sources=SOURCES,
        notes=("共读取 4120 行，判定 614 张工单。",),
        asked=asked,
    )


def build_services(number: int, *, cap: str = "") -> Report:
    """One promise on availability, for each of so many services by itself: two thirds broke it, one has no data."""
    names = ["网银门户", *(f"service-{place:02}" for place in range(1, number))]
    promise = next(entry for entry in OBJECTIVES if entry["id"] == "availability")
    credit = {"for": "availability", "of": "fee", "tiers": [{"below": "99.5%", "percent": 1}]}
    agreement = build_agreement(
        objectives=[{**promise, "where": {"service": names}}],
        fee={**TERMS["fee"], "parts": {}},
        consequences={"settle": "month", "credits": [credit], **({"caps": {"period": cap}} if cap else {})},
    )
    down = [
        Outage(Place(name), at(f"{month} 02:10"), at(f"{month} 08:00") + place * 60)
        for place, name in enumerate(names)
        for month in ("04-06", "05-08")
        if place % 3
    ]
    return judge_report(agreement, build_records(outages=down))


def build_restated(breaching: int) -> Report:
    """The same report beside a first result that knew one late ticket more."""
    second, first = build_report(breaching), build_report(breaching + 1)
    difference = restate(first.scorecard, second.scorecard, first.statements, second.statements)
    return replace(second, restatement=difference)
