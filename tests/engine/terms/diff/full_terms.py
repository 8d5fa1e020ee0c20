"""One agreement that uses every key of serval/v1 that can change."""

from __future__ import annotations

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
      leastKnown: 90%
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
