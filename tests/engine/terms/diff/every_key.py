"""Terms that use every key of serval/v1, and ways to change each of them so that the terms can still be meant."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from serval.engine.documents import Document, build_model
from serval.engine.errors import TermsError
from serval.engine.terms import load_terms
from serval.engine.terms.checks import find_faults
from serval.engine.terms.model import Terms

EVERY_KEY = """\
apiVersion: serval/v1
kind: Agreement
metadata:
  number: SLA-2026-001
  type: sla
  title: {zh: 核心系统运维服务协议, en: Core systems operation}
  supports: [SLA-2025-009]
  grade: {family: care, rank: 2}
  precedence: 1
parties: {provider: yunhai, client: beichen}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}
amendment: {agreed: 2026-02-01, approvals: {provider: 2026-02-02, client: 2026-02-03}}
fee: {amount: "120000.00", currency: CNY, per: month, taxIncluded: true, parts: {core: "80000.00", portal: "40000.00"}}
calendars:
  always: {always: true}
  nights: {timezone: Asia/Tokyo, weekly: {mon-fri: ["20:00-23:00"]}}
  office:
    weekly: {mon-fri: ["09:00-12:00", "13:00-18:00"], sat: ["22:00-02:00"]}
    holidays: {region: CN, source: gazette, years: [2026, 2026], off: [2026-10-01], makeup: [2026-10-10]}
    makeup: tue
    closed: [2026-12-31, {on: 2026-12-30, hours: ["12:00-14:00"]}]
    open: [{on: 2026-10-11, hours: ["09:00-18:00"]}]
services:
  core: {criticality: critical, from: 2026-01-01, until: 2026-12-31}
  portal: {criticality: normal, depends: [core, {atLeast: 1, of: [one, two]}]}
  one: {}
  two: {}
clocks:
  response: {start: opened, stop: first_response, ignore: [automatic_reply]}
  resolution: {start: opened, stop: resolved, pause: [waiting_client], phases: [arrived], reopen: resume, settle: 5wd}
  reply: {start: client_message, stop: agent_message, repeat: true}
measures:
  hotline: {says: {zh: 热线接通率, en: Calls answered}, unit: percent, evidence: required, combine: mean}
  unread: {unit: number}
objectives:
  - id: response
    says: {zh: 紧急事件响应, en: Urgent response}
    metric: clock.response
    where: {type: incident, priority: urgent}
    per: site
    target: {within: 15m, share: 95%, tolerate: 1}
    calendar: always
    period: month
    partial: merge
    split: days
    minimum: 5
    noData: breach
    warn: [75%, 90%]
    pick: answers
    source: "§4.1"
  - {id: recovery, metric: clock.resolution, target: {p90: 4h, method: linear}, calendar: office, period: month}
  - id: handled
    metric: clock.resolution
    where: {service: core}
    exclude: [client_caused]
    target: {within: 8h, all: true}
    calendar: office
    period: month
  - id: reopened
    metric: rate.opened
    counting: {reopened: "yes"}
    target: {atMost: 5%}
    calendar: office
    period: month
  - id: uptime
    metric: availability
    where: {service: core}
    target: {atLeast: 99.9%}
    calendar: always
    period: month
    measure:
      method: time
      interval: 1m
      shortestOutage: 5m
      degraded: down
      maxGap: 10m
      outageFrom: reported
      outagesOf: both
      needs: 2
    exclude: [maintenance]
    excluded: counted_up
  - id: slots
    metric: availability
    where: {service: portal}
    target: {atLeast: 99%}
    calendar: always
    period: month
    measure: {method: slots, interval: 5m, slotDown: 50%}
  - id: satisfaction
    metric: satisfaction
    target: {atLeast: 85%}
    scale: 1-5
    satisfiedFrom: 4
    minimum: 10
    calendar: always
    period: quarter
  - id: mood
    metric: satisfaction
    target: {atLeast: "4.5"}
    scale: 1-5
    method: mean
    calendar: always
    period: quarter
  - {id: calls, metric: measure.hotline, target: {atLeast: 90%}, calendar: office, period: month}
assurance:
  - {id: holiday-week, from: 2026-09-25, until: 2026-10-08, objective: response, target: {within: 5m, all: true}}
extensions:
  - {objective: handled, within: 72h, needs: client_written_consent}
consequences:
  credits:
    - for: uptime
      of: fee.parts.core
      tiers: [{from: 99%, below: 99.9%, percent: 10}, {below: 99%, percent: 25}]
      cause: outage
    - {for: response, each: hour, amount: "200.00", when: always, round: up, most: "1000.00"}
    - {for: handled, of: fee, each: hour, percent: 1, most: 10%}
    - {for: slots, of: fee, each: hour, times: 2}
  stack: greatest
  rewards:
    - {for: uptime, atLeast: 99.99%, of: fee, percent: 2}
    - {for: reopened, atMost: 1%, amount: "500.00"}
  score:
    start: 100
    floor: 10
    deduct:
      - {for: response, each: hour, points: 1, most: 10, when: breached, round: up}
      - {event: report_late, points: 1}
    grades: [{from: 90, name: {zh: 合格, en: pass}, pay: 100%}, {from: 10, name: {zh: 不合格, en: fail}, pay: 80%}]
  caps: {period: 50%, year: 30%, yearFrom: calendar}
  claims: {from: period_end, opens: 5wd, within: 60d, calendar: office}
  terminate:
    - {breaches: 3, of: uptime, within: 6 months}
    - {consecutive: 2, of: recovery}
    - {score: below 60}
  settle: quarter
reclassified: restart
amended: from_start
"""

VALUES: dict[str, list[Any]] = {
    "number": ["SLA-2026-002"],
    "type": ["ola"],
    "title": [{"zh": "另一个名称", "en": "Core systems operation"}],
    "supports": [["SLA-2025-010"], ["SLA-2025-009", "SLA-2025-010"]],
    "family": ["cover"],
    "rank": [3],
    "precedence": [2],
    "provider": ["beiyun", "2026-02-04"],
    "client": ["nanchen", "2026-02-05"],
    "from": ["2026-01-02", "2026-09-26", "published", 92],
    "until": ["2026-12-30", "2026-10-09"],
    "timezone": ["Asia/Tokyo", "Asia/Seoul"],
    "agreed": ["2026-02-09"],
    "amount": ["130000.00", "300.00"],
    "currency": ["USD"],
    "per": ["quarter", "instance", "service"],
    "taxIncluded": [False],
    "parts": [{"core": "70000.00", "portal": "40000.00"}],
    "criticality": ["low"],
    "depends": [["core"], ["core", {"atLeast": 2, "of": ["one", "two"]}]],
    "always": [True, False],
    "weekly": [{"mon": ["09:00-12:00"]}],
    "holidays": ["CN"],
    "region": ["HK"],
    "source": ["§4.2", "almanac"],
    "years": [[2025, 2026]],
    "off": [["2026-10-01", "2026-10-02"]],
    "makeup": [["2026-10-10", "2026-10-11"], ["2026-10-10", "2026-10-17"], "wed"],
    "hours": [["10:00-11:00"]],
    "start": ["closed", 90],
    "stop": [["first_response", "agent_message"], "arrived"],
    "pause": [["waiting_client", "waiting_supplier"]],
    "ignore": [["automatic_reply", "client_message"]],
    "phases": [["arrived", "diagnosed"]],
    "reopen": ["restart"],
    "settle": ["3wd", "month"],
    "repeat": [False, True],
    "says": [{"zh": "紧急响应", "en": "Urgent response"}],
    "unit": ["percent"],
    "evidence": ["optional"],
    "combine": ["latest"],
    "id": ["other-name"],
    "metric": ["clock.reply"],
    "where": [{"priority": ["urgent"]}],
    "counting": [{"reopened": ["no"]}],
    "target": [{"within": "10m", "share": "98%", "tolerate": 1}, {"within": "4m", "all": True}],
    "calendar": ["nights"],
    "period": ["quarter", "40%"],
    "partial": ["skip"],
    "split": [None],
    "minimum": [6],
    "noData": ["neutral"],
    "warn": [["80%"]],
    "pick": ["others"],
    "method": ["requests", "nps"],
    "interval": ["2m"],
    "shortestOutage": ["6m"],
    "degraded": ["up"],
    "maxGap": ["20m"],
    "outageFrom": ["observed"],
    "outagesOf": ["service"],
    "needs": ["all", "client_consent"],
    "slotDown": ["40%"],
    "exclude": [["maintenance", "force_majeure"]],
    "excluded": ["removed"],
    "scale": ["1-7"],
    "satisfiedFrom": [5],
    "objective": ["handled", "response"],
    "on": ["2026-12-29", "2026-10-18"],
    "within": ["96h", "30d", "3 months"],
    "for": [["uptime", "slots"], "handled"],
    "of": ["fee.parts.portal", "fee", "recovery"],
    "tiers": [[{"below": "99.9%", "percent": 30}]],
    "each": ["day"],
    "percent": [3],
    "times": [3],
    "when": ["breached", "always"],
    "round": ["exact"],
    "most": ["900.00", 9],
    "cause": ["failure"],
    "stack": ["add"],
    "atLeast": ["99.995%"],
    "atMost": ["2%"],
    "floor": [20, 11],
    "event": ["report_missing"],
    "points": [2],
    "name": [{"zh": "达标", "en": "pass"}],
    "pay": ["90%"],
    "year": ["20%"],
    "yearFrom": ["contract"],
    "opens": ["6wd"],
    "automatic": [True],
    "breaches": [4],
    "consecutive": [3],
    "score": ["below 50"],
    "reclassified": ["from_start"],
    "amended": ["keep"],
}
"""What each key may become; the first that can be meant at its place is taken."""


def read_plain(terms: Terms) -> dict[str, Any]:
    """The terms as plain data, defaults included."""
    plain: dict[str, Any] = terms.model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain


def write_terms(plain: dict[str, Any]) -> Terms | None:
    """The terms that plain data say; None for data that cannot be meant."""
    document = Document(plain, {})
    try:
        terms = build_model(Terms, document, prefix="terms")
    except TermsError:
        return None
    return None if any(find_faults(terms, document)) else terms


_SCORE = EVERY_KEY[EVERY_KEY.index("  score:\n") : EVERY_KEY.index("  caps:")]
TOGETHER: dict[str, tuple[tuple[str, str], ...]] = {
    "calendars.*.always": (("always: {always: true}", 'always: {weekly: {mon: ["09:00-12:00"]}}'),),
    "objectives.*.measure.method": (("{method: slots, interval: 5m, slotDown: 50%}", "{method: requests}"),),
    "objectives.*.method": (("scale: 1-5\n    method: mean", "scale: 0-10\n    method: nps"),),
    "consequences.stack": (("  stack: greatest\n", ""), ("      cause: outage\n", "")),
    "consequences.score": ((_SCORE, ""), ("    - {score: below 60}\n", "")),
    "consequences.claims.automatic": (("opens: 5wd, within: 60d, calendar: office", "automatic: true"),),
}
"""Keys that can only change together with others: passages and what stands in their place."""

WITHOUT_MONEY = EVERY_KEY[: EVERY_KEY.index("consequences:")]
"""A fee can only go where nothing is reckoned from it."""


def list_changed(pattern: str) -> Iterator[tuple[Terms, Terms]]:
    """Terms and the same with one place of a pattern changed or taken out, each way that can still be meant."""
    text = WITHOUT_MONEY if pattern == "fee" else EVERY_KEY
    terms = load_terms(text)
    yield from ((terms, changed) for changed in _list_variants(read_plain(terms), pattern))
    for old, new in TOGETHER.get(pattern, ()):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    yield terms, load_terms(text)


def _list_variants(plain: dict[str, Any], pattern: str) -> Iterator[Terms]:
    for path in list(_list_paths(plain, pattern.split("."), ())):
        for value in [*VALUES.get(str(path[-1]), []), None]:
            changed = deepcopy(plain)
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            if value is None:
                holder.pop(path[-1]) if isinstance(holder, list) else holder.pop(path[-1], None)
            else:
                holder[path[-1]] = value
            terms = write_terms(changed)
            if terms is not None:
                yield terms


def _list_paths(plain: Any, steps: list[str], path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Where a pattern leads; the last step need not be there yet."""
    if not steps:
        yield path
    elif steps[0] == "*":
        entries = plain.items() if isinstance(plain, dict) else enumerate(plain)
        for key, entry in entries:
            yield from _list_paths(entry, steps[1:], (*path, key))
    elif isinstance(plain, dict):
        if steps[0] in plain:
            yield from _list_paths(plain[steps[0]], steps[1:], (*path, steps[0]))
        elif len(steps) == 1:
            yield (*path, steps[0])
