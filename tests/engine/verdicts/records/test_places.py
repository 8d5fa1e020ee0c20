"""Services made of parts: series, redundancy, instances, sites, what appears and vanishes (rules 7 and 9)."""

from __future__ import annotations

from fractions import Fraction
from json import dumps
from typing import Any

import pytest

from serval.engine.places import Place
from serval.engine.records import NO_RECORDS, Outage, build_records
from serval.engine.terms import Agreement, compile_versions, load_terms
from serval.engine.verdicts import Range, judge_items
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import (
    CORE,
    agree,
    down,
    every,
    excluded,
    judged,
    known,
    lost,
    outcome,
    promise,
    sampled,
    score,
    told,
)

PORTAL, DB, SPARE = Place("portal"), Place("db"), Place("spare")
ONE, TWO, THREE = (Place("core", f"i{number}") for number in (1, 2, 3))
NORTH, SOUTH = Place("core", site="north"), Place("core", site="south")
MINUTELY = {"interval": "1m", "maxGap": "10m"}


def series(**changes: Any) -> Agreement:
    return agree(promise(where={"service": ["core", "portal"]}, **changes))


def depending(depends: list[Any], outages_of: str = "components", **changes: Any) -> Agreement:
    services = {"core": {"depends": depends}, "db": {}, "spare": {}, "portal": {}}
    return agree(promise(measure={"outagesOf": outages_of}, **changes), services=services)


def test_services_in_series_are_down_while_any_is() -> None:
    records = known(outages=[down("02-10 00:00", "02-10 02:00"), down("02-10 01:00", "02-10 03:00", PORTAL)])
    assert lost(judged(series(), records)) == (0, 3 * 3600, 0)
    (row,) = told(series(), records, "2026-02")
    assert (row.item, row.working_seconds) == ("core, portal", 3 * 3600)


def test_a_series_keeps_who_noticed_and_where_its_outages_were_read() -> None:
    rule = series(metric="mttd", target={"atMost": "1h"})
    rows = [down("02-10 00:00", "02-10 02:00", detected="02-10 00:05", source="log#1")]
    records = known(outages=[*rows, down("02-10 01:00", "02-10 03:00", PORTAL, source="log#2")])
    assert judged(rule, records).value == 300
    assert [row.source for row in told(rule, records, "2026-02")] == ["log#1, log#2"]


def test_of_a_series_with_a_part_that_was_never_seen_no_figure_is_made_up() -> None:
    """Known time is the one hour in which core was down: it must not stand for the month."""
    seen = sampled({CORE: every(60, "02-01 00:00", "03-01 00:00")})
    rows = [down("02-10 00:00", "02-10 00:30")]
    records = build_records(samples=seen, outages=rows)
    assert outcome(judged(series(target={"atLeast": "99.9%"}), records)) == ("no_data", "gap")
    sure = judged(series(target={"atLeast": "99.99%"}), records)
    assert (sure.outcome, sure.value) == ("breached", 1 - Fraction(1800, 28 * 86_400))


@pytest.mark.parametrize(
    ("depends", "expected"),
    [
        (["db"], 2),
        (["db", "spare"], 3),
        ([{"atLeast": 1, "of": ["db", "spare"]}], 1),
        ([{"atLeast": 2, "of": ["db", "spare", "portal"]}], 1),
        ([{"atLeast": 3, "of": ["db", "spare", "portal"]}], 3),
    ],
    ids=["one", "series", "redundant", "two of three", "three of three"],
)
def test_a_service_is_down_as_what_it_depends_on_makes_it(depends: list[Any], expected: int) -> None:
    rows = [down("02-10 00:00", "02-10 02:00", DB), down("02-10 01:00", "02-10 03:00", SPARE)]
    assert lost(judged(depending(depends), known(outages=rows)))[1] == expected * 3600


@pytest.mark.parametrize(("outages_of", "hours"), [("service", 1), ("components", 2), ("both", 3)])
def test_terms_say_whose_outages_count(outages_of: str, hours: int) -> None:
    rows = [down("02-10 00:00", "02-10 02:00", DB), down("02-11 00:00", "02-11 01:00")]
    assert lost(judged(depending(["db"], outages_of), known(outages=rows)))[1] == hours * 3600


def test_dependencies_are_followed_to_the_last_one() -> None:
    services = {"core": {"depends": ["portal"]}, "portal": {"depends": ["db"]}, "db": {}}
    rule = agree(promise(measure={"outagesOf": "both"}), services=services)
    assert lost(judged(rule, known(outages=[down("02-10 00:00", "02-10 02:00", DB)])))[1] == 7200


@pytest.mark.parametrize(("needs", "hours"), [("all", 3), (1, 0), (2, 1), (9, 3)])
def test_so_many_instances_must_be_up(needs: Any, hours: int) -> None:
    """Of three instances one is down two hours, another two hours, one hour of them together."""
    rows = [down("02-10 00:00", "02-10 02:00", ONE), down("02-10 01:00", "02-10 03:00", TWO)]
    rows.append(down("02-20 00:00", "02-20 00:00:01", THREE))
    rule = agree(promise(measure={"needs": needs, "shortestOutage": "1m"}))
    assert lost(judged(rule, known(outages=rows)))[1] == hours * 3600


def test_each_service_instance_or_site_has_its_own_verdict() -> None:
    rows = [down("02-10 00:00", "02-10 02:00", ONE), down("02-11 00:00", "02-11 01:00", TWO)]
    rows += [down("02-12 00:00", "02-12 03:00", NORTH), down("02-12 00:00", "02-12 04:00", PORTAL)]
    for per, expected in (
        ("service", {"core": 6, "portal": 4}),
        ("instance", {"core/i1": 2, "core/i2": 1}),
        ("site", {"core@north": 3}),
    ):
        plain = {key: value for key, value in promise(per=per).items() if key != "where"}
        verdicts = score(agree(plain), known(outages=rows)).verdicts
        assert {v.subject: lost(v)[1] // 3600 for v in verdicts if v.period.label == "2026-02"} == expected


def test_a_site_named_in_the_terms_is_the_only_one_judged() -> None:
    rows = [down("02-10 00:00", "02-10 02:00", NORTH), down("02-11 00:00", "02-11 01:00", SOUTH)]
    rule = agree(promise(where={"service": "core", "site": "south"}))
    assert lost(judged(rule, known(outages=rows)))[1] == 3600
    each = agree(promise(where={"service": "core", "site": "south"}, per="site"))
    assert {v.subject for v in score(each, known(outages=rows)).verdicts} == {"core@south"}


def test_a_promised_service_without_evidence_is_told_of() -> None:
    rule = agree(promise(per="service", where={"service": ["core", "portal"]}))
    seen = {v.subject: v.reason for v in score(rule, NO_RECORDS).verdicts}
    assert seen == {"core": "not_observed", "portal": "not_observed"}


@pytest.mark.parametrize("place", [CORE, ONE])
def test_maintenance_of_a_service_is_that_of_its_instances(place: Place) -> None:
    rule = agree(promise(per="instance", exclude=["maintenance"]))
    records = known(
        outages=[down("02-10 00:00", "02-10 02:00", ONE)], exclusions=[excluded("02-10 01:00", "02-10 02:00", place)]
    )
    assert lost(judged(rule, records, subject="core/i1"))[:2] == (3600, 3600)


def test_maintenance_of_one_part_excuses_no_other_part() -> None:
    rows = [down("02-10 00:00", "02-10 02:00", ONE), down("02-10 01:00", "02-10 03:00", TWO)]
    away = [excluded("02-10 00:00", "02-10 04:00", ONE)]
    verdict = judged(agree(promise(exclude=["maintenance"])), known(outages=rows, exclusions=away))
    assert lost(verdict)[:2] == (3600, 7200)
    reasons = [
        (row.outcome, row.reason)
        for row in told(agree(promise(exclude=["maintenance"])), known(outages=rows, exclusions=away))
    ]
    assert ("excluded", "maintenance") in reasons


def test_maintenance_of_one_service_of_a_series_excuses_no_other() -> None:
    away = [excluded("02-10 00:00", "02-10 04:00", PORTAL)]
    rows = [down("02-10 00:00", "02-10 02:00", PORTAL), down("02-10 01:00", "02-10 03:00", CORE)]
    assert lost(judged(series(exclude=["maintenance"]), known(outages=rows, exclusions=away)))[:2] == (3600, 7200)


def test_maintenance_of_what_a_service_depends_on_is_excluded_there() -> None:
    away = [excluded("02-10 00:00", "02-10 04:00", DB)]
    records = known(outages=[down("02-10 00:00", "02-10 02:00", DB)], exclusions=away)
    assert lost(judged(depending(["db"], exclude=["maintenance"]), records))[:2] == (7200, 0)


def test_a_service_is_judged_from_its_first_to_its_last_day() -> None:
    services = {"core": {"from": "2026-02-11", "until": "2026-02-20"}}
    rule = agree(promise(measure=MINUTELY), services=services)
    seen = sampled({CORE: every(60, "02-11 00:05", "02-20 23:55")})
    verdict = judged(rule, build_records(samples=seen))
    assert (outcome(verdict), verdict.account and verdict.account.agreed) == (("met", "limit_kept"), 10 * 86_400)
    assert [v.period.label for v in score(rule, build_records(samples=seen)).verdicts] == ["2026-02"]
    late = sampled({CORE: every(60, "02-11 00:11", "02-20 23:55")})
    assert outcome(judged(rule, build_records(samples=late))) == ("no_data", "gap")


def test_a_part_of_a_series_counts_only_while_it_is_provided() -> None:
    services = {"core": {}, "portal": {"from": "2026-02-15"}}
    rule = agree(promise(where={"service": ["core", "portal"]}), services=services)
    rows = [down("02-10 00:00", "02-10 01:00", PORTAL), down("02-20 00:00", "02-20 02:00", PORTAL)]
    rows.append(down("02-11 00:00", "02-11 04:00"))
    verdict = judged(rule, known(outages=rows))
    assert (verdict.account and verdict.account.agreed, lost(verdict)[1]) == (28 * 86_400, 6 * 3600)


def test_a_spare_that_came_later_leaves_its_partner_alone_before() -> None:
    services = {"core": {"depends": [{"atLeast": 1, "of": ["db", "spare"]}]}, "db": {}, "spare": {"from": "2026-02-15"}}
    rule = agree(promise(measure={"outagesOf": "components"}), services=services)
    rows = [down("02-10 00:00", "02-10 01:00", DB), down("02-20 00:00", "02-20 02:00", DB)]
    assert lost(judged(rule, known(outages=rows)))[1] == 3600


def test_an_instance_that_appears_later_was_not_unknown_before_but_one_that_falls_silent_is() -> None:
    rule = agree(promise(measure=MINUTELY))
    seen = {ONE: every(60, "02-01 00:00", "03-01 00:00"), TWO: every(60, "02-15 00:00", "03-01 00:00")}
    assert outcome(judged(rule, known(samples=sampled(seen)))) == ("met", "limit_kept")
    silent = {ONE: every(60, "02-01 00:00", "03-01 00:00"), TWO: every(60, "02-01 00:00", "02-15 00:00")}
    assert outcome(judged(rule, known(samples=sampled(silent)))) == ("no_data", "gap")
    spare = agree(promise(measure={**MINUTELY, "needs": 1}))
    assert outcome(judged(spare, known(samples=sampled(silent)))) == ("met", "limit_kept")


def test_a_component_that_is_down_and_then_silent_is_an_outage_that_goes_on() -> None:
    seen = {CORE: [("02-10 00:00", "up")], PORTAL: [("02-01 00:00", "up"), ("02-10 00:00", "down")]}
    rule = series(metric="mttr", target={"atMost": "1h"}, measure={"interval": "1h"})
    assert judged(rule, known(samples=sampled(seen))).value is None


def test_each_version_of_the_terms_names_its_own_services() -> None:
    first = agree(promise(per="service", where={"service": ["core", "portal"]})).terms.model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    second = {**first, "effective": {**first["effective"], "from": "2026-03-01"}}
    second["objectives"] = [{**first["objectives"][0], "where": {"service": "core"}}]
    rule = compile_versions([load_terms(dumps(first)), load_terms(dumps(second))])
    asked = Range(rule.start, at("05-01 00:00"))
    rows = [Outage(PORTAL, at("02-10 00:00"), at("02-10 01:00"))]
    card = judge_items(rule, (), asked, now=at("05-01 00:00"), records=known(outages=rows))
    assert [(v.period.label, v.subject) for v in card.verdicts if v.subject == "portal"] == [
        ("2026-01", "portal"),
        ("2026-02", "portal"),
    ]
