"""`serval intake sniff|presets`: how a file would be read, before anything is judged."""

from __future__ import annotations

from pathlib import Path

from tests.site.cli.cast import Cast
from tests.site.cli.conftest import SAMPLE, Run


def test_a_file_is_shown_as_it_would_be_read_with_its_doubts_and_a_mapping(run: Run) -> None:
    ran = run("intake", "sniff", SAMPLE / "incidents.csv.gz")
    assert (ran.code, ran.err) == (0, "")
    assert "one row per change" in ran.out
    assert ran.out.count("INC0000464") == 5
    assert "? " in ran.out
    assert "kind: Mapping" in ran.out


def test_a_proposed_mapping_judges_the_file_it_was_proposed_for(run: Run, tmp_path: Path) -> None:
    proposed = tmp_path / "mapping.yaml"
    sniffed = run("intake", "sniff", SAMPLE / "incidents.csv.gz", "--out", proposed)
    assert (sniffed.code, "mapping.yaml" in sniffed.err) == (0, True)
    words = ("evaluate", SAMPLE / "terms.yaml", "--tickets", SAMPLE / "incidents.csv.gz", "--mapping", proposed)
    ran = run(*words, "--period", "2016-04")
    assert ran.code == 1
    assert "12762 rows read, 1929 items judged." in ran.out


def test_only_the_mapping_can_be_printed(run: Run, cast: Cast) -> None:
    ran = run("intake", "sniff", cast.log, "--yaml")
    again = cast.folder / "again.yaml"
    again.write_text(ran.out, encoding="utf-8")
    assert ran.code == 0
    assert run("evaluate", cast.terms, "--tickets", cast.log, "--mapping", again).code in (0, 1, 2)
    assert "apiVersion: serval/v1" in ran.out


def test_a_mapping_that_is_there_is_not_overwritten(run: Run, cast: Cast) -> None:
    before = cast.mapping.read_text(encoding="utf-8")
    ran = run("intake", "sniff", cast.log, "--out", cast.mapping)
    assert ran.code == 2
    assert "mapping.yaml" in ran.err
    assert cast.mapping.read_text(encoding="utf-8") == before


def test_presets_are_listed_and_can_be_named_as_mappings(run: Run, cast: Cast) -> None:
    ran = run("intake", "presets")
    names = [line.split()[0] for line in ran.out.splitlines()]
    assert {"servicenow", "jira-service-management", "glpi", "zammad", "chinese-itsm"} <= set(names)
    refused = run("evaluate", cast.terms, "--tickets", cast.log, "--mapping", "service-now")
    assert refused.code == 2
    assert "“service-now”" in refused.err
    assert "servicenow" in refused.err


def test_presets_have_chinese_titles(run: Run) -> None:
    english, chinese = run("intake", "presets"), run("--lang", "zh", "intake", "presets")
    assert english.out != chinese.out
    assert len(english.out.splitlines()) == len(chinese.out.splitlines())


def test_what_is_no_table_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    for path in (tmp_path / "picture.csv", tmp_path, tmp_path / "gone.csv"):
        ran = run("intake", "sniff", path)
        assert (ran.code, ran.out) == (2, "")
        assert path.name in ran.err


def test_a_proposal_tells_its_doubts_as_sentences_and_a_bad_row_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text(
        "系统名称,故障发生时间,故障恢复时间\n门户,2026-05-03 09:00,2026-05-03 10:00\n"
        "门户,2026-05-04 09:00,2026-05-04 10:00\n门户,2026-05-05 09:00,2026-05-05 08:00\n",
        encoding="utf-8",
    )
    ran = run("--lang", "zh", "intake", "sniff", path)
    assert ran.out.count("? 文件没有写明时区") == 2
    assert "# ? 文件没有写明时区" in ran.out
    assert "sniff." not in ran.out
    before_mapping = ran.out[: ran.out.index("apiVersion")]
    (line,) = [line for line in before_mapping.splitlines() if "2026-05-05 08:00" in line]
    assert line.startswith("✗ o.csv 第 4 行")
