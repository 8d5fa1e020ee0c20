"""What was known when a month closed stays: services and places that first speak later change nothing in it."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from serval.engine.places import Place
from serval.engine.records import NO_RECORDS, Answer, MeasureEntry, Outage, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Verdict
from serval.engine.verdicts.conditions import Witness
from serval.engine.verdicts.record_bench import RecordBench
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import (
    CORE,
    agree,
    down,
    judged,
    known,
    lost,
    outcome,
    promise,
    sampled,
    score,
)
from tests.engine.verdicts.records.random_records import dice

CLOSE, LATER = at("03-01 00:00"), at("06-01 00:00")
A, B = Place("core", "a"), Place("core", "b")
TARGETS: dict[str, dict[str, Any]] = {
    "availability": {"atLeast": "99%"},
    "downtime": {"atMost": "1h"},
    "outages": {"atMost": 1},
    "mtbf": {"atLeast": "100h"},
    "mttr": {"atMost": "1h"},
    "mttd": {"atMost": "10m"},
}
SERVICES = {"core": {}, "portal": {"depends": ["core", {"atLeast": 1, "of": ["db", "spare"]}]}, "db": {}, "spare": {}}


@pytest.mark.parametrize(("place", "measure"), [(CORE, {"maxGap": "100h"}), (A, {"needs": 1})])
def test_an_instance_first_seen_later_erases_no_outage(place: Place, measure: dict[str, Any]) -> None:
    rule = agree(promise(measure=measure, target={"atLeast": "99%"}))
    early = [down("02-10 00:00", "02-11 00:00", place)]
    closed = judged(rule, build_records(outages=early), now=CLOSE)
    later = judged(rule, build_records(outages=[*early, down("04-10 00:00", "04-11 00:00", B)]), now=LATER)
    assert (closed.outcome, closed.value) == ("breached", Fraction(27, 28))
    assert later.digest == closed.digest


def test_an_instance_is_counted_among_those_needed_from_its_first_sample() -> None:
    """Until the second one speaks there is only the first, whose outage is that of the service."""
    seen = {A: [("02-01 00:00", "up"), ("02-10 00:00", "down"), ("02-10 04:00", "up")], B: [("02-10 01:00", "up")]}
    rule = agree(promise(metric="downtime", target={"atMost": "1h"}, measure={"needs": 1}))
    assert lost(judged(rule, build_records(samples=sampled(seen))))[1] == 3600


def test_two_instances_of_which_only_outages_are_told_were_there_all_month() -> None:
    rows = [down("02-10 00:00", "02-10 04:00", A), down("02-20 00:00", "02-20 04:00", B)]
    rule = agree(promise(metric="downtime", target={"atMost": "1h"}, measure={"needs": 1}))
    assert lost(judged(rule, build_records(outages=rows)))[1] == 0


def each(metric: str, **changes: Any) -> dict[str, Any]:
    found = promise(**{"metric": metric, "noData": "breach", **changes})
    if "where" not in changes:
        del found["where"]
    return found


def surveyed(**changes: Any) -> Agreement:
    rule = each("satisfaction", per="service", scale="1-5", satisfiedFrom=4, target={"atLeast": "85%"})
    return agree(rule, **changes)


def measured(**changes: Any) -> Agreement:
    rule = each("measure.hotline", per="service", target={"atLeast": "90%"})
    return agree(rule, measures={"hotline": {"unit": "percent", "combine": "mean"}}, **changes)


def subjects(rule: Agreement, records: Records, *, now: int = LATER, period: str = "2026-02") -> list[str]:
    return [v.subject for v in score(rule, records, now=now).verdicts if v.period.label == period]


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        (
            surveyed(),
            {"answers": [Answer("1", at("02-10 00:00"), Fraction(5), "old"), Answer("2", CLOSE, Fraction(5), "new")]},
        ),
        (
            measured(),
            {"measures": [MeasureEntry("hotline", at(day), Fraction(1), subject=name) for day, name in
                          (("02-10 00:00", "old"), ("03-01 00:00", "new"))]},
        ),
        (
            agree(each("availability", per="service")),
            {"outages": [down("02-10 00:00", "02-10 01:00", Place("old")), down("03-01 00:00", None, Place("new"))]},
        ),
    ],
    ids=["surveys", "measures", "availability"],
)  # fmt: skip
def test_a_service_named_only_by_later_evidence_has_no_verdict_on_a_closed_month(
    rule: Agreement, rows: dict[str, Any]
) -> None:
    assert subjects(rule, build_records(**rows)) == ["old"]
    assert subjects(rule, build_records(**rows), period="2026-03") == ["new", "old"]
    assert subjects(rule, build_records(**rows), now=at("02-15 00:00"), period="2026-03") == ["old"]


@pytest.mark.parametrize("per", ["instance", "site"])
def test_a_part_named_only_by_later_evidence_has_no_verdict_on_a_closed_month(per: str) -> None:
    rows = [
        down("02-10 00:00", "02-10 01:00", Place("core", "a", "n")),
        down("04-10 00:00", None, Place("core", "b", "s")),
    ]
    found = subjects(agree(each("availability", per=per)), build_records(outages=rows))
    assert found == (["core/a"] if per == "instance" else ["core@n"])


@pytest.mark.parametrize(
    "rule",
    [surveyed, measured, lambda **more: agree(each("availability", per="service"), **more)],
    ids=["surveys", "measures", "availability"],
)
def test_a_service_has_verdicts_only_on_the_months_in_which_it_is_provided(rule: Any) -> None:
    services = {"core": {}, "short": {"from": "2026-03-15", "until": "2026-04-30"}}
    found = score(rule(services=services), NO_RECORDS, now=LATER).verdicts
    assert [v.period.label for v in found if v.subject == "short"] == ["2026-03", "2026-04"]
    assert {v.period.label for v in found if v.subject == "core"} >= {"2026-02", "2026-05"}
    assert {v.outcome for v in found if v.period.end <= LATER} == {"breached"}


@pytest.mark.parametrize("metric", ["mttr", "mttd"])
def test_a_month_without_outages_owes_no_evidence_of_repairs(metric: str) -> None:
    rule = agree(promise(metric=metric, target={"atMost": "1h"}, noData="breach"))
    assert outcome(judged(rule, known())) == ("no_data", "no_outages")
    assert outcome(judged(rule, NO_RECORDS)) == ("breached", "not_observed")


def test_a_month_without_open_hours_owes_no_evidence() -> None:
    rule = agree(promise(calendar="office", period="rolling 1d", noData="breach"))
    found = {v.period.start: outcome(v) for v in score(rule, NO_RECORDS, now=CLOSE).verdicts}
    saturday, monday = at("02-07 00:00"), at("02-09 00:00")
    assert found[saturday] == ("no_data", "not_observed")
    assert found[monday] == ("breached", "not_observed")


def scatter(random: Random, since: int, until: int) -> dict[str, Any]:
    """A few rows of each kind, of services, instances and sites that may first speak at any time."""
    places = [
        Place(service, instance, site)
        for service in ("core", "portal", "db", "other")
        for instance in ("", "a", "b")
        for site in ("", "n")
    ]
    moments = [random.randrange(since, until) for _ in range(24)]
    states, outages, answers, figures = {}, [], [], []
    for number, moment in enumerate(moments):
        place = random.choice(places)
        if number % 4 == 0:
            states.setdefault(place, []).append((moment, random.choice(["up", "up", "down", "degraded", ""])))
        elif number % 4 == 1:
            length = random.randrange(60, 400_000)
            ended = min(until, moment + length)
            outages.append(Outage(place, moment, ended, detected=min(ended, moment + 300)))
        elif number % 4 == 2:
            answers.append(Answer(f"{since}-{number}", moment, Fraction(random.randint(1, 5)), place.service))
        else:
            figures.append(
                MeasureEntry("hotline", moment, Fraction(random.randint(80, 100), 100), subject=place.service)
            )
    return {"samples": states, "outages": outages, "answers": answers, "measures": figures}


def build(*parts: dict[str, Any]) -> Records:
    states: dict[Place, list[Any]] = {}
    for part in parts:
        for place, seen in part["samples"].items():
            states.setdefault(place, []).extend(seen)
    rows = {name: [row for part in parts for row in part[name]] for name in ("outages", "answers", "measures")}
    return build_records(samples=sampled(states), **rows)


def random_rule(random: Random) -> Agreement:
    """A promise on availability of any kind, one on surveys and one on figures."""
    metric = random.choice(list(TARGETS))
    measure: dict[str, Any] = {"maxGap": random.choice(["10h", "100h"])}
    measure |= {} if random.random() < 0.5 else {"needs": random.choice([1, 2])}
    measure["outagesOf"] = random.choice(["service", "components", "both"])
    per = random.choice([None, "service", "instance", "site"])
    chosen = (
        {} if per and random.random() < 0.5 else {"where": {"service": random.choice([["core"], ["core", "portal"]])}}
    )
    told = {"per": per} if per else {}
    rules = [
        each(metric, id="up", measure=measure, target=TARGETS[metric], **chosen, **told),
        each("satisfaction", id="asked", scale="1-5", method="mean", target={"atLeast": "3"}, per="service"),
        each("measure.hotline", id="figure", target={"atLeast": "90%"}, per="service"),
    ]
    measures = {"hotline": {"unit": "percent", "combine": "mean"}}
    return agree(*rules, services=SERVICES, measures=measures)


def count_rewritten(seed: int, cases: int) -> int:
    """Of how many random agreements and histories a closed month reads otherwise once later evidence has come."""
    random, rewritten = dice(seed), 0
    for _ in range(cases):
        rule = random_rule(random)
        early, later = scatter(random, at("01-01 00:00"), CLOSE), scatter(random, CLOSE + 1, LATER)
        closed = digests(score(rule, build(early), now=CLOSE).verdicts)
        assert closed
        rewritten += closed != digests(score(rule, build(early, later), now=LATER).verdicts)
    return rewritten


def digests(verdicts: tuple[Verdict, ...]) -> dict[tuple[str, str, str], tuple[str, str]]:
    closed = (v for v in verdicts if v.period.end <= CLOSE)
    return {(v.objective.id, v.subject, v.period.label): (v.outcome, v.digest) for v in closed}


def test_evidence_of_later_months_changes_no_verdict_on_a_closed_one() -> None:
    assert count_rewritten(5, 150) == 0


def test_control_judging_all_places_ever_known_rewrites_closed_months(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Witness, "known_by", lambda witness, end: witness)
    assert count_rewritten(5, 30) > 3


def test_control_judging_all_services_ever_named_rewrites_closed_months(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecordBench, "speaks_of", lambda bench, tally: True)
    assert count_rewritten(5, 30) > 3
