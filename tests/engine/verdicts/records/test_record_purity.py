"""Goals R8 and R17 and finding F7 through the judge: order, copies, files and later evidence change no verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from serval.engine.availability import samples as samples_module
from serval.engine.availability.packed_instants import pack_instants
from serval.engine.availability.samples import SampleColumns, Whole
from serval.engine.records import NO_RECORDS, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Verdict, place_reading
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import (
    agree,
    down,
    judged,
    known,
    lost,
    outcome,
    promise,
    samples,
    score,
    told,
)
from tests.engine.verdicts.records.random_records import (
    Evidence,
    as_it_happened,
    dice,
    disordered,
    gather,
    known_at,
    random_evidence,
)

SETS, CONTROLS, CLOSED = 10_000, 300, 400
BOUNDS = [at("02-01 00:00"), at("02-14 00:00"), at("03-01 00:00")]
CLOSE, LATER = at("03-01 00:00"), at("04-01 00:00")
SHORT = {"from": "2026-02-01", "until": "2026-03-31", "timezone": "Asia/Shanghai"}
WHOLE: dict[str, Any] = {"interval": "1m", "maxGap": "20m", "shortestOutage": "5m", "outageFrom": "reported"}
PLAIN: dict[str, Any] = {"interval": "1m", "maxGap": "20m"}


def each_service(measure: dict[str, Any], until: str = "2026-03-31", **changes: Any) -> Agreement:
    plain = promise(
        **{"per": "service", "measure": measure, "exclude": ["maintenance"], "target": {"atLeast": "99%"}, **changes}
    )
    del plain["where"]
    return agree(plain, effective={**SHORT, "until": until})


def digests(rule: Agreement, records: Any, *, now: int = LATER) -> dict[tuple[str, str], str]:
    return {(v.subject, v.period.label): v.digest for v in score(rule, records, now=now).verdicts}


def count_differing(one: Mapping[Any, object], other: Mapping[Any, object]) -> int:
    assert one.keys() == other.keys()
    return sum(one[key] != other[key] for key in one)


def test_ten_thousand_sets_of_evidence_have_one_digest_in_any_order_number_of_copies_and_files() -> None:
    random = dice(8)
    rule = each_service(WHOLE, until="2026-02-28")
    evidence = random_evidence(random, SETS, BOUNDS)
    found = digests(rule, as_it_happened(evidence))
    assert len(found) > 0.95 * SETS  # those of which nothing had been heard by then have no verdict
    assert len(set(found.values())) > 0.9 * SETS
    assert count_differing(found, digests(rule, disordered(random, evidence))) == 0


@pytest.mark.parametrize(
    "measure",
    [{}, {"interval": "5m", "method": "slots"}, {"method": "requests"}, {"degraded": "down", "maxGap": "5m"}],
    ids=["states", "slots", "requests", "gaps"],
)
def test_every_method_gives_one_digest_whatever_the_order(measure: dict[str, Any]) -> None:
    random = dice(9)
    evidence = random_evidence(random, CONTROLS, BOUNDS)
    rule = each_service(measure)
    assert count_differing(digests(rule, as_it_happened(evidence)), digests(rule, disordered(random, evidence))) == 0


def test_control_samples_taken_as_they_arrive_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    random = dice(8)
    rule = each_service(WHOLE, until="2026-02-28")
    evidence = random_evidence(random, CONTROLS, BOUNDS)
    found = digests(rule, as_it_happened(evidence))

    def keep_order(at: Whole, status: Any, good: Whole, total: Whole) -> SampleColumns:
        return SampleColumns(pack_instants(at), status, good, total)

    monkeypatch.setattr(samples_module, "_normalise", keep_order)
    again = digests(rule, disordered(random, evidence))
    assert sum(found[key] != again.get(key) for key in found) > 0.5 * CONTROLS


def test_control_a_second_more_or_less_changes_the_digest() -> None:
    rule = each_service(PLAIN)
    one, other = (known(outages=[down("02-10 00:00", end)]) for end in ("02-10 00:05:00", "02-10 00:05:01"))
    assert digests(rule, one)["core", "2026-02"] != digests(rule, other)["core", "2026-02"]
    assert digests(rule, one)["core", "2026-03"] == digests(rule, other)["core", "2026-03"]


def test_where_a_record_was_read_is_no_evidence() -> None:
    rule = each_service(PLAIN)
    one, other = (known(outages=[down("02-10 00:00", "02-10 01:00", source=source)]) for source in ("a#1", "b#2"))
    assert digests(rule, one) == digests(rule, other)


def rewritten(measure: dict[str, Any], **changes: Any) -> list[tuple[Verdict, Verdict]]:
    """February of every service as it closed, and as all evidence shows it a month later, where they differ."""
    evidence = random_evidence(dice(21), CLOSED, BOUNDS)
    rule = each_service(measure, **changes)
    early = known_at(evidence, CLOSE)
    at_close = {v.subject: v for v in score(rule, as_it_happened(early), now=CLOSE).verdicts if v.period.end == CLOSE}
    later = {v.subject: v for v in score(rule, as_it_happened(evidence), now=LATER).verdicts if v.period.end == CLOSE}
    shared = at_close.keys() & later.keys()
    assert len(shared) > 0.9 * CLOSED
    return [(at_close[name], later[name]) for name in shared if at_close[name].digest != later[name].digest]


@pytest.mark.parametrize(
    "metric",
    [
        ("availability", {"atLeast": "99%"}),
        ("downtime", {"atMost": "1h"}),
        ("outages", {"atMost": 1}),
        ("mtbf", {"atLeast": "100h"}),
        ("mttr", {"atMost": "10m"}),
        ("mttd", {"atMost": "5m"}),
    ],
    ids=lambda metric: metric[0],
)
@pytest.mark.parametrize("calendar", ["always", "office"])
def test_later_evidence_never_changes_a_closed_month(metric: tuple[str, Any], calendar: str) -> None:
    assert rewritten(PLAIN, metric=metric[0], target=metric[1], calendar=calendar) == []


@pytest.mark.parametrize("method", [{"method": "requests"}, {"method": "slots", "interval": "5m"}])
def test_later_evidence_never_changes_a_closed_month_of_requests(method: dict[str, Any]) -> None:
    assert rewritten(method) == []


def test_only_an_outage_over_the_end_changes_a_closed_month_where_the_whole_outage_is_tested() -> None:
    """`shortestOutage` and `outageFrom: reported` look at the whole outage (rule 9), so its end must be known."""
    changed = rewritten(WHOLE)
    assert 0 < len(changed) < CLOSED / 2
    over_the_end = [down("02-28 23:59", None)], [down("02-28 23:59", "03-01 00:10")]
    rule = each_service({"shortestOutage": "5m"})
    closed, later = (
        judged(rule, known(outages=rows), subject="core", now=now)
        for rows, now in zip(over_the_end, (CLOSE, LATER), strict=True)
    )
    assert (lost(closed)[1], lost(later)[1]) == (0, 60)
    inside = [down("02-28 23:50", "02-28 23:59:59")]
    one, other = (judged(rule, known(outages=inside), subject="core", now=now) for now in (CLOSE, LATER))
    assert one.digest == other.digest


def test_without_max_gap_a_state_holds_until_the_next_sample_so_that_one_still_bears_on_the_closed_month() -> None:
    """The other evidence that reaches back: a log written on changes says with its next line what was before."""
    early, late = samples(("02-20 00:00", "up")), samples(("02-20 00:00", "up"), ("03-05 00:00", "down"))
    rule = each_service({})
    closed = judged(rule, build_records(samples=early), subject="core", now=CLOSE)
    later = judged(rule, build_records(samples=late), subject="core")
    assert (outcome(closed), outcome(later)) == (("no_data", "not_observed"), ("met", "limit_kept"))


def test_control_a_fold_that_does_not_settle_what_was_known_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    fold = place_reading.fold_samples

    def forgetful(columns: SampleColumns, *, interval: int | None, max_gap: int | None, known_at: Whole) -> Any:
        return fold(columns, interval=interval, max_gap=max_gap)

    monkeypatch.setattr(place_reading, "fold_samples", forgetful)
    assert rewritten(PLAIN) != []


def test_evidence_of_other_months_and_services_does_not_bear_on_a_verdict() -> None:
    rule = each_service(PLAIN)
    rows = [down("02-10 00:00", "02-10 01:00")]
    before = digests(rule, known(outages=rows))
    further = random_evidence(dice(4), 3, BOUNDS)
    records = known(outages=[*rows, *further.outages], samples=gather(further.samples, Evidence((), (), ())).samples)
    after = digests(rule, records)
    assert {key: after[key] for key in before} == before
    march = known(outages=[*rows, down("03-10 00:00", "03-10 01:00")])
    assert digests(rule, march)["core", "2026-02"] == before["core", "2026-02"]
    assert digests(rule, march)["core", "2026-03"] != before["core", "2026-03"]


def test_rows_add_up_to_the_account_to_the_second() -> None:
    evidence = random_evidence(dice(5), CLOSED, BOUNDS)
    rule, records = each_service(PLAIN), as_it_happened(evidence)
    counted: Counter[tuple[str, str]] = Counter()
    for row in told(rule, records, now=LATER):
        counted[row.subject, row.period] += row.working_seconds
    figures = [v for v in score(rule, records, now=LATER).verdicts if v.account is not None]
    assert len(figures) > CLOSED
    assert all(lost(v)[1] == counted[v.subject, v.period.label] for v in figures)


def test_no_evidence_at_all_is_judged_too() -> None:
    assert score(each_service(PLAIN), NO_RECORDS).verdicts == ()
