"""`serval backtest`: two terms on one log, a draft of next year, sweeps, wishes, files, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.cast import TERMS, Cast, write_cast
from tests.site.cli.conftest import Run
from tests.site.cli.money_cast import MoneyCast, write_money_cast

MONEY = """\
fee: {amount: "1000.00", currency: CNY, per: month}
consequences:
  credits: [{for: [answered, solved], each: item, amount: "50.00"}]
"""
DAYS = ("--from", "2026-04-01", "--to", "2026-05-31", "--as-of", "2026-06-30")


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    """The usual log, with terms that cost money, and a draft for next year that is stricter and dearer."""
    cast = write_cast(tmp_path, terms=TERMS + MONEY)
    draft = (TERMS + MONEY).replace("2026-", "2027-").replace("within: 15m", "within: 5m").replace("50.00", "80.00")
    (tmp_path / "draft.yaml").write_text(draft, encoding="utf-8")
    return cast


def words(cast: Cast, *more: object) -> tuple[object, ...]:
    """The command with both terms."""
    evidence = ("--tickets", cast.log, "--mapping", cast.mapping)
    return ("backtest", cast.terms, cast.folder / "draft.yaml", *evidence, *DAYS, *more)


def test_the_answer_stands_first_with_what_the_draft_would_have_cost(run: Run, cast: Cast) -> None:
    ran = run(*words(cast))
    assert (ran.code, ran.err) == (0, "")
    first = ran.out.splitlines()[0]
    assert first == "From 2026-04-01 to 2026-05-31 B would have cost CN¥160.00, CN¥110.00 more than A."
    assert "judged as if it had been in force (it is from 2027-01-01 to 2027-12-31)" in ran.out
    assert "T-1 · answered · 2026-05 · met (10 min of 15 min) → breached (10 min of 5 min)" in ran.out


def test_clauses_lead_from_what_a_costs_to_what_b_costs(run: Run, cast: Cast) -> None:
    out = run(*words(cast)).out
    shown = " ".join(out[out.index("Where the difference") :].split())
    assert "A in all CN¥50.00" in shown
    assert "+CN¥50.00" in shown
    assert "Only together +CN¥30.00" in shown
    assert "B in all CN¥160.00" in shown


def test_it_is_told_in_chinese(run: Run, cast: Cast) -> None:
    ran = run("--lang", "zh", *words(cast, "--sweep", "answered=5m..15m/5m"))
    first = ran.out.splitlines()[0]
    assert "¥160.00" in first
    assert "比按 A 多 ¥110.00" in first
    assert "差额从哪里来" in ran.out
    for english in ("Where", "Total", "Month", "more than", "Only together"):
        assert english not in ran.out


def test_the_document_holds_the_same_values_exactly(run: Run, cast: Cast) -> None:
    document = json.loads(run(*words(cast, "--json", "--sweep", "answered=5m..15m/10m")).out)
    assert [side["total"]["cost"] for side in document["sides"]] == [
        [{"amount": "50.00", "currency": "CNY"}],
        [{"amount": "160.00", "currency": "CNY"}],
    ]
    assert document["difference"] == [{"amount": "110.00", "currency": "CNY"}]
    assert [side["laidOverSpan"] for side in document["sides"]] == [False, True]
    assert [month["month"] for month in document["months"]] == ["2026-04", "2026-05"]
    clauses = document["clauses"]
    alone = [float(entry["alone"]["cost"][0]["amount"]) for entry in clauses["each"]]
    assert sum(alone) + float(clauses["together"]["cost"][0]["amount"]) == 110.0
    assert document["deciding"]["totals"] == [{"before": "met", "after": "breached", "items": 1}]
    assert [(step["bound"], step["attained"]) for step in document["sweep"]["steps"]] == [("5m", "1/3"), ("15m", "2/3")]


def test_a_side_in_force_says_what_evaluating_it_says(run: Run, cast: Cast) -> None:
    (side, _other) = json.loads(run(*words(cast, "--json")).out)["sides"]
    evaluated = json.loads(run(*cast.words("evaluate"), *DAYS, "--json").out)
    costs = [statement["credits"]["capped"]["payable"]["amount"] for statement in evaluated["statements"]]
    assert sum(map(float, costs)) == float(side["total"]["cost"][0]["amount"])
    assert side["digest"] == evaluated["agreement"]["digest"]


def test_terms_alone_are_swept_and_the_agreed_bound_is_marked(run: Run, cast: Cast) -> None:
    evidence = ("--tickets", cast.log, "--mapping", cast.mapping)
    ran = run("backtest", cast.terms, *evidence, *DAYS, "--sweep", "solved=1h..6h/1h", "--wanted", "90%")
    assert ran.code == 0
    assert "these terms would have cost CN¥50.00" in ran.out
    assert "▸ 4 h" in ran.out
    assert "Where the difference" not in ran.out
    assert "3 items were counted, and this share needs at least 20" in " ".join(ran.out.split())


def test_a_wish_is_proposed_from_a_second_reading_of_the_files(run: Run, tmp_path: Path) -> None:
    rows = [f"T-{n:02},2026-05-{4 + n % 5:02} 10:{state},{name},low" for n in range(40) for state, name in _story(n)]
    cast = write_cast(tmp_path, log="\n".join(["ticket,when,state,priority", *rows]) + "\n")
    evidence = ("--tickets", cast.log, "--mapping", cast.mapping)
    document = json.loads(run("backtest", cast.terms, *evidence, *DAYS, "--wanted", "answered=90%", "--json").out)
    proposal = document["proposal"]
    assert proposal["overall"]["target"] == {"within": "35m", "share": "90%"}
    assert (proposal["overall"]["attained"], proposal["everyPeriod"]["target"]["within"]) == ("9/10", "35m")


def _story(number: int) -> list[tuple[str, str]]:
    """Opened at ten and answered after as many minutes as its number."""
    return [("00", "New"), (f"{max(number, 1):02}", "Work")]


def test_the_result_is_written_to_a_file_whole(run: Run, cast: Cast) -> None:
    out = cast.folder / "result.json"
    ran = run(*words(cast, "--out", out))
    assert f"Report written to {out} (" in " ".join(ran.out.split())
    assert json.loads(out.read_text(encoding="utf-8")) == json.loads(run(*words(cast, "--json")).out)
    assert [path.name for path in cast.folder.iterdir() if path.name.endswith(".part")] == []


def test_outages_and_figures_are_tested_back_too(run: Run, tmp_path: Path) -> None:
    money: MoneyCast = write_money_cast(tmp_path)
    _evaluate, _terms, *evidence = money.words()
    evidence = evidence[: evidence.index("--period")]
    ran = run("backtest", money.terms, money.stricter, *evidence, *DAYS, "--json", "--sweep", "up=98%..99%/0.5%")
    document = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    steps = [(step["bound"], step["attained"], step["breached"]) for step in document["sweep"]["steps"]]
    assert steps == [("98%", "367/371", 0), ("98.5%", "367/371", 0), ("99%", "367/371", 1)]
    assert document["sides"][0]["total"]["withheld"] == [{"amount": "100.00", "currency": "CNY"}]


def test_without_days_the_months_of_the_evidence_are_looked_at(run: Run, cast: Cast) -> None:
    evidence = ("--tickets", cast.log, "--mapping", cast.mapping)
    document = json.loads(run("backtest", cast.terms, *evidence, "--json").out)
    assert document["span"] == {"first": "2026-05-01", "last": "2026-05-06"}
    assert document["sides"][0]["total"]["provisional"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--sweep", "answer=5m..15m/5m"), "These terms have no objective “answer”. Known: answered, solved."),
        (("--sweep", "answered=5m..15m/0m"), "“0m” is no step"),
        (("--sweep", "answered=15m..5m/5m"), "ends before it begins"),
        (("--sweep", "answered=1m..90m/1m"), "That makes 90 steps; at most 60 are tried."),
        (("--sweep", "answered=1..5/1"), "has no bound like 1"),
        (("--wanted", "95%"), "“95%” is no wish"),
        (("--out", "result.docx"), "Name a file that ends in .pdf, .svg, .png, .xlsx or .json."),
        (("--from", "2026-06-01"), "The last day (2026-05-31) lies before the first one (2026-06-01)."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_out(
    run: Run, cast: Cast, more: tuple[str, ...], said: str
) -> None:
    ran = run(*words(cast, *more))
    assert ran.code == 2
    assert said in " ".join(ran.err.split())


def test_three_terms_are_refused(run: Run, cast: Cast) -> None:
    ran = run("backtest", cast.terms, cast.terms, cast.terms, "--tickets", cast.log)
    assert ran.code == 2
    assert "one or two terms, not 3" in ran.err


def test_the_log_is_never_written_over(run: Run, cast: Cast) -> None:
    log = cast.folder / "log.json"
    log.write_bytes(cast.log.read_bytes())
    evidence = ("--tickets", log, "--mapping", cast.mapping)
    ran = run("backtest", cast.terms, *evidence, *DAYS, "--out", log)
    assert ran.code == 2
    assert log.read_bytes() == cast.log.read_bytes()


def test_currencies_stand_beside_each_other(run: Run, cast: Cast) -> None:
    draft = cast.folder / "draft.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("CNY", "USD"), encoding="utf-8")
    ran = run(*words(cast))
    assert ran.out.splitlines()[0] == "From 2026-04-01 to 2026-05-31 B would have cost $160.00, A CN¥50.00."
    assert "−CN¥50.00, +$160.00" in " ".join(ran.out.split())


def test_without_money_breaches_are_told(run: Run, cast: Cast) -> None:
    for name, text in (("terms.yaml", TERMS), ("draft.yaml", TERMS.replace("share: 50%", "share: 60%"))):
        (cast.folder / name).write_text(text, encoding="utf-8")
    first = run(*words(cast)).out.splitlines()[0]
    assert first == "From 2026-04-01 to 2026-05-31, verdicts breached: 2 of 2 by B, 1 of 2 by A."


@pytest.mark.parametrize("columns", ["60", "80"])
def test_no_amount_is_cut_on_a_narrow_terminal(
    run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = run(*words(cast)).out
    assert all(amount in out for amount in ("CN¥50.00", "CN¥160.00", "+CN¥110.00"))
    assert max(map(len, out.splitlines())) <= int(columns)


def test_the_main_path_runs_in_a_process_of_its_own(start: Run, cast: Cast) -> None:
    assert start(*words(cast)).code == 0


def test_sealed_tickets_come_to_the_same(run: Run, cast: Cast) -> None:
    sealed = cast.folder / "sealed.parquet"
    assert run("intake", "seal", cast.log, "--mapping", cast.mapping, "--out", sealed).code == 0
    asked = (*DAYS, "--sweep", "answered=5m..15m/5m", "--wanted", "50%", "--json")
    terms = ("backtest", cast.terms, cast.folder / "draft.yaml")
    document = json.loads(run(*terms, "--tickets", sealed, *asked).out)
    assert document == json.loads(run(*words(cast, *asked[len(DAYS) :])).out)
    assert document["deciding"]["items"][0]["item"] == "T-1"
