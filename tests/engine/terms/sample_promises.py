"""One agreement whose promises are no clocks, with what follows from them in money and points, to be spoilt."""

from __future__ import annotations

SAMPLE = """\
apiVersion: serval/v1
kind: Agreement
metadata: {number: SLA-2026-002, title: Hosting}
parties: {provider: yunhai, client: beichen}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}
fee: {amount: "120000.00", currency: CNY, per: month, parts: {portal: "20000", core: "90000"}}
services:
  core: {depends: [{atLeast: 1, of: [left, right]}]}
  portal: {depends: [core], from: 2026-02-01, until: 2026-11-30}
  left: {}
  right: {}
measures:
  calls: {unit: percent, combine: mean}
calendars:
  always: {always: true}
  office: {weekly: {mon-fri: ["09:00-18:00"]}}
clocks:
  response: {start: opened, stop: first_response}
objectives:
  - {id: answer, metric: clock.response, target: {within: 15m, all: true}, calendar: office, period: month}
  - {id: typical, metric: clock.response, target: {mean: 1h}, calendar: office, period: month}
  - {id: lately, metric: clock.response, target: {within: 1h, all: true}, calendar: office, period: rolling 30d}
  - id: up
    metric: availability
    where: {service: core}
    target: {atLeast: 99.9%}
    calendar: always
    period: month
    measure: {interval: 1m, shortestOutage: 3m, needs: all}
  - {id: each, metric: downtime, per: service, target: {atMost: 4h}, calendar: always, period: month}
  - {id: wrong, metric: rate.opened, counting: {fault: human}, target: {atMost: 5%}, calendar: always, period: month}
  - id: happy
    metric: satisfaction
    scale: 1-5
    satisfiedFrom: 4
    target: {atLeast: 90%}
    calendar: always
    period: month
  - {id: calls, metric: measure.calls, target: {atLeast: 95%}, calendar: always, period: month}
  - {id: patrols, metric: obligation.patrol, target: {atLeast: 100%}, calendar: always, period: month}
assurance:
  - {id: congress, from: 2026-03-01, until: 2026-03-14, objective: answer, target: {within: 5m, all: true}}
extensions:
  - {objective: answer, within: 2h, needs: extension_agreed}
consequences:
  credits:
    - for: up
      of: fee
      tiers:
        - {from: 99%, below: 99.9%, percent: 5}
        - {below: 99%, percent: 10}
      most: "50%"
    - {for: answer, each: item, amount: "200.00"}
    - {for: each, of: fee.parts.*, each: hour, times: 2}
  rewards:
    - {for: up, atLeast: 99.99%, amount: "1000.00"}
  score:
    start: 100
    floor: 0
    deduct:
      - {for: answer, each: item, points: 0.5}
      - {event: complaint, points: 2}
    grades:
      - {from: 90, name: good}
      - {from: 0, name: poor}
  caps: {period: "20%"}
  claims: {opens: 5wd, within: 60d, calendar: office}
  terminate:
    - {breaches: 3, of: up, within: 6 months}
    - {score: below 60}
"""
