"""`serval evaluate`: the exit code is the outcome, and people and programs read the same figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.cast import ONLY_SOLVED, TERMS, Cast, write_cast
from tests.site.cli.conftest import SAMPLE, Run

SCORECARD_KEYS = [
    *("apiVersion", "kind", "agreement", "asOf", "engine", "tzdata"),
    *("evidence", "verdicts", "later", "digest", "statements", "intake", "files", "unused"),
]
AGREEMENT_KEYS = ["number", "title", "provider", "client", "version", "timezone", "digest"]
VERDICT_KEYS = [
    *(
        "objective",
        "subject",
        "says",
        "metric",
        "target",
        "statistic",
        "period",
        "population",
        "value",
        "shown",
        "outcome",
        "reason",
    ),
    *("provisional", "binding", "refusal", "breaching", "account", "phases", "versions", "digests", "digest"),
]
POPULATION_KEYS = ["counted", "kept", "missed", "valued", "open", "superseded", "excluded", "bad_data"]
INTAKE_KEYS = [
    *("rows", "badRows", "leftOut", "duplicatesDropped", "repeatedHeaders", "encodings", "rowsPerFile"),
    *("timezone", "timezoneAssumed", "first", "last", "items", "pausesKnown"),
]


def test_a_breach_ends_with_1_and_the_scorecard_names_it(start: Run, cast: Cast) -> None:
    ran = start(*cast.words("evaluate"), "--period", "2026-05")
    assert (ran.code, ran.err) == (1, "")
    assert "1 of 2 verdicts met, 1 breached, 0 without data." in ran.out
    assert "T-2 · answered" in ran.out
    assert "\x1b" not in ran.out


def test_everything_met_ends_with_0(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, terms=ONLY_SOLVED)
    ran = run(*cast.words("evaluate"), "--period", "2026-05")
    assert ran.code == 0
    assert "50.00%" in ran.out


def test_without_data_it_cannot_judge_and_ends_with_2(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--period", "2026-04")
    assert ran.code == 2
    assert "0 of 2 verdicts met, 0 breached, 2 without data." in ran.out


def test_a_condition_that_nothing_fulfils_is_named(run: Run, tmp_path: Path) -> None:
    cast = write_cast(tmp_path, terms=TERMS.replace("[high, low]", "高"))
    said = run(*cast.words("evaluate"), "--period", "2026-05").out
    assert "no item has priority = 高 here" in said


def test_a_period_outside_the_terms_ends_with_2_and_says_what_to_ask_for(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--period", "2031-04")
    assert ran.code == 2
    assert "in force from 2026-01-01 to 2026-12-31" in ran.out


def test_days_that_hold_no_whole_period_judge_none_and_name_it(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--from", "2026-05-02", "--to", "2026-05-20")
    assert ran.code == 2
    assert "answered, solved: 2026-05 closes later and was not judged." in ran.out


def test_days_that_hold_a_period_judge_it(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--from", "2026-05-01", "--to", "2026-05-31")
    assert ran.code == 1
    assert ran.out.count("2026-05 …") == 2


def test_without_a_period_all_of_the_evidence_is_judged(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"))
    assert ran.code == 1
    assert [line.split()[1] for line in ran.out.splitlines() if line.startswith((" answered", " solved"))] == [
        "2026-05"
    ] * 2
    assert "had not ended; their verdicts are provisional" in ran.out


def test_evidence_complete_up_to_an_earlier_instant_knows_nothing_later(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--period", "2026-05", "--as-of", "2026-05-04T12:00:00+08:00", "--json")
    verdicts = {verdict["objective"]: verdict for verdict in json.loads(ran.out)["verdicts"]}
    assert (verdicts["answered"]["population"]["kept"], verdicts["solved"]["population"]["open"]) == (1, 1)


def test_the_shape_of_the_json_is_pinned(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--period", "2026-05", "--json")
    document = json.loads(ran.out)
    assert list(document) == SCORECARD_KEYS
    assert list(document["agreement"]) == AGREEMENT_KEYS
    assert [list(verdict) for verdict in document["verdicts"]] == [VERDICT_KEYS] * 2
    assert list(document["verdicts"][0]["population"]) == POPULATION_KEYS
    assert list(document["intake"]) == INTAKE_KEYS


def test_the_json_says_what_the_table_says(run: Run, cast: Cast) -> None:
    ran = run(*cast.words("evaluate"), "--period", "2026-05", "--json")
    document = json.loads(ran.out)
    answered, solved = document["verdicts"]
    assert (ran.code, ran.err) == (1, "")
    assert (answered["shown"], answered["outcome"], answered["population"]["missed"]) == ("66.67%", "breached", 1)
    assert (solved["value"], solved["outcome"], solved["population"]["open"]) == ("1/2", "met", 1)
    assert [row["item"] for row in answered["breaching"]] == ["T-2"]
    assert (document["intake"]["rows"], document["intake"]["items"]) == (11, 3)


def test_two_files_are_judged_like_one(run: Run, cast: Cast) -> None:
    lines = cast.log.read_text(encoding="utf-8").splitlines(keepends=True)
    whole = json.loads(run(*cast.words("evaluate"), "--json").out)
    cast.log.write_text("".join(lines[:6]), encoding="utf-8")
    more = cast.folder / "more.csv"
    more.write_text("".join([lines[0], *lines[6:]]), encoding="utf-8")
    both = json.loads(run(*cast.words("evaluate"), "--tickets", more, "--json").out)
    assert both["digest"] == whole["digest"]
    assert both["intake"]["rowsPerFile"] == {"log.csv": 5, "more.csv": 6}


def test_bad_rows_can_be_left_out_and_the_result_says_how_many(run: Run, cast: Cast) -> None:
    with cast.log.open("a", encoding="utf-8") as stream:
        stream.write("T-4,some day,New,low\n")
    ran = run(*cast.words("evaluate"), "--skip-bad")
    assert ran.code == 1
    assert "Unreadable rows left out: 1." in ran.out


def test_a_scorecard_in_chinese_says_the_same(run: Run, cast: Cast) -> None:
    english = run(*cast.words("evaluate"), "--json")
    chinese = run("--lang", "zh", *cast.words("evaluate"), "--json")
    shown = run(*cast.words("evaluate"), "--lang=zh")
    assert chinese == english
    assert shown.code == 1
    assert "运维" in shown.out
    assert "verdicts" not in shown.out


@pytest.mark.parametrize("width", ["60", "80", "160"])
def test_the_scorecard_fits_the_console(run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    ran = run(*cast.words("evaluate"))
    assert max(len(line) for line in ran.out.splitlines()) <= int(width)
    assert "66.67%" in ran.out
    assert "50.00%" in ran.out


def test_the_shipped_sample_is_judged_as_the_demo_does(run: Run) -> None:
    words = ("evaluate", SAMPLE / "terms.yaml", "--tickets", SAMPLE / "incidents.csv.gz")
    ran = run(*words, "--mapping", SAMPLE / "mapping.yaml", "--period", "2016-04")
    assert ran.code == 1
    assert "12762 rows read, 1929 items judged." in ran.out
