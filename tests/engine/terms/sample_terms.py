"""One agreement that uses every key of serval/v1 as built, and ways to spoil it."""

from __future__ import annotations

from serval.engine.errors import Problem, TermsError
from serval.engine.terms import load_terms

SAMPLE = """\
# An agreement for tests
apiVersion: serval/v1
kind: Agreement
metadata: {number: SLA-2026-001, type: ola, title: {zh: 核心系统, en: Core systems}}
parties: {provider: yunhai, client: beichen}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}
services: {core: {criticality: critical}, portal: {criticality: normal}}
calendars:
  always: {always: true}
  office:
    timezone: Asia/Tokyo
    weekly: {mon-fri: ["09:00-12:00", "13:00-18:00"], sat: ["22:00-02:00"]}
    holidays: {region: CN, source: gazette, years: [2026, 2026], off: [2026-10-01], makeup: [2026-10-10]}
    makeup: tue
    closed: [2026-12-31, {on: 2026-12-30, hours: ["12:00-14:00"]}]
    open: [{on: 2026-10-11, hours: ["09:00-18:00"]}]
  region: {weekly: {tue: ["00:00-24:00"]}, holidays: CN}
clocks:
  response: {start: opened, stop: first_response, ignore: [automatic_reply]}
  resolution: {start: opened, stop: resolved, pause: [waiting_client], reopen: resume, settle: 5wd}
  reply: {start: client_message, stop: agent_message, repeat: true}
objectives:
  - id: answer
    says: {zh: 紧急事件, en: Urgent}
    metric: clock.response
    where: {type: incident, priority: [1, urgent]}
    target: {within: 15m, share: 95%, tolerate: 1}
    calendar: always
    period: month
    partial: merge
    minimum: 5
    noData: breach
    warn: [75%, 90%]
    source: "§4.1"
  - {id: solve, metric: clock.resolution, target: {within: 2wd, all: true}, calendar: office, period: year}
  - {id: speed, metric: clock.resolution, target: {p90: 4h, method: linear}, calendar: office, period: quarter}
  - {id: tail, metric: clock.resolution, target: {p99.9: 90m}, calendar: region, period: rolling 30d}
  - {id: mean, metric: clock.reply, target: {mean: 1h30m}, calendar: office, period: month}
  - {id: middle, metric: clock.reply, target: {median: 30m}, calendar: office, period: month}
  - {id: few, metric: count.opened, target: {atMost: 3}, calendar: office, period: contract-year}
  - {id: many, metric: count.delivered, target: {atLeast: 1}, calendar: office, period: month}
reclassified: restart
"""


def spoil(old: str, new: str, text: str = SAMPLE) -> str:
    """The sample with one passage replaced, which must stand in it exactly once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def list_problems(text: str) -> list[Problem]:
    """What loading complains about; none for terms that can be meant."""
    try:
        load_terms(text)
    except TermsError as error:
        return list(error.problems)
    return []


def place_of(text: str, passage: str) -> tuple[int, int]:
    """Line and column, from 1, at which a passage begins that stands in a text exactly once."""
    assert text.count(passage) == 1, passage
    before = text[: text.index(passage)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
