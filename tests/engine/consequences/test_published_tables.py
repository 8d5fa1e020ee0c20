"""Every credit table and example of the shared vectors, written as terms and settled."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from serval.engine.consequences import Promise, find_tier_faults
from serval.engine.spans import total
from serval.engine.terms.consequences import Consequences
from tests.engine.consequences.cast import agree, judge, payable, settle_one

SEEN = "tier text seen in a stored copy"
SOURCED = (
    "aws-ec2-instance",
    "aws-s3-standard",
    "aws-s3-ia",
    "aws-compute-optimizer",
    "aws-ec2-2012-style",
    "aptible-enclave",
    "gcp-functions",
    "gcp-vertex-search",
    "alibaba-datahub",
    "tidb-cloud",
    "qingcloud-like-voucher",
    "wavestack",
    "safespring-compute",
    "feiyue-gap-table",
)
UNVERIFIED = (
    "aws-compute-region",
    "gcp-actions-like",
    "gcp-compute-multizone",
    "azure-vm-zones",
    "azure-vm-worked",
    "alibaba-function-compute",
    "alibaba-maxcompute",
    "alibaba-directory",
    "alibaba-ecs-2018-third-party",
    "custom-97-99",
)
"""Tables nobody has seen whole at their source: they are computed all the same, and say so in the test's name."""

UNFINISHED = {"gcp-actions-like", "custom-97-99"}
"""Tables whose last rows were cut off where they were seen: their gap is in the vectors, not in the agreement."""

EVERY_TABLE = [
    *(pytest.param(name, id=name) for name in SOURCED),
    *(pytest.param(name, id=f"{name}-unverified") for name in UNVERIFIED),
]

Provider = dict[str, Any]


@pytest.fixture(scope="module")
def providers(shared: Path) -> dict[str, Provider]:
    text = (shared / "vectors" / "credits.json").read_text(encoding="utf-8")
    return {entry["id"]: entry for entry in json.loads(text, parse_float=str)["providers"]}


def test_what_is_verified_and_what_is_not_is_as_the_vectors_say(providers: dict[str, Provider]) -> None:
    assert set(providers) == {*SOURCED, *UNVERIFIED}
    assert {name for name, entry in providers.items() if entry["verified"] == SEEN} == set(SOURCED)


def write_tiers(provider: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows as terms; a row whose percentage was not seen pays nothing."""
    rows = []
    for row in provider["tiers"]:
        bounds = {"below": f"{row['lt']}%"} | ({} if row["gte"] is None else {"from": f"{row['gte']}%"})
        rows.append({**bounds, "percent": row["credit_pct"] or 0})
    return rows


def find_value(example: dict[str, Any]) -> Fraction:
    if "downtime_minutes" in example:
        return 1 - Fraction(example["downtime_minutes"], example["month_minutes"])
    return Fraction(example["uptime_pct"]) / 100


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_every_example_pays_its_percentage_of_the_fee(name: str, providers: dict[str, Provider]) -> None:
    provider = providers[name]
    for example in provider["examples"]:
        fee = {"amount": str(example.get("monthly_charge", 3)), "currency": "USD", "per": "month"}
        entries = [{"for": "up", "of": "fee", "tiers": write_tiers(provider)}] if provider["tiers"] else []
        verdict = judge(find_value(example), f"{provider['commitment_pct']}%")
        statement = settle_one(agree({"credits": entries}, fee), verdict)
        expected = Fraction(fee["amount"]) * Fraction(example["credit_pct"]) / 100
        assert Fraction(payable(statement)) == expected, example
        check_what_else_is_said(example, verdict.outcome, expected)


def check_what_else_is_said(example: dict[str, Any], outcome: str, expected: Fraction) -> None:
    if "credit_amount" in example:
        assert expected == example["credit_amount"]
    if "meets_sla" in example:
        assert (outcome == "met") is example["meets_sla"]
    if "uptime_exact" in example:
        assert abs(find_value(example) * 100 - Fraction(example["uptime_exact"])) < Fraction(1, 10**6)


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_only_tables_with_a_hole_have_a_fault(name: str, providers: dict[str, Provider]) -> None:
    provider = providers[name]
    if not provider["tiers"]:
        return
    terms = Consequences.model_validate({"credits": [{"for": "up", "of": "fee", "tiers": write_tiers(provider)}]})
    promise = Promise(Fraction(provider["commitment_pct"]) / 100, "share", "higher")
    faults = find_tier_faults(terms.credits[0].tiers or (), promise)
    holes = {"feiyue-gap-table": ("90%", "95%"), **dict.fromkeys(UNFINISHED, ("0%", "95%"))}
    expected = []
    if name in holes:
        lower, upper = holes[name]
        expected = [("terms.tier_gap", {"index": 1, "lower": lower, "upper": upper})]
    assert [(fault.code, fault.data) for fault in faults] == expected


def test_only_runs_of_ten_minutes_count_as_downtime(providers: dict[str, Provider]) -> None:
    for case in providers["gcp-vertex-search"]["downtime_period_cases"]:
        seconds = [int(Fraction(minutes) * 60) for minutes in case["down_minutes_runs"]]
        runs = tuple((10_000 * place, 10_000 * place + length) for place, length in enumerate(seconds))
        counted = total(tuple(run for run in runs if run[1] - run[0] >= 600))
        assert counted == case["counted_minutes"] * 60
