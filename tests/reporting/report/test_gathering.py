"""What is gathered for the pictures of a report while rows are judged (docs/reports.md)."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from serval.engine.evidence import Fact, Item
from serval.engine.records import NO_RECORDS, Exclusion, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Judge, LedgerRow, Range, Scorecard, Verdict
from serval.reporting.report import gathering
from serval.reporting.report.gathering import MOST_DRAWN, MOST_EXCLUDED, MOST_FACTS, Gatherer
from serval.reporting.report.model import Gathered, Report
from serval.site.cli.evaluate import find_range
from serval.site.cli.inputs import load_versions
from serval.site.cli.sources import Evidence, Sources
from tests.engine.verdicts.bench_of_terms import NOW, at, objective, terms, ticket
from tests.engine.verdicts.random_cases import END, build_agreement, build_items, seeded
from tests.engine.verdicts.records.evidence import agree, down, excluded, known, promise

SAMPLE = Path(__file__).resolve().parents[3] / "src" / "serval" / "site" / "sample"
MINUTE = 60


def gather(
    agreement: Agreement, *items: Item, records: Records = NO_RECORDS, now: int = NOW, asked: Range | None = None
) -> Report:
    """The report of items judged one after the other, as the command line does."""
    asked = asked or Range(agreement.start, agreement.end, running=True)
    gatherer = Gatherer(agreement, asked, now=now, records=records)
    return Report(
        scorecard := judge(agreement, asked, items, gatherer, records, now), gathered=gatherer.finish(scorecard)
    )


def judge(
    agreement: Agreement, asked: Range, items: Iterable[Item], gatherer: Gatherer, records: Records, now: int
) -> Scorecard:
    judge = Judge(agreement, asked, now=now, sink=gatherer, records=records)
    for item in sorted(items, key=lambda item: item.id):
        judge.take(item)
        gatherer.note_item(item)
    return judge.finish()


def find(report: Report, period: str = "2026-02") -> Gathered:
    (verdict,) = [verdict for verdict in report.scorecard.verdicts if verdict.period.label == period]
    return report.find_gathered(verdict)


def late(number: int, minutes: int) -> Item:
    """Answered so many minutes after it was due."""
    begin = at("02-03 10:00")
    answered = Fact(begin + (60 + minutes) * MINUTE, "event", "first_response", source=f"log.csv#{number}")
    return ticket(f"T-{number:06}", "02-03 10:00", answered)


def test_every_counted_clock_is_in_the_distribution_and_every_breach_is_drawn() -> None:
    items = [late(1, 30), ticket("A", "02-04 09:00", answered="02-04 09:20"), ticket("B", "02-05 09:00")]
    found = find(gather(terms({}), *items))
    assert sorted(found.used) == [20 * MINUTE, 90 * MINUTE, (at("03-01 00:00") - at("02-05 09:00"))]
    assert list(found.targets) == [60 * MINUTE] * 3
    assert [drawn.row.item for drawn in found.breaching] == ["B", "T-000001"]
    assert [piece.end for drawn in found.breaching for piece in drawn.segments] == [
        at("03-01 00:00"),
        at("02-03 11:30"),
    ]
    assert found.breaching_total == 2


def test_of_many_breaches_those_furthest_over_target_are_drawn_in_the_order_of_items() -> None:
    number = MOST_DRAWN + 200
    found = find(gather(terms({}), *(late(place, 1 + (place * 11) % number) for place in range(number))))
    assert (len(found.breaching), found.breaching_total) == (MOST_DRAWN, number)
    assert [drawn.row.item for drawn in found.breaching] == sorted(drawn.row.item for drawn in found.breaching)
    over = [drawn.row.working_seconds - drawn.row.target_seconds for drawn in found.breaching]
    assert min(over) == 201 * MINUTE
    assert all(drawn.segments for drawn in found.breaching)


def test_of_equal_breaches_the_same_are_drawn_as_the_verdict_holds() -> None:
    found = find(gather(terms({}), *(late(place, 5) for place in range(MOST_DRAWN + 50))))
    assert [drawn.row.item for drawn in found.breaching] == [f"T-{place:06}" for place in range(MOST_DRAWN)]


def count_items() -> int:
    gc.collect()
    return sum(isinstance(found, Item) for found in gc.get_objects())


def hold_after(number: int) -> int:
    """Items that are still held after so many, each further over target than the one before."""
    agreement = terms({})
    asked = Range(agreement.start, agreement.end)
    gatherer = Gatherer(agreement, asked, now=NOW)
    judge = Judge(agreement, asked, now=NOW, sink=gatherer)
    before = count_items()
    for place in range(number):
        item = late(place, 1 + place)
        judge.take(item)
        gatherer.note_item(item)
    del item
    return count_items() - before


def test_however_long_the_log_only_the_items_that_are_drawn_are_held() -> None:
    assert hold_after(3 * MOST_DRAWN) == MOST_DRAWN


def test_control_a_gatherer_that_lets_go_of_nothing_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_DRAWN", 10**9)
    assert hold_after(3 * MOST_DRAWN) == 3 * MOST_DRAWN


def test_an_item_with_very_many_facts_is_listed_without_a_picture() -> None:
    begin = at("02-03 10:00")
    stirred = [Fact(begin + 1 + place, "field", "note", str(place)) for place in range(MOST_FACTS)]
    found = find(gather(terms({}), ticket("A", "02-03 10:00", *stirred, answered="02-03 12:00"), late(1, 30)))
    assert [(drawn.row.item, bool(drawn.segments)) for drawn in found.breaching] == [("A", False), ("T-000001", True)]


def test_the_first_excluded_items_are_listed_with_who_approved_it() -> None:
    number = MOST_EXCLUDED + 20
    items = [late(place, 5) for place in range(number)]
    rows = [
        Exclusion("client_caused", "provider", "client", item=item.id, source=f"exclusions.csv#{place}")
        for place, item in enumerate(items)
    ]
    agreement = terms({"exclude": ["client_caused"]})
    found = find(gather(agreement, *items, records=build_records(exclusions=rows)))
    assert [drawn.row.item for drawn in found.excluded] == [item.id for item in items[:MOST_EXCLUDED]]
    assert {drawn.approved_by for drawn in found.excluded} == {"client"}
    assert all(drawn.segments for drawn in found.excluded)
    assert (found.excluded_total, found.breaching_total, list(found.used)) == (number, 0, [])


def test_a_cancelled_item_is_excluded_without_anybody_s_approval() -> None:
    cancelled = ticket("A", "02-03 10:00", Fact(at("02-03 10:20"), "state", "cancelled", source="log.csv#9"))
    (drawn,) = find(gather(terms({}), cancelled)).excluded
    assert (drawn.row.reason, drawn.approved_by) == ("cancelled", "")


def test_outages_that_counted_are_drawn_by_their_rows_and_those_too_short_are_listed() -> None:
    rule = {"method": "time", "shortestOutage": "5m"}
    agreement = agree(promise(measure=rule, exclude=["maintenance"]))
    maintenance = excluded("02-10 01:00", "02-10 03:00")
    records = known(
        outages=[
            down("02-03 10:00", "02-03 11:00"),
            down("02-04 10:00", "02-04 10:02"),
            down("02-10 01:30", "02-10 02:00"),
        ],
        exclusions=[maintenance],
    )
    found = find(gather(agreement, records=records))
    assert list(found.used) == [3600]
    assert [drawn.row.started for drawn in found.breaching] == [at("02-03 10:00")]
    assert [drawn.row.reason for drawn in found.excluded] == ["too_short", "excluded", "maintenance"]


def test_a_rolling_promise_on_tickets_is_gathered_for_its_last_day_only() -> None:
    agreement = terms({"period": "rolling 7d"})
    asked = Range(at("02-01 00:00"), at("02-10 00:00"))
    report = gather(agreement, late(1, 30), late(2, 60), asked=asked)
    found = [len(report.find_gathered(verdict).breaching) for verdict in report.scorecard.verdicts]
    assert len(found) > 5
    assert found == [0] * (len(found) - 1) + [2]


def test_measures_and_answers_have_rows_but_no_lengths_of_time() -> None:
    counted = objective(metric="count.opened", target={"atMost": 0})
    assert list(find(gather(terms(counted), late(1, 30))).used) == []


def list_faults(report: Report) -> list[Any]:
    """Verdicts whose gathered rows are not those the verdict itself holds and counts."""
    return [
        (verdict.objective.id, verdict.period.label)
        for verdict in report.scorecard.verdicts
        if verdict.binding and verdict.objective.kind == "clock" and not agrees(verdict, report.find_gathered(verdict))
    ]


def agrees(verdict: Verdict, found: Gathered) -> bool:
    rows = [drawn.row for drawn in found.breaching]
    counts = (len(found.used), found.breaching_total, found.excluded_total)
    population = verdict.population
    return rows == list(verdict.breaching) and counts == (population.counted, population.missed, population.excluded)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_gathered_is_what_the_verdicts_count(seed: int) -> None:
    below = seeded(seed)
    agreement = build_agreement(below)
    assert list_faults(gather(agreement, *build_items(below, agreement), now=END)) == []


def test_the_rows_of_a_real_log_come_whole_with_their_pictures() -> None:
    agreement = load_versions([SAMPLE / "terms.yaml"])
    sources = Sources([SAMPLE / "incidents.csv.gz"], {}, [str(SAMPLE / "mapping.yaml")])
    evidence = Evidence(sources, skip_bad=False)
    now = evidence.latest or 0
    asked = find_range(agreement, evidence, now, (None, None))
    report = gather(agreement, *evidence.items(""), now=now, asked=asked)
    drawn = [one for found in report.gathered.values() for one in found.breaching if one.row.target_seconds]
    assert list_faults(report) == []
    assert len(drawn) > 500
    assert all(sum(s.working for s in d.segments if s.kind == "running") == d.row.working_seconds for d in drawn)


def test_every_row_is_passed_on() -> None:
    agreement = terms({})
    asked = Range(agreement.start, agreement.end)
    seen: list[LedgerRow] = []
    gatherer = Gatherer(agreement, asked, now=NOW, sink=seen.append)
    judge(
        agreement, asked, [late(1, 30), ticket("A", "02-04 09:00", answered="02-04 09:20")], gatherer, NO_RECORDS, NOW
    )
    assert [row.item for row in seen] == ["A", "T-000001"]
