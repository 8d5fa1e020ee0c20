"""`serval intake figures`: what sealed samples measured, to read, as data, and as evidence that is judged."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.site.cli.conftest import Run

TERMS = """
apiVersion: serval/v1
kind: Agreement
metadata: {number: F, type: sla, title: Latency}
parties: {provider: p, client: c}
effective: {from: 2026-02-01, until: 2026-03-31, timezone: Asia/Shanghai}
calendars: {always: {always: true}}
measures: {latency: {says: {en: Slowest of twenty answers, zh: 响应时间}, unit: number, evidence: required}}
objectives:
  - {id: latency, metric: measure.latency, per: service, target: {atMost: 300}, calendar: always, period: month}
"""


@pytest.fixture
def sealed(run: Run, tmp_path: Path) -> Path:
    """Two months of a made-up shop, on both sides of a local midnight."""
    table, mapping, out = tmp_path / "checks.csv", tmp_path / "map.yaml", tmp_path / "sealed.parquet"
    ends = [(f"2026-02-28 23:{minute:02}:00", 10 * minute) for minute in range(1, 21)]
    begins = [(f"2026-03-01 00:{minute:02}:00", 500) for minute in range(3)]
    rows = "".join(f"shop,{at},up,{value}\n" for at, value in [*ends, *begins])
    table.write_text("service,at,status,value\n" + rows, encoding="utf-8")
    mapping.write_text(
        "apiVersion: serval/v1\nkind: Mapping\nlayout: samples\ntimezone: Asia/Shanghai\n"
        'dates: ["yyyy-MM-dd HH:mm:ss"]\n'
        "columns: {service: service, at: at, status: status, value: value}\n",
        encoding="utf-8",
    )
    assert run("intake", "seal", table, "--mapping", mapping, "--out", out).code == 0
    return out


def test_figures_are_shown_in_both_languages(run: Run, sealed: Path) -> None:
    words = ("intake", "figures", sealed, "--zone", "Asia/Shanghai", "--value", "p95", "--value", "mean")
    english, chinese = run(*words), run("--lang", "zh", *words)
    lines = [line.split() for line in english.out.splitlines() if line.strip()]
    assert lines[0] == ["Service", "Period", "p95", "Mean"]
    assert lines[2:] == [["shop", "2026-02", "190", "105"], ["shop", "2026-03", "500", "500"]]
    assert "平均值" in chinese.out
    assert (english.code, english.err) == (0, "")


def test_json_gives_exact_fractions_and_the_digest_of_the_file(run: Run, sealed: Path) -> None:
    ran = run("intake", "figures", sealed, "--zone", "UTC", "--period", "year", "--value", "mean", "--json")
    document = json.loads(ran.out)
    assert document["sha256"] == sha256(sealed.read_bytes()).hexdigest()
    assert [(row["period"], row["values"], row["mean"]) for row in document["figures"]] == [("2026", 23, "3600/23")]


def test_figures_are_evidence_that_is_judged(run: Run, sealed: Path, tmp_path: Path) -> None:
    out, terms = tmp_path / "latency.csv", tmp_path / "terms.yaml"
    terms.write_text(TERMS, encoding="utf-8")
    words = ("intake", "figures", sealed, "--zone", "Asia/Shanghai", "--value", "p95")
    written = run(*words, "--measure", "latency", "--out", out)
    assert f"Measures written to {out}." in written.out
    digest = sha256(sealed.read_bytes()).hexdigest()
    assert f"latency,2026-02-28T16:00:00Z,500,shop,sealed.parquet sha256:{digest} p95 2026-03" in out.read_text("utf-8")
    judged = run("evaluate", terms, "--measures", out, "--json", "--to", "2026-03-31", "--as-of", "2026-04-01")
    verdicts = {v["period"]["label"]: v["outcome"] for v in json.loads(judged.out)["verdicts"]}
    assert verdicts == {"2026-02": "met", "2026-03": "breached"}
    again = run(*words, "--measure", "latency", "--out", out)
    assert (again.code, "there already" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--value", "median"), "“median” is no figure"),
        (("--by", "team"), "“team” is no part of a service"),
        (("--period", "week"), "“week” is no period of figures"),
        (("--measure", "latency"), "holds one figure"),
    ],
)
def test_what_cannot_be_asked_is_refused(words: tuple[str, ...], said: str, run: Run, sealed: Path) -> None:
    ran = run("intake", "figures", sealed, "--zone", "UTC", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_file_that_is_not_sealed_is_refused_with_how_to_seal_it(run: Run) -> None:
    ran = run("intake", "figures", REPOSITORY / "README.md", "--zone", "UTC")
    assert (ran.code, "serval intake seal" in ran.err) == (2, True)
    absent = run("--lang", "zh", "intake", "figures", "absent.parquet", "--zone", "UTC")
    assert absent.code == 2
