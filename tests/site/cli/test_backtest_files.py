"""`serval backtest --out`: pages, a picture, a workbook and data, all of them or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.cast import TERMS, Cast, write_cast
from tests.site.cli.conftest import Run

DAYS = ("--from", "2026-04-01", "--to", "2026-05-31", "--as-of", "2026-06-30")
BEGINS = {".pdf": b"%PDF-1.7", ".svg": b"<svg", ".png": b"\x89PNG", ".xlsx": b"PK", ".json": b"{"}


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    cast = write_cast(tmp_path)
    (tmp_path / "draft.yaml").write_text(TERMS.replace("within: 15m", "within: 5m"), encoding="utf-8")
    return cast


def words(cast: Cast, *more: object) -> tuple[object, ...]:
    evidence = ("--tickets", cast.log, "--mapping", cast.mapping)
    return ("backtest", cast.terms, cast.folder / "draft.yaml", *evidence, *DAYS, *more)


def list_outs(folder: Path, name: str = "result") -> list[Path]:
    return [folder / (name + ending) for ending in BEGINS]


def ask_for(outs: list[Path]) -> list[object]:
    return [word for out in outs for word in ("--out", out)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_is_written_and_the_same_again(run: Run, cast: Cast, language: str) -> None:
    one, two = list_outs(cast.folder), list_outs(cast.folder, "again")
    ran = run("--lang", language, *words(cast, *ask_for(one)))
    assert (ran.code, ran.err) == (0, "")
    assert [out.name for out in one if out.name not in ran.out] == []
    assert run("--lang", language, *words(cast, *ask_for(two))).code == 0
    for out, again in zip(one, two, strict=True):
        assert out.read_bytes().startswith(BEGINS[out.suffix])
        assert out.read_bytes() == again.read_bytes()
    assert list(cast.folder.glob("*.part")) == []


def test_another_time_of_making_is_written_into_the_pages_alone(run: Run, cast: Cast) -> None:
    one, two = list_outs(cast.folder), list_outs(cast.folder, "later")
    run(*words(cast, *ask_for(one)))
    assert run(*words(cast, *ask_for(two), "--created", "2026-07-02")).code == 0
    differing = {out.suffix for out, later in zip(one, two, strict=True) if out.read_bytes() != later.read_bytes()}
    assert differing == {".pdf", ".xlsx"}


def test_when_one_cannot_be_written_none_is_and_nothing_is_read(run: Run, cast: Cast) -> None:
    outs = [cast.folder / "result.pdf", cast.folder / "nowhere" / "result.json"]
    cast.log.write_text("no log at all", encoding="utf-8")
    ran = run(*words(cast, *ask_for(outs)))
    assert ran.code == 2
    assert "result.json" in ran.err
    assert sorted(path.name for path in cast.folder.iterdir() if path.name.startswith("result")) == []


def test_an_older_result_stays_when_the_evidence_is_refused(run: Run, cast: Cast) -> None:
    out = cast.folder / "result.json"
    out.write_text("older", encoding="utf-8")
    cast.log.write_text("no,log\nat,all\n", encoding="utf-8")
    assert run(*words(cast, "--out", out)).code == 2
    assert out.read_text(encoding="utf-8") == "older"
    assert list(cast.folder.glob("*.part")) == []


def test_a_sweep_alone_is_drawn_too(run: Run, cast: Cast) -> None:
    out = cast.folder / "curve.svg"
    evidence = ("--tickets", cast.log, "--mapping", cast.mapping)
    ran = run("backtest", cast.terms, *evidence, *DAYS, "--sweep", "answered=5m..15m/5m", "--out", out, "--json")
    assert len(json.loads(ran.out)["sweep"]["steps"]) == 3
    assert out.read_bytes().startswith(BEGINS[".svg"])
