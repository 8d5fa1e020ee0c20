"""`serval intake seal`, and commands that read what it wrote: the answer is that of the files themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.conftest import REPOSITORY
from tests.site.cli.cast import LOG, MAPPING, Cast, write_cast
from tests.site.cli.conftest import Ran, Run

ASSUMED = MAPPING.replace("timezone: Asia/Shanghai", "timezone: UTC\ntimezoneAssumed: true")


def seal(run: Run, cast: Cast, *words: object, out: str = "sealed.parquet") -> Path:
    path = cast.folder / out
    ran = run("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", path, *words)
    assert (ran.code, ran.err) == (0, "")
    return path


def test_sealing_says_what_was_sealed(run: Run, cast: Cast) -> None:
    out = cast.folder / "sealed.parquet"
    words = ("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", out)
    ran = run(*words)
    assert ran.out.startswith(f"3 items with 18 facts, out of 11 rows, sealed in {out} (")
    chinese = run("--lang", "zh", *words[:-1], cast.folder / "again.parquet")
    assert chinese.out.startswith("已读取 11 行，将 3 张工单（18 条事实）封存到")


def test_rows_that_were_left_out_are_told_when_sealing_and_when_judging(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, log=LOG + "T-4,never,New,low\nT-1,2026-05-04 09:00,New,high\n")
    words = ("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", tmp_path / "sealed.parquet")
    refused = run(*words)
    assert (refused.code, refused.out) == (2, "")
    assert "row 13" in refused.err
    assert not (tmp_path / "sealed.parquet").exists()
    sealed = run(*words, "--skip-bad")
    judged = run("evaluate", cast.terms, "--tickets", tmp_path / "sealed.parquet")
    for ran in (sealed, judged):
        assert "Unreadable rows left out: 1." in ran.out
        assert "Repeated rows dropped: 1." in ran.out
    assert "13 rows read, 3 items judged." in judged.out


@pytest.mark.parametrize("words", [("evaluate",), ("evaluate", "--json"), ("evaluate", "--period", "2026-05", "--all")])
def test_a_sealed_log_is_judged_like_the_log(words: tuple[str, ...], run: Run, cast: Cast) -> None:
    command, *options = words
    plain = run(*cast.words(command), *options)
    sealed = run(command, cast.terms, "--tickets", seal(run, cast), *options)
    assert sealed == plain
    assert plain.code == 1


def test_control_one_minute_of_one_row_makes_the_answer_another(run: Run, cast: Cast) -> None:
    plain = run(*cast.words("evaluate"), "--json")
    cast.log.write_text(LOG.replace("T-1,2026-05-04 15:00", "T-1,2026-05-04 15:01"), encoding="utf-8")
    sealed = run("evaluate", cast.terms, "--tickets", seal(run, cast), "--json")
    assert sealed.out != plain.out


def test_the_ledger_of_a_sealed_log_names_the_rows_of_the_log(run: Run, cast: Cast) -> None:
    ledgers = [cast.folder / name for name in ("plain.csv", "sealed.csv")]
    run(*cast.words("evaluate"), "--ledger", ledgers[0])
    run("evaluate", cast.terms, "--tickets", seal(run, cast), "--ledger", ledgers[1])
    plain, sealed = (ledger.read_text(encoding="utf-8-sig") for ledger in ledgers)
    assert sealed == plain
    assert "log.csv#10" in plain


def test_an_item_of_a_sealed_log_is_explained_like_one_of_the_log(run: Run, cast: Cast) -> None:
    plain = run(*cast.words("explain"), "--item", "T-2")
    sealed = run("explain", cast.terms, "--tickets", seal(run, cast), "--item", "T-2")
    assert sealed == plain
    assert "log.csv" in plain.out


@pytest.mark.slow
def test_a_real_log_is_judged_alike_sealed_and_not(run: Run, shared: Path, tmp_path: Path) -> None:
    log, terms = shared / "data/helpdesk-italian/helpdesk.csv.gz", REPOSITORY / "examples/helpdesk-italian.terms.yaml"
    text = (REPOSITORY / "examples/helpdesk-italian.mapping.yaml").read_text(encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text.replace("timezoneAssumed: true\n", ""), encoding="utf-8")
    out = tmp_path / "sealed.parquet"
    assert run("intake", "seal", log, "--mapping", mapping, "--out", out).code == 0
    plain = run("evaluate", terms, "--tickets", log, "--mapping", mapping, "--json")
    sealed = run("evaluate", terms, "--tickets", out, "--json")
    assert sealed == plain
    assert json.loads(plain.out)["evidence"]["items"] == 4580


def test_no_file_is_replaced_and_nothing_is_left_of_what_failed(run: Run, cast: Cast) -> None:
    out = seal(run, cast)
    before = out.read_bytes()
    refused = run("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", out)
    assert (refused.code, out.read_bytes()) == (2, before)
    assert "is there already" in refused.err
    absent = run("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", cast.folder / "nowhere" / "x.parquet")
    assert absent.code == 2
    assert "there is no such folder" in absent.err
    assert sorted(path.name for path in cast.folder.iterdir()) == [
        "log.csv",
        "mapping.yaml",
        "sealed.parquet",
        "terms.yaml",
    ]


def test_a_zone_that_is_only_assumed_must_be_named(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, mapping=ASSUMED)
    words = ("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", tmp_path / "sealed.parquet")
    refused = run(*words)
    assert refused.code == 2
    assert "Name the zone with --zone." in refused.err
    assert run(*words, "--zone", "Mars/Base").code == 2
    assert run(*words, "--zone", "Asia/Shanghai").code == 0
    sealed = run("evaluate", cast.terms, "--tickets", tmp_path / "sealed.parquet", "--json")
    cast.mapping.write_text(MAPPING, encoding="utf-8")
    assert sealed == run(*cast.words("evaluate"), "--json")


def test_a_zone_beside_the_one_the_mapping_names_is_refused(run: Run, cast: Cast) -> None:
    words = ("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", cast.folder / "sealed.parquet")
    refused = run(*words, "--zone", "UTC")
    assert refused.code == 2
    assert "names the zone Asia/Shanghai, not UTC" in refused.err
    assert run(*words, "--zone", "Asia/Shanghai").code == 0


def refuse(run: Run, *words: object) -> str:
    ran: Ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    return ran.err


def test_what_cannot_be_sealed_or_read_together_is_refused_with_the_way_out(run: Run, cast: Cast) -> None:
    sealed = seal(run, cast)
    out = cast.folder / "other.parquet"
    assert "tickets and samples can be sealed" in refuse(
        run, "intake", "seal", cast.log, "--mapping", "outages", "--out", out
    )
    judge = ("evaluate", cast.terms, "--tickets", sealed)
    assert "needs no mapping" in refuse(run, *judge, "--mapping", cast.mapping)
    assert "but not here" in refuse(run, *judge, "--tickets", cast.log, "--mapping", cast.mapping)
    assert "the files overlap" in refuse(run, *judge, "--tickets", sealed)
    assert "Name it with --tickets." in refuse(run, "evaluate", cast.terms, "--samples", sealed)
    sealed.write_bytes(sealed.read_bytes()[:-200])
    assert "sealed.parquet" in refuse(run, *judge)


def test_plain_parquet_still_needs_its_mapping(run: Run, cast: Cast) -> None:
    plain = cast.folder / "plain.parquet"
    pq.write_table(pq.read_table(seal(run, cast)).replace_schema_metadata(None), plain)
    assert "Tickets need a mapping" in refuse(run, "evaluate", cast.terms, "--tickets", plain)


@pytest.mark.slow
def test_sealed_checks_of_a_real_status_page_are_judged_like_the_checks(run: Run, shared: Path, tmp_path: Path) -> None:
    log, terms = shared / "data/monitoring/manticore/events.csv.gz", REPOSITORY / "examples/uptime-manticore.terms.yaml"
    mapping, out = REPOSITORY / "examples/uptime-manticore.mapping.yaml", tmp_path / "sealed.parquet"
    sealing = run("intake", "seal", log, "--mapping", mapping, "--out", out)
    assert (sealing.code, sealing.err) == (0, "")
    assert sealing.out.startswith("314 samples, out of 314 rows, sealed in")
    plain = run("evaluate", terms, "--samples", log, "--mapping", mapping, "--json")
    assert run("evaluate", terms, "--samples", out, "--json") == plain
    twice = run("evaluate", terms, "--samples", out, "--samples", log, "--mapping", mapping, "--json")
    assert json.loads(twice.out)["digest"] == json.loads(plain.out)["digest"]
    assert "needs no mapping" in refuse(run, "evaluate", terms, "--samples", out, "--mapping", mapping)
