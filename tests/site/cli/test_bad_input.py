"""Bad input: each kind ends with 2 and a sentence that says where and what to do, and nothing is written.

What is only untidy (rows out of order, rows or a header that stand twice) is judged as if it were tidy.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.site.cli.cast import LOG, MAPPING, TERMS, Cast, write_cast
from tests.site.cli.conftest import Run

HEADER, *ROWS = LOG.splitlines(keepends=True)
BERLIN = MAPPING.replace("Asia/Shanghai", "Europe/Berlin")
LIST = """\
apiVersion: serval/v1
kind: Mapping
layout: snapshot
timezone: Asia/Shanghai
dates: ["yyyy-MM-dd HH:mm"]
columns: {item: ticket, opened: opened, resolved: resolved, state: state, fields: {priority: priority}}
states: {New: open, Done: resolved}
"""
LIST_HEADER = "ticket,opened,resolved,state,priority\n"


def check_refused(run: Run, cast: Cast, *said: str, chinese: str) -> None:
    """English names every part of `said`, Chinese the same places and `chinese`; no ledger comes into being."""
    ledger = cast.folder / "ledger.csv"
    for language, expected in (("en", said), ("zh", (said[0], chinese))):
        ran = run("--lang", language, *cast.words("evaluate"), "--ledger", ledger)
        assert (ran.code, ran.out) == (2, ""), ran.out
        assert all(part in ran.err for part in expected), ran.err
        assert "Traceback" not in ran.err
        assert not list(cast.folder.glob("ledger*"))


def judge(run: Run, cast: Cast) -> dict[str, Any]:
    ran = run(*cast.words("evaluate"), "--json")
    assert ran.code in (0, 1), ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def test_control_the_cast_itself_is_judged_and_its_ledger_written(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--ledger", cast.folder / "ledger.csv")
    assert (ran.code, ran.err) == (1, "")
    assert (cast.folder / "ledger.csv").exists()


def test_wrong_yaml_is_refused_with_line_and_column(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, terms=TERMS.replace("clocks:\n", "clocks\n"))
    check_refused(run, cast, "terms.yaml:9:11: ", "without a colon", "Mend", chinese="冒号")


def test_an_unknown_metric_is_refused_with_the_known_ones(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, terms=TERMS.replace("clock.response", "clock.answer"))
    check_refused(run, cast, "terms.yaml:13:13: ", "“clock.answer”", "clock.response", chinese="不是指标")


def test_a_shift_that_ends_before_it_starts_is_refused(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, terms=TERMS.replace("09:00-18:00", "19:00-18:00"))
    check_refused(run, cast, "terms.yaml:7:31: ", "“19:00-18:00” ends before it starts", "Exchange", chinese="对调")


def test_an_unknown_zone_is_refused_with_the_nearest_one(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, terms=TERMS.replace("Asia/Shanghai", "Asia/Shanghay"))
    check_refused(run, cast, "terms.yaml:5:60: ", "“Asia/Shanghay”", "Asia/Shanghai", chinese="没有时区")
    mapped = write_cast(tmp_path, mapping=MAPPING.replace("Asia/Shanghai", "Asia/Shanghay"))
    check_refused(run, mapped, "mapping.yaml:4:11: ", "“Asia/Shanghay”", "Asia/Shanghai", chinese="没有时区")


def test_a_local_time_that_does_not_exist_is_refused(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, mapping=BERLIN, log=LOG.replace("2026-05-04 09:00", "2026-03-29 02:30"))
    check_refused(run, cast, "log.csv", "row 2", "“when”", "2026-03-29 02:30 does not exist", chinese="第 2 行")


def test_a_local_time_that_happened_twice_is_refused_until_the_mapping_chooses(run: Run, tmp_path: Path) -> None:
    log = LOG.replace("2026-05-04 09:00", "2025-10-26 02:30")
    cast = write_cast(tmp_path, mapping=BERLIN, log=log)
    check_refused(run, cast, "log.csv", "row 2", "“when”", "ambiguous: first or last", chinese="ambiguous: first")
    chosen = write_cast(tmp_path, mapping=BERLIN + "ambiguous: last\n", log=log)
    assert judge(run, chosen)["intake"]["first"] == "2025-10-26T01:30:00Z"


def test_events_out_of_order_are_judged_as_if_they_were_in_order(run: Run, tmp_path: Path) -> None:
    tidy = judge(run, write_cast(tmp_path))
    shuffled = judge(run, write_cast(tmp_path, log="".join([HEADER, *reversed(ROWS)])))
    assert shuffled["digest"] == tidy["digest"]


def test_rows_that_stand_twice_count_once_and_are_reported(run: Run, tmp_path: Path) -> None:
    tidy = judge(run, write_cast(tmp_path))
    doubled = judge(run, write_cast(tmp_path, log=LOG + "".join(ROWS)))
    assert doubled["digest"] == tidy["digest"]
    assert doubled["intake"]["duplicatesDropped"] == len(ROWS)


def test_a_stop_before_the_start_is_refused(run: Run, tmp_path: Path) -> None:
    row = "T-1,2026-05-04 09:00,2026-05-03 09:00,Done,low\n"
    cast = write_cast(tmp_path, mapping=LIST, log=LIST_HEADER + row)
    check_refused(run, cast, "log.csv", "row 2", "“resolved”", "2026-05-03 09:00 lies before", chinese="早于")


def test_a_solved_ticket_without_the_time_is_refused(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, mapping=LIST, log=LIST_HEADER + "T-1,2026-05-04 09:00,,Done,low\n")
    check_refused(run, cast, "log.csv", "row 2", "“state”", "Fill it in", chinese="请补上")


def test_a_clock_without_a_stop_is_breached_once_its_due_instant_has_passed(run: Run, tmp_path: Path) -> None:
    row = "T-1,2026-05-04 09:00,,New,low\n"
    cast = write_cast(tmp_path, mapping=LIST, log=LIST_HEADER + row)
    reasons = {}
    for now in ("2026-05-04T13:00:00+08:00", "2026-05-04T13:00:01+08:00"):
        ran = run(*cast.words("explain"), "--item", "T-1", "--as-of", now, "--json")
        reasons[now] = [clock["reason"] for clock in json.loads(ran.out)["clocks"] if clock["objective"] == "solved"]
    assert list(reasons.values()) == [["running"], ["due_passed"]]


@pytest.mark.parametrize("log", ["", HEADER], ids=["no line", "header only"])
def test_an_empty_log_is_refused(run: Run, tmp_path: Path, log: str) -> None:
    check_refused(run, write_cast(tmp_path, log=log), "log.csv", "no row of data", "Export", chinese="没有数据行")


def test_a_header_that_stands_twice_is_passed_over_and_reported(run: Run, tmp_path: Path) -> None:
    tidy = judge(run, write_cast(tmp_path))
    cast = write_cast(tmp_path, log="".join([HEADER, *ROWS[:5], HEADER, *ROWS[5:]]))
    doubled = judge(run, cast)
    assert doubled["digest"] == tidy["digest"]
    assert doubled["intake"]["repeatedHeaders"] == 1
    assert "that repeat the header" in run(*cast.words("evaluate")).out
    assert "表头" in run("--lang", "zh", *cast.words("evaluate")).out


def mix_encodings(cast: Cast) -> Cast:
    utf8 = (LOG + "T-4,2026-05-06 09:00,New,高\n").encode()
    cast.log.write_bytes(utf8 + "T-5,2026-05-06 09:00,New,中国人民高兴\n".encode("gb18030"))
    return cast


def write_bomb(cast: Cast) -> Cast:
    packed = replace(cast, log=cast.folder / "log.zip")
    with zipfile.ZipFile(packed.log, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("log.csv", HEADER.encode() + b"\0" * 100_000_000)
    return packed


def write_long_cell(cast: Cast) -> Cast:
    cast.log.write_text(LOG + "T-4,2026-05-06 09:00,New," + "x" * 10_000_000 + "\n", encoding="utf-8")
    return cast


@pytest.mark.parametrize(
    ("damage", "said", "chinese"),
    [
        (mix_encodings, ("log.csv", "row 14", "mixes UTF-8 and GB18030", "Export"), "第 14 行"),
        (write_bomb, ("log.zip", "was not opened", "zip bomb", "Pack"), "压缩炸弹"),
        (write_long_cell, ("log.csv", "row 13", "longer than", "Shorten"), "第 13 行"),
    ],
    ids=["mixed encodings", "zip bomb", "cell of ten megabytes"],
)
def test_a_hostile_or_damaged_file_is_refused(
    run: Run, cast: Cast, damage: Callable[[Cast], Cast], said: tuple[str, ...], chinese: str
) -> None:
    check_refused(run, damage(cast), *said, chinese=chinese)


def test_of_many_bad_rows_a_few_are_shown_and_all_are_counted(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"T-{number},some day,New,low\n" for number in range(1_200))
    ran = run(*write_cast(tmp_path, log=HEADER + rows).words("evaluate"))
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 6
    assert "row 2" in ran.err
    assert "1200" in ran.err
