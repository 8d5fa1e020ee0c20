"""MTBF, MTTR and MTTD through the judge: exact means, and the month each repair and detection belongs to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from serval.engine.records import Records
from serval.engine.verdicts import Verdict
from tests.engine.verdicts.bench_of_terms import at
from tests.engine.verdicts.records.evidence import agree, down, judged, known, outcome, promise

FEBRUARY = 28 * 86_400


def figure(metric: str, target: dict[str, str | int], records: Records, **more: Any) -> Verdict:
    return judged(agree(promise(metric=metric, target=target, **more)), records)


def test_mtbf_mttr_and_mttd_are_exact() -> None:
    rows = [
        down("02-10 00:00", "02-10 01:00", detected="02-10 00:10"),
        down("02-11 00:00", "02-11 00:00:01", detected="02-11 00:00"),
        down("02-12 00:00", "02-12 00:30"),
    ]
    records = known(outages=rows)
    assert figure("mtbf", {"atLeast": "100h"}, records).value == Fraction(FEBRUARY - 5401, 3)
    assert figure("mttr", {"atMost": "1h"}, records).value == Fraction(5401, 3)
    assert figure("mttd", {"atMost": "5m"}, records).value == 300
    assert figure("downtime", {"atMost": "5401s"}, records).outcome == "met"
    assert figure("downtime", {"atMost": "1h30m"}, records).outcome == "breached"


def test_means_without_outages_have_their_own_reasons() -> None:
    assert outcome(figure("mtbf", {"atLeast": "100h"}, known())) == ("met", "no_outages")
    assert outcome(figure("mttr", {"atMost": "1h"}, known())) == ("no_data", "no_outages")
    unseen = known(outages=[down("02-10 00:00", "02-10 01:00")])
    assert outcome(figure("mttd", {"atMost": "1h"}, unseen)) == ("no_data", "detection_unknown")


@pytest.mark.parametrize("end", ["03-01 00:00:00", "03-01 00:00:01"])
def test_a_repair_belongs_to_the_month_in_which_it_was_made(end: str) -> None:
    rule, records = agree(promise(metric="mttr", target={"atMost": "1h"})), known(outages=[down("02-28 23:00", end)])
    assert judged(rule, records).reason == "no_outages"
    assert judged(rule, records, "2026-03").value == at(end) - at("02-28 23:00:00")


def test_a_repair_outside_hours_of_an_outage_that_counted_is_not_lost() -> None:
    rule = agree(promise(metric="mttr", target={"atMost": "1h"}, calendar="office"))
    records = known(outages=[down("02-27 17:00", "03-01 12:00")])
    assert judged(rule, records, "2026-03").value == 3600


def test_a_detection_belongs_to_the_month_in_which_it_was_made() -> None:
    rule = agree(promise(metric="mttd", target={"atMost": "1h"}))
    records = known(outages=[down("02-28 23:00", "02-28 23:30", detected="03-01 00:00")])
    assert judged(rule, records).reason == "detection_unknown"
    assert judged(rule, records, "2026-03").value == 3600


def test_a_detection_before_the_first_open_second_of_an_outage_belongs_to_the_month_of_that_second() -> None:
    """Down from Saturday, the last of February, and noticed at once: nothing of it counted when February closed."""
    rule = agree(promise(metric="mttd", target={"atMost": "1h"}, calendar="office"))
    records = known(outages=[down("02-28 20:00", None, detected="02-28 20:05")])
    closed = judged(rule, records, now=at("03-01 00:00"))
    later = judged(rule, records)
    assert (outcome(closed), later.digest) == (("no_data", "no_outages"), closed.digest)
    assert outcome(judged(rule, records, "2026-03")) == ("met", "limit_kept")
