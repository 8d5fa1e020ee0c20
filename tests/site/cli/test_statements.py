"""`serval evaluate` with every kind of evidence: availability, figures, credits, points, and a second result beside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.conftest import Run
from tests.site.cli.money_cast import MoneyCast, write_money_cast


@pytest.fixture
def money(tmp_path: Path) -> MoneyCast:
    return write_money_cast(tmp_path)


def test_files_with_the_usual_columns_need_no_mapping(run: Run, money: MoneyCast) -> None:
    ran = run(*money.words())
    assert (ran.code, ran.err) == (1, "")
    assert "0 of 2 verdicts met, 2 breached, 0 without data." in ran.out


def test_excluded_time_leaves_the_figure_and_the_tier_follows_from_the_rest(run: Run, money: MoneyCast) -> None:
    document = json.loads(run(*money.words(), "--json").out)
    up, calls = document["verdicts"]
    assert (up["subject"], up["value"]) == ("shop", "367/371")  # 8 of 742 hours
    assert up["account"]["excluded_seconds"] == 7200
    assert calls["value"] == "17/20"
    (statement,) = document["statements"]
    assert statement["credits"]["total"] == {"amount": "250.00", "currency": "CNY"}
    assert statement["score"]["points"] == "93"
    assert statement["withheld"] == {"amount": "100.00", "currency": "CNY"}


def test_the_statement_shows_its_working(run: Run, money: MoneyCast) -> None:
    ran = run(*money.words())
    assert "up · shop: below 99%: 25% of CN¥1,000.00 = CN¥250.00" in ran.out
    assert "Points: calls: percentage points below target: 5: 5 × 1" in ran.out
    assert "93 poor" in ran.out
    chinese = run("--lang", "zh", *money.words())
    assert "¥250.00" in chinese.out
    assert "93 差" in chinese.out


def test_a_backdated_version_both_parties_approved_is_shown_beside_the_first_result(run: Run, money: MoneyCast) -> None:
    ran = run(*money.words(money.terms, money.stricter))
    assert "Restated, beside the first result" in ran.out
    document = json.loads(run(*money.words(money.terms, money.stricter), "--json").out)
    assert document["restatement"]["verdicts"][0]["causes"] == ["terms"]


def test_control_without_approval_the_closed_month_stays_as_it_was(run: Run, money: MoneyCast) -> None:
    text = money.stricter.read_text(encoding="utf-8")
    money.stricter.write_text(text[: text.index("amendment:")] + "amendment: {agreed: 2026-06-10}\n", encoding="utf-8")
    alone = json.loads(run(*money.words(), "--json").out)
    both = json.loads(run(*money.words(money.terms, money.stricter), "--json").out)
    assert "restatement" not in both
    assert [v["digest"] for v in both["verdicts"]] == [v["digest"] for v in alone["verdicts"]]


def test_a_scorecard_saved_earlier_can_be_set_beside_a_new_one(run: Run, money: MoneyCast) -> None:
    saved = money.folder / "first.json"
    saved.write_text(run(*money.words(), "--json").out, encoding="utf-8")
    same = run(*money.words(), "--beside", saved)
    assert "Say the same: verdicts 2, statements 1." in same.out
    outages = money.folder / "outages.csv"
    outages.write_text(outages.read_text(encoding="utf-8").replace("18:00:00", "12:00:00"), encoding="utf-8")
    later = run(*money.words(), "--beside", saved)
    assert "up · shop · 2026-05: breached 98.92% → breached 99.73% (other evidence)" in later.out
    assert "credits after caps -CN¥150.00" in later.out.replace("−", "-")


def test_a_file_that_is_no_scorecard_is_refused(run: Run, money: MoneyCast) -> None:
    wrong = money.folder / "wrong.json"
    for text in ("{", "[]", '{"kind": "Scorecard"}'):
        wrong.write_text(text, encoding="utf-8")
        ran = run(*money.words(), "--beside", wrong)
        assert ran.code == 2
        assert "wrong.json" in ran.err


def test_credits_granted_before_use_up_the_years_cap(run: Run, money: MoneyCast) -> None:
    text = money.terms.read_text(encoding="utf-8")
    money.terms.write_text(text + "  caps: {year: 3%}\n", encoding="utf-8")
    ran = run(*money.words(), "--granted", "2026-03=200.00", "--json")
    (statement,) = json.loads(ran.out)["statements"]
    assert statement["credits"]["capped"]["payable"]["amount"] == "160.00"
    assert run(*money.words(), "--granted", "2026-03=much").code == 2


def test_without_any_evidence_it_says_what_to_name(run: Run, money: MoneyCast) -> None:
    ran = run("evaluate", money.terms)
    assert ran.code == 2
    assert "--tickets" in ran.err


def test_a_mapping_that_no_file_needs_is_refused(run: Run, money: MoneyCast) -> None:
    ran = run(*money.words(), "--mapping", "uptime-kuma")
    assert ran.code == 2
    assert "uptime-kuma" in ran.err


def test_a_service_is_explained_outage_by_outage(run: Run, money: MoneyCast) -> None:
    words = ("explain", money.terms, "--outages", money.folder / "outages.csv")
    words = (*words, "--exclusions", money.folder / "exclusions.csv", "--period", "2026-05")
    ran = run(*words, "--service", "shop", "--as-of", "2026-06-20T00:00:00+08:00")
    assert ran.code == 0
    assert "2026-05: breached 98.92%" in ran.out
    assert "2026-05-04 08:00" in ran.out
    assert "▁▁▁" in ran.out
    document = json.loads(run(*words, "--service", "shop", "--json").out)
    assert sum(row["working_seconds"] for row in document["promises"][0]["rows"]) == 8 * 3600


def test_a_service_nobody_speaks_of_is_refused_with_near_names(run: Run, money: MoneyCast) -> None:
    ran = run("explain", money.terms, "--outages", money.folder / "outages.csv", "--service", "shopp")
    assert ran.code == 2
    assert "shop" in ran.err
    assert run("explain", money.terms, "--outages", money.folder / "outages.csv").code == 2


def test_lapsed_money_stands_apart_from_what_is_granted(
    run: Run, money: MoneyCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    words = [word if word != "2026-06-20T00:00:00+08:00" else "2026-09-30" for word in money.words()]
    shown = " ".join(run(*words).out.split())
    assert "Granted Lapsed Claim" in shown
    assert "CN¥250.00 CN¥250.00 CN¥0.00 CN¥250.00 not claimed in time: lapsed" in shown
    assert "Lapsed" not in run(*money.words()).out


@pytest.mark.parametrize("columns", ["60", "80"])
def test_no_amount_is_cut_on_a_narrow_terminal(
    run: Run, money: MoneyCast, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = run(*money.words()).out
    figures = out[out.index("What follows") :]
    assert "…" not in figures
    assert "After caps" in figures
    assert all(amount in figures for amount in ("CN¥1,000.00", "CN¥250.00", "CN¥100.00"))


def test_points_say_how_far_a_value_is_from_its_target(run: Run, money: MoneyCast) -> None:
    text = money.terms.read_text(encoding="utf-8")
    credit = "  score:\n"
    more = '    - {for: calls, each: point, amount: "500.00"}\n' + credit
    money.terms.write_text(text.replace(credit, more), encoding="utf-8")
    (money.folder / "measures.csv").write_text("measure,at,good,total\nhotline,2026-05,882,1000\n", encoding="utf-8")
    ran = run(*money.words())
    said = "calls: percentage points below target: 1.8, a part of a point does not count: 1 × CN¥500.00 = CN¥500.00"
    assert said in ran.out
    assert "低于目标 1.8 个百分点，不足 1 点不计：1 × ¥500.00 = ¥500.00" in run("--lang", "zh", *money.words()).out


def test_a_window_of_claims_is_told_in_days(run: Run, money: MoneyCast) -> None:
    assert "window" not in run(*money.words()).out
    assert "2026-06-01 to 2026-07-30, both days included" in run(*money.words()).out
