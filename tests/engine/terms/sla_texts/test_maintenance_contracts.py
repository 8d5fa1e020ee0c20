"""Chinese maintenance contracts and assessment sheets, their rules in our own words and points reckoned by hand.

What they say and the format cannot:
- 系统运维日常考核 (E): item 5 is missing in the excerpt; parts of a percentage point cost nothing, as the sheet says
  "each point".
- 生态环境 (F): "the time both sides agreed" may differ from fault to fault; here one limit stands for all, and longer
  ones are extensions. Bad effects on users and "other serious consequences" are for people to judge: they come in as
  occurrences.
- 长沙天心区 (D): no hours and no money are named; the matrix is judged round the clock and nothing follows from it.
- 运维合同 (G): a response is not defined; it is the first answer of a person here.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from serval.engine.evidence import Item
from serval.engine.records import MeasureEntry, ObligationEntry, Occurrence
from tests.engine.terms.settling import Outcome, agree, at, outage, settle_all, ticket

HEAD = """
apiVersion: serval/v1
kind: Agreement
metadata: {number: CARE, title: Care}
parties: {provider: care, client: office}
effective: {from: 2026-06-01, until: 2026-06-30, timezone: Asia/Shanghai}
calendars:
  always: {always: true}
clocks:
  response: {start: opened, stop: first_response, ignore: [automatic_reply]}
  arrival: {start: opened, stop: arrived}
  repair: {start: opened, stop: resolved, reopen: resume}
"""

# 长沙天心区: three levels of faults, each with a time to be on site and a time to be mended.
MATRIX = {"normal": ("4h", "8h"), "serious": ("2h", "4h"), "urgent": ("1h", "2h")}


def write_matrix() -> str:
    rows = [
        f"  - {{id: {level}-{clock}, metric: clock.{clock}, where: {{severity: {level}}}, "
        f"target: {{within: {limit}, all: true}}, calendar: always, period: month}}"
        for level, limits in MATRIX.items()
        for clock, limit in zip(("arrival", "repair"), limits, strict=True)
    ]
    return "\n".join(["objectives:", *rows])


@pytest.mark.parametrize(
    ("level", "arrived", "resolved"),
    [("normal", "13:00:00", "17:00:00"), ("serious", "11:00:00", "13:00:00"), ("urgent", "10:00:00", "11:00:00")],
)
def test_each_level_of_a_fault_has_its_own_time_to_arrive_and_to_mend(level: str, arrived: str, resolved: str) -> None:
    def judge(*stops: str) -> dict[str, str]:
        times = dict(zip(("arrived", "resolved"), (f"2026-06-01 {stop}" for stop in stops), strict=True))
        fault = ticket("F", "2026-06-01 09:00", fields={"severity": level}, **times)
        card = settle_all(agree(HEAD + write_matrix()), [fault]).card
        return {verdict.objective.id: verdict.outcome for verdict in card.verdicts}

    def expect(arrival: str, repair: str) -> dict[str, str]:
        nothing = {f"{other}-{clock}": "no_data" for other in MATRIX for clock in ("arrival", "repair")}
        return nothing | {f"{level}-arrival": arrival, f"{level}-repair": repair}

    assert judge(arrived, resolved) == expect("met", "met")
    late_arrival, late_repair = arrived[:-1] + "1", resolved[:-1] + "1"
    assert judge(late_arrival, resolved) == expect("breached", "met")
    assert judge(arrived, late_repair) == expect("met", "breached")


# 系统运维日常考核: a hundred points a month; 90 and more pass, 80 and more are fair.
DAILY = """
measures:
  hotline: {unit: percent}
objectives:
  - {id: hotline, metric: measure.hotline, target: {atLeast: 90%}, calendar: always, period: month}
  - id: pictures
    metric: downtime
    where: {service: pictures}
    per: instance
    target: {atMost: 8h}
    calendar: always
    period: month
  - {id: on-site, metric: clock.arrival, target: {within: 2h, all: true}, calendar: always, period: month}
  - {id: patrols, metric: obligation.patrol, target: {atLeast: 100%}, calendar: always, period: month}
  - {id: reports, metric: obligation.report, target: {atLeast: 100%}, calendar: always, period: month}
consequences:
  settle: month
  score:
    deduct:
      - {for: hotline, each: point, points: 0.5}
      - {for: pictures, each: verdict, points: 1}
      - {for: on-site, each: item, points: 1}
      - {for: patrols, each: item, points: 5}
      - {for: reports, each: item, points: 1}
      - {event: safeguard_failed, points: 3}
      - {event: report_forged, points: 3}
    grades:
      - {from: 90, name: {zh: 合格}}
      - {from: 80, name: {zh: 一般}}
      - {from: 0, name: {zh: 不合格}}
"""


def assess(**changes: object) -> Outcome:
    """June: 86.5 % of calls, one camera over eight hours, two late arrivals, a patrol left out, a report too late."""
    records = {
        "measures": [MeasureEntry("hotline", at("2026-06-30 12:00"), Fraction(865, 1000))],
        "outages": [
            outage("pictures", "2026-06-03 00:00", 8 * 3_600, instance="cam-1"),
            outage("pictures", "2026-06-03 00:00", 8 * 3_600, instance="cam-2"),
            outage("pictures", "2026-06-09 00:00", 1, instance="cam-2"),
        ],
        "obligations": [
            ObligationEntry("P-1", "patrol", at("2026-06-10 18:00"), at("2026-06-10 18:00")),
            ObligationEntry("P-2", "patrol", at("2026-06-20 18:00"), None),
            ObligationEntry("R-1", "report", at("2026-06-05 18:00"), at("2026-06-06 09:00")),
        ],
    }
    items = [
        ticket(f"T-{n}", "2026-06-02 09:00", arrived=f"2026-06-02 {hour}:00") for n, hour in enumerate((10, 11, 12, 13))
    ]
    return settle_all(agree(HEAD + DAILY), items, **{**records, **changes})


def test_the_daily_sheet_takes_points_for_each_thing_by_itself() -> None:
    # 3 whole points of 3.5 short × 0.5, one camera, two arrivals, one patrol × 5, one report
    assert assess().points("2026-06") == (100 - Fraction(3, 2) - 1 - 2 - 5 - 1, "一般")


def test_the_daily_sheet_counts_each_occurrence() -> None:
    happened = [
        Occurrence("O-1", "safeguard_failed", at("2026-06-11 10:00")),
        Occurrence("O-2", "report_forged", at("2026-06-12 10:00")),
    ]
    assert assess(occurrences=happened).points("2026-06") == (Fraction(167, 2), "一般")
    assert assess(occurrences=[*happened, *many("report_forged", 2)]).points("2026-06") == (Fraction(155, 2), "不合格")


def test_the_daily_sheet_never_falls_below_nothing() -> None:
    assert assess(occurrences=many("report_forged", 40)).points("2026-06") == (0, "不合格")


def test_ninety_points_pass() -> None:
    good = {"measures": [MeasureEntry("hotline", at("2026-06-30 12:00"), Fraction(9, 10))], "outages": []}
    done = [ObligationEntry("P-1", "patrol", at("2026-06-10 18:00"), at("2026-06-10 18:00"))]
    # Two late arrivals and a patrol left out leave 93.
    missed = [*done, ObligationEntry("P-2", "patrol", at("2026-06-20 18:00"), None)]
    assert assess(**good, obligations=missed).points("2026-06") == (93, "合格")
    assert assess(**good, obligations=missed, occurrences=many("report_forged", 1)).points("2026-06") == (90, "合格")
    assert assess(**good, obligations=missed, occurrences=many("safeguard_failed", 2)).points("2026-06")[1] == "一般"


def many(event: str, count: int) -> list[Occurrence]:
    return [Occurrence(f"{event}-{n}", event, at("2026-06-15 10:00")) for n in range(count)]


# 生态环境: a point for each fault of the provider's not mended in the agreed time, five for each reprimand.
REVIEW = """
objectives:
  - id: mended
    metric: clock.repair
    where: {caused_by: provider}
    target: {within: 4h, all: true}
    calendar: always
    period: month
extensions:
  - {objective: mended, within: 24h, needs: client_consent}
consequences:
  settle: month
  score:
    deduct:
      - {for: mended, each: item, points: 1}
      - {event: reprimanded, points: 5}
    grades:
      - {from: 90, name: {zh: 优秀}}
      - {from: 75, name: {zh: 良好}}
      - {from: 60, name: {zh: 合格}}
      - {from: 0, name: {zh: 不合格}}
"""


def fault(name: str, resolved: str, *, by: str = "provider", **events: str) -> Item:
    return ticket(name, "2026-06-02 09:00", fields={"caused_by": by}, resolved=f"2026-06-02 {resolved}", **events)


@pytest.mark.parametrize(
    ("late", "reprimands", "points", "grade"),
    [(0, 0, 100, "优秀"), (10, 0, 90, "优秀"), (11, 0, 89, "良好"), (10, 3, 75, "良好"), (12, 6, 58, "不合格")],
)
def test_the_review_takes_a_point_for_each_late_fault_and_five_for_each_reprimand(
    late: int, reprimands: int, points: int, grade: str
) -> None:
    items = [fault(f"L-{n:02}", "13:00:01") for n in range(late)] + [
        fault("K", "13:00:00"),
        fault("C", "20:00", by="x"),
    ]
    outcome = settle_all(agree(HEAD + REVIEW), items, occurrences=many("reprimanded", reprimands))
    assert outcome.points("2026-06") == (points, grade)


def test_the_review_gives_the_longer_time_that_was_agreed_before_the_limit_passed() -> None:
    in_time = fault("A", "20:00", client_consent="2026-06-02 12:59:59")
    too_late = fault("B", "20:00", client_consent="2026-06-02 13:00:01")
    assert settle_all(agree(HEAD + REVIEW), [in_time]).points("2026-06")[0] == 100
    assert settle_all(agree(HEAD + REVIEW), [too_late]).points("2026-06")[0] == 99


# 信息技术系统运维合同: round the clock; ten minutes, half an hour, two hours.
LEVELS = """
objectives:
  - {id: p1, metric: clock.response, where: {priority: P1}, target: {within: 10m, all: true}, calendar: always,
     period: month}
  - {id: p2, metric: clock.response, where: {priority: P2}, target: {within: 30m, all: true}, calendar: always,
     period: month}
  - {id: p3, metric: clock.response, where: {priority: P3}, target: {within: 2h, all: true}, calendar: always,
     period: month}
"""


@pytest.mark.parametrize(("level", "limit"), [("P1", 10), ("P2", 30), ("P3", 120)])
def test_each_level_is_answered_in_its_own_time_by_night_and_on_sundays(level: str, limit: int) -> None:
    def judge(seconds: int) -> str:
        minutes, rest = divmod(seconds, 60)
        answered = f"2026-06-07 {2 + minutes // 60:02}:{minutes % 60:02}:{rest:02}"
        events = {"automatic_reply": "2026-06-07 02:00:01", "first_response": answered}
        item = ticket("T", "2026-06-07 02:00", fields={"priority": level}, **events)
        return settle_all(agree(HEAD + LEVELS), [item]).verdict(level.lower(), "2026-06").outcome

    assert (judge(60 * limit), judge(60 * limit + 1)) == ("met", "breached")
