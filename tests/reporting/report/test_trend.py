"""Earlier periods beside a scorecard: of the same evidence, as if each had been asked for (docs/reports.md)."""

from __future__ import annotations

from collections.abc import Mapping

from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, MeasureEntry, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Judge, Range, Scorecard, Verdict, judge_items
from serval.reporting.report.model import Series
from serval.reporting.report.trend import MOST_EARLIER, TrendJudge
from tests.engine.verdicts.bench_of_terms import NOW, at, objective, terms, ticket

LONG = {"effective": {"from": "2024-01-01", "until": "2026-12-31", "timezone": "Asia/Shanghai"}}
MONTHS = ("01", "02", "03", "04", "05")


def follow(
    agreement: Agreement, asked: Range, *items: Item, records: Records = NO_RECORDS, earliest: int | None = None
) -> tuple[Scorecard, Mapping[Series, tuple[Verdict, ...]]]:
    """The scorecard and its trend, out of one pass."""
    first = min((item.facts[0].at for item in items), default=asked.start) if earliest is None else earliest
    judge = Judge(agreement, asked, now=NOW, records=records)
    trend = TrendJudge(agreement, asked, now=NOW, earliest=first, records=records)
    for item in sorted(items, key=lambda item: item.id):
        judge.take(item)
        trend.take(item)
    scorecard = judge.finish()
    return scorecard, trend.finish(scorecard)


def month(number: int) -> Range:
    return Range(at(f"{number:02}-01 00:00"), at(f"{number + 1:02}-01 00:00"))


def answered_each_month(*months: str) -> list[Item]:
    """One ticket a month; those of even months are late."""
    return [
        ticket(f"T-{name}", f"{name}-10 09:00", answered=f"{name}-10 {'11' if int(name) % 2 == 0 else '09'}:30")
        for name in months
    ]


def labels(trend: Mapping[Series, tuple[Verdict, ...]], name: str = "answer", subject: str = "") -> list[str]:
    return [verdict.period.label for verdict in trend[Series(name, subject)]]


def test_the_trend_of_may_holds_the_months_before_it_oldest_first() -> None:
    _, trend = follow(terms({}), month(5), *answered_each_month(*MONTHS))
    assert labels(trend) == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert [verdict.outcome for verdict in trend[Series("answer", "")]] == ["met", "breached", "met", "breached"]


def test_an_earlier_verdict_is_the_one_that_would_have_been_given() -> None:
    agreement, items = terms({}), answered_each_month(*MONTHS)
    _, trend = follow(agreement, month(5), *items)
    for number, verdict in enumerate(trend[Series("answer", "")], 1):
        (alone,) = judge_items(agreement, items, month(number), now=NOW).verdicts
        assert verdict.digest == alone.digest


def test_the_trend_stops_where_the_evidence_begins() -> None:
    _, trend = follow(terms({}), month(5), *answered_each_month("03", "05"))
    assert labels(trend) == ["2026-03", "2026-04"]


def test_a_month_that_was_silent_before_the_first_ticket_of_an_objective_is_left_out() -> None:
    agreement = terms({"where": {"priority": ["high"]}})
    items = [ticket("A", "01-10 09:00", answered="01-10 09:10"), *answered_each_month("02")]
    items.append(ticket("B", "03-10 09:00", answered="03-10 09:10", priority="high"))
    items.append(ticket("C", "05-10 09:00", answered="05-10 09:10", priority="high"))
    assert labels(follow(agreement, month(5), *items)[1]) == ["2026-03", "2026-04"]


def test_at_most_eleven_earlier_periods_are_judged() -> None:
    old = ticket("A", "01-10 09:00", answered="01-10 09:10")
    _, trend = follow(terms({}, **LONG), month(5), old, *answered_each_month("05"), earliest=at("01-01 00:00") - 10**8)
    assert labels(trend) == ["2026-01", "2026-02", "2026-03", "2026-04"]
    figures = [MeasureEntry("rate", at("04-15 12:00") - 31 * 86_400 * back, good=9, total=10) for back in range(20)]
    measured = terms(
        objective(id="rate", metric="measure.rate", target={"atLeast": "80%"}),
        **LONG,
        measures={"rate": {"unit": "percent", "combine": "mean"}},
    )
    _, trend = follow(measured, month(5), records=build_records(measures=figures), earliest=figures[-1].at)
    assert len(labels(trend, "rate")) == MOST_EARLIER
    assert labels(trend, "rate")[-1] == "2026-04"


def test_a_scorecard_of_several_months_has_the_trend_before_its_first() -> None:
    asked = Range(at("03-01 00:00"), at("06-01 00:00"))
    scorecard, trend = follow(terms({}), asked, *answered_each_month(*MONTHS))
    assert [verdict.period.label for verdict in scorecard.verdicts] == ["2026-03", "2026-04", "2026-05"]
    assert labels(trend) == ["2026-01", "2026-02"]


def test_each_service_has_a_trend_of_its_own() -> None:
    agreement = terms({"per": "service"})
    items = [
        ticket(f"{name}-{month}", f"{month}-10 09:00", answered=f"{month}-10 09:10", service=name)
        for name in ("core", "portal")
        for month in MONTHS
        if (name, month) not in (("portal", "01"), ("portal", "02"))
    ]
    _, trend = follow(agreement, month(5), *items)
    assert labels(trend, subject="core") == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert labels(trend, subject="portal") == ["2026-03", "2026-04"]


def test_rolling_and_dated_promises_have_no_trend() -> None:
    asked = Range(at("05-01 00:00"), at("05-09 00:00"))
    assert follow(terms({"period": "rolling 7d"}), asked, *answered_each_month(*MONTHS))[1] == {}


def test_without_evidence_before_the_period_there_is_no_trend() -> None:
    agreement = terms({})
    everything = Range(agreement.start, agreement.end, running=True)
    assert follow(agreement, everything, *answered_each_month(*MONTHS))[1] == {}


def test_earlier_verdicts_hold_no_rows_so_that_a_long_log_stays_small() -> None:
    agreement, items = terms({}), answered_each_month(*MONTHS)
    _, trend = follow(agreement, month(5), *items)
    assert [verdict.population.missed for verdict in trend[Series("answer", "")]] == [0, 1, 0, 1]
    assert {verdict.breaching for verdict in trend[Series("answer", "")]} == {()}


def test_a_month_that_is_judged_is_never_in_its_trend_as_well() -> None:
    scorecard, trend = follow(terms({}), month(5), *answered_each_month(*MONTHS))
    assert [verdict.period.label for verdict in scorecard.verdicts] == ["2026-05"]
    assert "2026-05" not in labels(trend)
