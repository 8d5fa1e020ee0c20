"""Terms of which lint has nothing to say but a note, and ways to spoil them."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.lint import Finding, lint_terms
from serval.engine.terms import load_placed

CLEAN = """\
apiVersion: serval/v1
kind: Agreement
metadata: {number: SLA-1, type: sla, title: Core systems}
parties: {provider: yunhai, client: beichen}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}
fee: {amount: "1000.00", currency: CNY, per: month}
calendars:
  always: {always: true}
  office:
    weekly: {mon-fri: ["09:00-18:00"]}
    holidays: {region: CN, source: gazette, years: [2026, 2026], off: [2026-10-01]}
services:
  core: {}
  portal: {depends: [core]}
clocks:
  response: {start: opened, stop: first_response}
  resolution: {start: opened, stop: resolved, reopen: resume}
measures:
  hotline: {unit: percent, evidence: required}
objectives:
  - id: urgent
    metric: clock.response
    where: {priority: urgent}
    pick: response
    target: {within: 15m, share: 95%}
    calendar: always
    period: month
    minimum: 5
  - id: any
    metric: clock.response
    pick: response
    target: {within: 1h, share: 90%}
    calendar: office
    period: month
  - id: speed
    metric: clock.resolution
    target: {mean: 4h}
    calendar: office
    period: month
  - id: core-up
    metric: availability
    where: {service: core}
    target: {atLeast: 99.9%}
    calendar: always
    period: month
    measure: {interval: 1m, shortestOutage: 5m, maxGap: 10m}
  - id: portal-up
    metric: availability
    where: {service: portal}
    target: {atLeast: 99.5%}
    calendar: always
    period: month
  - id: happy
    metric: satisfaction
    target: {atLeast: 85%}
    scale: 1-5
    satisfiedFrom: 4
    minimum: 10
    calendar: always
    period: quarter
  - id: calls
    metric: measure.hotline
    target: {atLeast: 90%}
    calendar: office
    period: month
    noData: breach
assurance:
  - {from: 2026-09-25, until: 2026-10-08, objective: urgent, target: {within: 5m, share: 95%}}
extensions:
  - {objective: urgent, within: 2h, needs: client_consent}
consequences:
  credits:
    - for: core-up
      of: fee
      tiers:
        - {from: 99%, below: 99.9%, percent: 10}
        - {below: 99%, percent: 30}
  rewards:
    - {for: core-up, atLeast: 99.99%, of: fee, percent: 2}
  score:
    deduct:
      - {for: urgent, each: item, points: 1}
    grades:
      - {from: 90, name: pass, pay: 100%}
      - {from: 0, name: fail, pay: 80%}
  caps: {period: 20%, year: 10%}
  claims: {opens: 5wd, within: 60d, calendar: office}
  terminate:
    - {breaches: 3, of: core-up, within: 6 months}
"""

Edit = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """One check: an edit of the clean terms that it must find, at the line of `at`, and a near one that it must not."""

    code: str
    severity: str
    bad: tuple[Edit, ...]
    at: str
    good: tuple[Edit, ...]


def edit(text: str, edits: tuple[Edit, ...]) -> str:
    """A text with passages replaced, each of which must stand in it exactly once."""
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def lint(*texts: str) -> tuple[Finding, ...]:
    """Findings of documents that are called 0, 1, …"""
    return lint_terms([load_placed(text, source=str(place)) for place, text in enumerate(texts)])


def list_codes(*texts: str) -> set[str]:
    return {finding.code for finding in lint(*texts)}


def find_line(text: str, passage: str) -> int:
    """The line, from 1, on which a passage begins that stands in a text exactly once."""
    assert text.count(passage) == 1, passage
    return text[: text.index(passage)].count("\n") + 1
