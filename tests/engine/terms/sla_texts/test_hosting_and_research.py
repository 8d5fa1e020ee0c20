"""A hosting agreement of 2016 (Capital Technology) and a research centre's of 2019 (ASGC), in our own words.

What they say and the format cannot:
- Capital: an uptime credit of 5 % for each hour beyond the downtime permitted. What is permitted grows with the month,
  so the credit is said by percentage points short of the promise instead: exact in months of 30 days, about three per
  cent too low in those of 31.
- Capital: one cap of half the fee for uptime and another for response. `most` caps one verdict, `caps` everything.
- Capital: the right to end the agreement after more than five failures of any kind in one month: grounds count the
  breached verdicts of one objective.
- Capital: credits are taken off the next month's fee; how a credit is paid is not part of the terms.
- ASGC: "less than one working day" without saying how much less: one working day here.
- ASGC: an average of 90 % over months (here of the year's time, so long months weigh more) beside a least of 80 % in
  each.
- ASGC: three bad months lead to an investigation, which is said as a ground; downtimes over 24 h "need justification".
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from serval.engine.evidence import Item
from serval.engine.records import Exclusion
from tests.engine.terms.settling import Outcome, agree, at, outage, settle_all, ticket

PRIORITIES = {1: ("99.9%", 5), 2: ("99.5%", 2), 3: ("99%", 1)}
RESPONSE = {1: (15, 15, 30, 60), 2: (30, 30, 45, 60), 3: (60, 60, 75, 90)}
SEVERITIES = ("fatal", "severe", "medium", "minor")

HOSTING = """
apiVersion: serval/v1
kind: Agreement
metadata: {number: HOST, title: Hosting}
parties: {provider: host, client: buyer}
effective: {from: 2026-06-01, until: 2026-08-31, timezone: Asia/Shanghai}
fee: {amount: "1000.00", currency: USD, per: month}
services: {web: {}, mail: {}, wiki: {}}
calendars:
  always: {always: true}
  hours: {weekly: {mon-fri: ["09:00-17:30"]}}
clocks:
  response: {start: opened, stop: first_response, ignore: [automatic_reply]}
objectives:
"""


def write_hosting() -> str:
    names = dict(zip(PRIORITIES, ("web", "mail", "wiki"), strict=True))
    lines = [
        f"  - {{id: up-{n}, metric: availability, where: {{service: {names[n]}}}, target: {{atLeast: {promise}}}, "
        "calendar: always, period: month, exclude: [maintenance, client_caused]}"
        for n, (promise, _) in PRIORITIES.items()
    ]
    lines += [
        f"  - {{id: answer-{n}-{severity}, metric: clock.response, where: {{priority: {n}, severity: {severity}}}, "
        f"target: {{within: {minutes}m, all: true}}, calendar: hours, period: month}}"
        for n, limits in RESPONSE.items()
        for severity, minutes in zip(SEVERITIES, limits, strict=True)
    ]
    lines += ["consequences:", "  credits:"]
    for n, (_, percent) in PRIORITIES.items():
        answers = ", ".join(f"answer-{n}-{severity}" for severity in SEVERITIES)
        # In a month of 30 days a percentage point is 7.2 hours.
        per_point = Fraction(72, 10) * percent
        lines += [
            f"    - {{for: up-{n}, of: fee, each: point, percent: {float(per_point)}, round: exact, most: 50%}}",
            f"    - {{for: [{answers}], of: fee, each: hour, percent: {percent}, round: exact, most: 50%}}",
        ]
    return HOSTING + "\n".join(lines)


def host(*items: Item, **records: object) -> Outcome:
    return settle_all(agree(write_hosting()), items, **records)


@pytest.mark.parametrize(
    ("service", "minutes", "paid"),
    [
        # June has 43,200 minutes: 43.2 are permitted at priority 1, 216 at 2, 432 at 3.
        ("web", Fraction(432, 10), "0.00"),
        ("web", Fraction(432, 10) + 60, "50.00"),
        ("web", Fraction(432, 10) + 90, "75.00"),
        ("mail", 216 + 60, "20.00"),
        ("wiki", 432 + 300, "50.00"),
        ("web", 3_000, "500.00"),
    ],
)
def test_hosting_pays_for_each_hour_beyond_the_permitted_downtime(service: str, minutes: Fraction, paid: str) -> None:
    rows = [outage(service, "2026-06-05 03:00", int(minutes * 60))]
    assert host(outages=rows).payable("2026-06") == paid


def test_hosting_in_a_month_of_31_days_is_paid_a_little_less_than_the_text_says() -> None:
    permitted = 44_640 * 60 // 1000  # 44.64 minutes, less 0.4 seconds
    paid = host(outages=[outage("web", "2026-07-05 03:00", permitted + 3_600)]).payable("2026-07")
    assert paid == "48.38"  # the text means 50.00


def test_hosting_does_not_count_agreed_maintenance() -> None:
    told = Exclusion("maintenance", "host", "buyer", start=at("2026-06-05 03:00"), end=at("2026-06-05 06:00"))
    rows = [outage("web", "2026-06-05 03:00", 3 * 3_600)]
    assert host(outages=rows, exclusions=[told]).payable("2026-06") == "0.00"
    assert host(outages=rows).payable("2026-06") != "0.00"


def ask(priority: int, severity: str, opened: str, answered: str) -> Item:
    fields = {"priority": str(priority), "severity": severity}
    return ticket("T", opened, fields=fields, first_response=answered)


def test_hosting_answers_a_question_of_five_by_half_past_nine_the_next_morning() -> None:
    def judge(answered: str) -> str:
        item = ask(1, "minor", "2026-06-02 17:00", answered)
        return host(item).verdict("answer-1-minor", "2026-06").outcome

    assert judge("2026-06-03 09:30:00") == "met"
    assert judge("2026-06-03 09:30:01") == "breached"


@pytest.mark.parametrize("priority", RESPONSE)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_hosting_pays_for_each_hour_an_answer_is_late_pro_rata(priority: int, severity: str) -> None:
    limit = RESPONSE[priority][SEVERITIES.index(severity)]
    due, late = 9 * 60 + limit, 9 * 60 + limit + 90
    in_time = ask(priority, severity, "2026-06-02 09:00", f"2026-06-02 {due // 60:02}:{due % 60:02}")
    too_late = ask(priority, severity, "2026-06-02 09:00", f"2026-06-02 {late // 60:02}:{late % 60:02}")
    percent = PRIORITIES[priority][1]
    assert host(in_time).payable("2026-06") == "0.00"
    assert Fraction(host(too_late).payable("2026-06")) == Fraction(1000 * percent, 100) * Fraction(3, 2)


RESEARCH = """
apiVersion: serval/v1
kind: Agreement
metadata: {number: GRID, title: Research computing}
parties: {provider: grid, client: science}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Taipei}
services: {grid: {}}
calendars:
  always: {always: true}
  support:
    weekly: {mon-fri: ["09:00-18:00"]}
    holidays: {region: TW, source: agreed list, years: [2025, 2027], off: [2026-06-19]}
clocks:
  response: {start: opened, stop: first_response, ignore: [automatic_reply]}
objectives:
  - {id: top, metric: clock.response, where: {priority: top}, target: {within: 1wd, all: true}, calendar: support,
     period: month}
  - {id: very-urgent, metric: clock.response, where: {priority: very urgent}, target: {within: 1wd, all: true},
     calendar: support, period: month}
  - {id: urgent, metric: clock.response, where: {priority: urgent}, target: {within: 2wd, all: true},
     calendar: support, period: month}
  - {id: less-urgent, metric: clock.response, where: {priority: less urgent}, target: {within: 3wd, all: true},
     calendar: support, period: month}
  - {id: available, metric: availability, where: {service: grid}, target: {atLeast: 80%}, calendar: always,
     period: month}
  - {id: available-on-average, metric: availability, where: {service: grid}, target: {atLeast: 90%}, calendar: always,
     period: year}
  - {id: reliable, metric: availability, where: {service: grid}, target: {atLeast: 85%}, calendar: always,
     period: month, exclude: [maintenance, security_upgrade, force_majeure]}
  - {id: reliable-on-average, metric: availability, where: {service: grid}, target: {atLeast: 95%}, calendar: always,
     period: year, exclude: [maintenance, security_upgrade, force_majeure]}
consequences:
  terminate:
    - {consecutive: 3, of: available}
    - {consecutive: 3, of: reliable}
"""


@pytest.mark.parametrize(
    ("priority", "objective", "last"),
    [
        # Wednesday 17 June 2026; Friday 19 is a holiday.
        ("very urgent", "very-urgent", "2026-06-18 18:00:00"),
        ("urgent", "urgent", "2026-06-22 18:00:00"),
        ("less urgent", "less-urgent", "2026-06-23 18:00:00"),
    ],
)
def test_research_answers_within_working_days_without_holidays(priority: str, objective: str, last: str) -> None:
    def judge(answered: str) -> str:
        item = ticket("T", "2026-06-17 10:00", fields={"priority": priority}, first_response=answered)
        return settle_all(agree(RESEARCH), [item]).verdict(objective, "2026-06").outcome

    assert judge(last) == "met"
    assert judge(last[:-8] + "18:00:01") == "breached"


def test_research_is_reliable_where_only_maintenance_made_it_unavailable() -> None:
    day = 86_400
    rows = [outage("grid", "2026-06-02 00:00", 6 * day + 1)]  # 24 days of 30 would be 80 %
    told = Exclusion("maintenance", "grid", "science", start=at("2026-06-02 00:00"), end=at("2026-06-05 00:00"))
    outcome = settle_all(agree(RESEARCH), outages=rows, exclusions=[told])
    assert outcome.verdict("available", "2026-06").outcome == "breached"
    reliable = outcome.verdict("reliable", "2026-06")
    assert (reliable.outcome, reliable.value) == ("met", 1 - Fraction(3 * day + 1, 27 * day))
    assert outcome.verdict("available-on-average", "2026").outcome == "met"


@pytest.mark.parametrize(("months", "grounds"), [((3, 4), 0), ((3, 4, 6), 0), ((3, 4, 5), 1)])
def test_research_must_explain_itself_after_three_bad_months_on_end(months: tuple[int, ...], grounds: int) -> None:
    rows = [outage("grid", f"2026-{month:02}-02 00:00", 7 * 86_400) for month in months]
    outcome = settle_all(agree(RESEARCH), outages=rows)
    found = [ground for statement in outcome.statements for ground in statement.grounds]
    assert len([ground for ground in found if ground.objective == "available"]) == grounds
