"""Agreements of Chinese cloud services, their rules in our own words and money reckoned by hand.

What they say and the format cannot:
- 京东云 JDW: instances paid in advance get a hundred times the time lost as longer service, which is no money; the fee
  of the last 24 hours before a fault as base (here the fee of the period, per minute); the base differs only where the
  price changed within the period.
- 阿里云, 腾讯云: credits are vouchers that cannot be redeemed for cash; how a credit is paid is not part of the terms.
- 阿里云 函数工作流: the excerpt names the cap and no table; the table below is ours.
- 腾讯云 CBS: whose records prevail in a dispute.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from serval.engine.availability.samples import SampleCollector, Samples
from serval.engine.places import Place
from serval.engine.records import ClaimStep, Exclusion
from serval.engine.terms import Agreement
from tests.engine.terms.settling import Outcome, agree, at, outage, settle_all

HEAD = """
apiVersion: serval/v1
kind: Agreement
metadata: {{number: CLOUD, title: Cloud}}
parties: {{provider: cloud, client: buyer}}
effective: {{from: {first}, until: {last}, timezone: Asia/Shanghai}}
calendars:
  always: {{always: true}}
  office: {{weekly: {{mon-fri: ["09:00-18:00"]}}}}
"""


def cloud(rest: str, first: str = "2026-06-01", last: str = "2026-06-30") -> Agreement:
    return agree(HEAD.format(first=first, last=last) + rest)


# 天翼云 AOne: down only when every way into a meeting fails for five minutes or more on end; 99.9 % of the month.
AONE = """
services:
  meeting: {depends: [{atLeast: 1, of: [app, browser, phone]}]}
  app: {}
  browser: {}
  phone: {}
objectives:
  - id: meeting
    metric: availability
    where: {service: meeting}
    target: {atLeast: 99.9%}
    calendar: always
    period: month
    measure: {shortestOutage: 5m, outagesOf: components}
"""


def meet(*lengths: int, ways: tuple[str, ...] = ("app", "browser", "phone")) -> Outcome:
    rows = [outage(way, f"2026-06-{n:02} 10:00", length) for n, length in enumerate(lengths, 1) for way in ways]
    return settle_all(cloud(AONE), outages=rows)


def test_aone_counts_an_outage_from_five_minutes_on_and_then_all_of_it() -> None:
    month = 30 * 86_400
    assert meet(299).verdict("meeting", "2026-06").value == 1
    assert meet(300).verdict("meeting", "2026-06").value == 1 - Fraction(300, month)
    kept = meet(299, 300, 2_292).verdict("meeting", "2026-06")  # 300 + 2292 s are 43.2 minutes, 0.1 % of June
    assert (kept.outcome, kept.value) == ("met", Fraction(999, 1000))
    assert meet(299, 300, 2_293).verdict("meeting", "2026-06").outcome == "breached"


def test_aone_is_up_while_one_way_in_works() -> None:
    assert meet(9_000, ways=("app", "phone")).verdict("meeting", "2026-06").value == 1
    assert meet(9_000).verdict("meeting", "2026-06").outcome == "breached"


# 阿里云 函数工作流: one less the mean error rate of all five-minute slots of the month; at most half the fee.
WORKFLOW = """
fee: {amount: "2000.00", currency: CNY, per: month}
objectives:
  - id: calls
    metric: availability
    where: {service: workflow}
    target: {atLeast: 99.9%}
    calendar: always
    period: month
    measure: {method: slots, interval: 5m}
consequences:
  credits:
    - for: calls
      of: fee
      tiers: [{from: 99%, below: 99.9%, percent: 10}, {from: 95%, below: 99%, percent: 25}, {below: 95%, percent: 100}]
  caps: {period: 50%}
"""


def call(*slots: tuple[int, int]) -> Samples:
    """Good and all requests of five-minute slots, from the first of June on."""
    collector = SampleCollector()
    for number, (good, total) in enumerate(slots, 1):
        collector.add(Place("workflow"), at("2026-06-01 00:00") + 300 * number, good=good, total=total)
    return collector.build()


@pytest.mark.parametrize(
    ("slots", "value", "paid"),
    [
        # June has 12 × 24 × 30 = 8640 slots; eight and a half lost ones are 0.0984 %, eight and two thirds 0.1003 %.
        ([(0, 10)] * 8 + [(5, 10)], 1 - Fraction(17, 2) / 8640, "0.00"),
        ([(0, 10)] * 8 + [(1, 3)], 1 - Fraction(26, 3) / 8640, "200.00"),
        ([(0, 7)] * 86, 1 - Fraction(86, 8640), "200.00"),
        ([(0, 7)] * 87, 1 - Fraction(87, 8640), "500.00"),
        ([(0, 7)] * 433, 1 - Fraction(433, 8640), "1000.00"),
    ],
    ids=["within the promise", "below it", "just 99 %", "below 99 %", "capped at half the fee"],
)
def test_workflow_takes_the_mean_over_all_slots_of_the_month_also_those_without_calls(
    slots: list[tuple[int, int]], value: Fraction, paid: str
) -> None:
    outcome = settle_all(cloud(WORKFLOW), samples=call(*slots))
    assert outcome.verdict("calls", "2026-06").value == value
    assert outcome.payable("2026-06") == paid


# 阿里云 数据总线: 20, 30 and 50 % of the month's fee; claimed after the fifth working day, within two months.
DATAHUB = """
fee: {amount: "1000.00", currency: CNY, per: month}
services: {hub: {}}
objectives:
  - {id: hub, metric: availability, where: {service: hub}, target: {atLeast: 99.9%}, calendar: always, period: month}
consequences:
  credits:
    - for: hub
      of: fee
      tiers: [{from: 99%, below: 99.9%, percent: 20}, {from: 95%, below: 99%, percent: 30}, {below: 95%, percent: 50}]
  claims: {from: period_end, opens: 5wd, within: 2 months, calendar: office}
"""


@pytest.mark.parametrize(
    ("seconds", "paid"),
    [(2_592, "0.00"), (2_593, "200.00"), (25_920, "200.00"), (25_921, "300.00"), (129_601, "500.00")],
    ids=["99.9 %", "below 99.9 %", "99 %", "below 99 %", "below 95 %"],
)
def test_datahub_pays_by_the_row_that_holds_the_value(seconds: int, paid: str) -> None:
    outcome = settle_all(cloud(DATAHUB), outages=[outage("hub", "2026-06-03 00:00", seconds)])
    assert outcome.payable("2026-06") == paid


@pytest.mark.parametrize(
    ("now", "claimed", "state"),
    [
        ("2026-07-07 12:00", "2026-07-07 11:00", "not_open"),  # 1 July 2026 is a Wednesday: the fifth is Tuesday 7
        ("2026-07-08 09:00", "2026-07-08 08:00", "claimed"),
        ("2026-08-31 12:00", "2026-08-31 11:00", "claimed"),
        ("2026-09-01 12:00", "2026-09-01 11:00", "claimed_late"),
        ("2026-09-01 12:00", "", "lapsed"),
    ],
)
def test_datahub_can_be_claimed_from_the_fifth_working_day_to_two_months_after_the_month(
    now: str, claimed: str, state: str
) -> None:
    steps = [ClaimStep("2026-06", "claimed", at(claimed))] if claimed else []
    rows = [outage("hub", "2026-06-03 00:00", 5_000)]
    outcome = settle_all(cloud(DATAHUB), now=now, outages=rows, claim_steps=steps)
    assert outcome.claim("2026-06") == state


# 京东云 JDW: each instance by itself, five minutes or more, 99.90 %; a hundred times the fee of the minutes lost,
# whatever the verdict, at most the instance's fee; a month that is not whole is no period.
JDW = """
fee: {amount: "8640.00", currency: CNY, per: month, parts: {db-1: "4320.00", db-2: "4320.00"}}
services: {jdw: {}}
objectives:
  - id: instance
    metric: availability
    where: {service: jdw}
    per: instance
    target: {atLeast: 99.90%}
    calendar: always
    period: month
    partial: skip
    measure: {shortestOutage: 5m}
    exclude: [maintenance, client_caused, carrier, force_majeure]
consequences:
  credits:
    - {for: instance, of: fee.parts.*, each: minute, times: 100, when: always, round: down, most: 100%}
"""


def warehouse(*lengths: int, **records: object) -> Outcome:
    rows = [outage("jdw", f"2026-06-{n:02} 10:00", length, instance="db-1") for n, length in enumerate(lengths, 1)]
    rows.append(outage("jdw", "2026-06-20 10:00", 299, instance="db-2"))
    return settle_all(cloud(JDW, "2026-05-20"), outages=rows, **records)


@pytest.mark.parametrize(
    ("lengths", "outcome", "paid"),
    [
        # June has 43,200 minutes, so a minute of one instance costs 0.10, a hundred times that 10.00.
        ([299], "met", "0.00"),
        ([300], "met", "50.00"),
        ([450], "met", "70.00"),
        ([300, 2_293], "breached", "430.00"),  # 5 and 38 whole minutes
        ([60 * 500], "breached", "4320.00"),  # 5000.00 would be more than the instance costs
    ],
)
def test_jdw_pays_a_hundred_times_the_fee_of_the_minutes_lost_up_to_the_fee_of_the_instance(
    lengths: list[int], outcome: str, paid: str
) -> None:
    found = warehouse(*lengths)
    assert found.verdict("instance", "2026-06", "jdw/db-1").outcome == outcome
    assert found.verdict("instance", "2026-06", "jdw/db-2").value == 1
    assert found.payable("2026-06") == paid


def test_jdw_does_not_pay_for_what_was_announced_or_was_the_clients_doing() -> None:
    told = Exclusion("maintenance", "cloud", "buyer", start=at("2026-06-01 10:00"), end=at("2026-06-01 10:05"))
    assert warehouse(600, exclusions=[told]).payable("2026-06") == "50.00"
    other = Exclusion("curiosity", "cloud", "buyer", start=at("2026-06-01 10:00"), end=at("2026-06-01 10:05"))
    assert warehouse(600, exclusions=[other]).payable("2026-06") == "100.00"


def test_jdw_judges_whole_months_only() -> None:
    labels = {verdict.period.label for verdict in warehouse(300).card.verdicts}
    assert labels == {"2026-06"}


# 腾讯云 CBS: each instance, minutes that fail from end to end, 99.95 % of each service month, part months too.
CBS = """
fee: {amount: "300.00", currency: CNY, per: month, parts: {disk-1: "100.00", disk-2: "200.00"}}
services: {cbs: {}}
objectives:
  - id: disk
    metric: availability
    where: {service: cbs}
    per: instance
    target: {atLeast: 99.95%}
    calendar: always
    period: month
    measure: {shortestOutage: 1m}
    exclude: [maintenance, client_caused, force_majeure]
consequences:
  credits:
    - for: disk
      of: fee.parts.*
      tiers: [{from: 99%, below: 99.95%, percent: 10}, {from: 95%, below: 99%, percent: 25}, {below: 95%, percent: 100}]
  caps: {period: 100%}
  claims: {from: period_end, opens: 5wd, within: 60d, calendar: office}
"""


@pytest.mark.parametrize(
    ("seconds", "paid"),
    [(59, "0.00"), (1_296, "0.00"), (1_297, "20.00"), (25_921, "50.00"), (129_601, "200.00")],
    ids=["no minute", "21.6 minutes", "a second more", "below 99 %", "below 95 %"],
)
def test_cbs_pays_a_share_of_what_the_disk_costs(seconds: int, paid: str) -> None:
    rows = [outage("cbs", "2026-06-02 00:00", seconds, instance="disk-2")]
    assert settle_all(cloud(CBS), outages=rows).payable("2026-06") == paid


def test_cbs_has_four_service_months_in_three_months_that_begin_in_the_middle_of_one() -> None:
    rows = [outage("cbs", "2026-03-20 00:00", 7_200, instance="disk-1")]
    found = settle_all(cloud(CBS, "2026-03-17", "2026-06-16"), outages=rows)
    judged = [(v.period.first.isoformat(), v.period.last.isoformat()) for v in found.card.verdicts]
    assert judged == [
        ("2026-03-17", "2026-03-31"),
        ("2026-04-01", "2026-04-30"),
        ("2026-05-01", "2026-05-31"),
        ("2026-06-01", "2026-06-16"),
    ]
    march = found.verdict("disk", "2026-03", "cbs/disk-1")
    assert march.value == 1 - Fraction(7_200, 15 * 86_400)  # 99.44 %
    assert found.payable("2026-03") == "4.84"  # 10 % of 100.00 × 15 ÷ 31
