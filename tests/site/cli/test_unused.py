"""Evidence that the terms have no use for, or that cannot be judged, is told: by name, by row, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.cli.conftest import Run
from tests.site.cli.money_cast import TERMS, MoneyCast, write_money_cast

PATROLS = "{id: patrols, metric: obligation.patrol, target: {atLeast: 100%}, calendar: always, period: month}"
OWED = TERMS.replace("consequences:\n", f"  - {PATROLS}\nconsequences:\n")


@pytest.fixture
def money(tmp_path: Path) -> MoneyCast:
    cast = write_money_cast(tmp_path)
    cast.terms.write_text(OWED, encoding="utf-8")
    return cast


def tell(run: Run, money: MoneyCast, name: str, text: str) -> tuple[str, list[dict[str, object]]]:
    """What is printed, and `unused` in the JSON, when one file says something else."""
    (money.folder / f"{name}.csv").write_text(text, encoding="utf-8")
    words = money.words()
    if f"--{name}" not in words:
        words = (*words, f"--{name}", str(money.folder / f"{name}.csv"))
    return run(*words).out, json.loads(run(*words, "--json").out)["unused"]


@pytest.mark.parametrize(
    ("name", "text", "kind", "said"),
    [
        ("measures", "measure,at,good,total\nhotlines,2026-05,850,1000\n", "measure", "Did you mean hotline?"),
        (
            "obligations",
            "id,obligation,due,done\nP,patrols,2026-05-10 18:00:00,2026-05-10 17:00:00\n",
            "obligation",
            "No objective asks for obligation “patrols”; not used: obligations.csv#2. Did you mean patrol?",
        ),
        ("occurrences", "id,event,at\nR-1,report_later,2026-05-20 09:00:00\n", "event", "Did you mean report_late?"),
        (
            "exclusions",
            "reason,service,start,end,asked_by,approved_by\n"
            "weather,shop,2026-05-04 08:00:00,2026-05-04 10:00:00,provider,client\n",
            "reason",
            "nothing was taken off: exclusions.csv#2.",
        ),
        (
            "outages",
            "service,start,end,reported\nshopp,2026-05-04 08:00:00,2026-05-04 18:00:00,\n",
            "service",
            "service “shopp”; not used: outages.csv#2. Did you mean shop?",
        ),
        ("claims", "settlement,step,at\n2026-Q2,published,2026-06-03 09:00:00\n", "settlement", "“2026-Q2” is no"),
    ],
)
def test_a_name_the_terms_do_not_know_is_told_with_its_row(
    run: Run, money: MoneyCast, name: str, text: str, kind: str, said: str
) -> None:
    out, unused = tell(run, money, name, text)
    assert said in out
    assert [(entry["kind"], entry["count"]) for entry in unused] == [(kind, 1)]
    assert unused[0]["sources"] == [f"{name}.csv#2"]


def test_control_what_the_terms_know_is_not_told(run: Run, money: MoneyCast) -> None:
    assert json.loads(run(*money.words(), "--json").out)["unused"] == []


def test_an_exclusion_nobody_approved_is_told_with_its_row(run: Run, money: MoneyCast) -> None:
    text = "reason,service,start,end,asked_by,approved_by\n"
    text += "maintenance,shop,2026-05-04 08:00:00,2026-05-04 10:00:00,provider,\n"
    out, unused = tell(run, money, "exclusions", text)
    assert "Nobody approved these exclusions for “planned maintenance”; nothing was taken off: exclusions.csv#2." in out
    assert unused[0]["kind"] == "approval"


def test_many_rows_of_one_name_are_one_note(run: Run, money: MoneyCast) -> None:
    rows = "".join(f"E{n},report_later,2026-05-{n:02} 09:00:00\n" for n in range(1, 9))
    out, unused = tell(run, money, "occurrences", "id,event,at\n" + rows)
    assert out.count("report_later") == 1
    assert "8 in all" in out
    assert unused[0]["count"] == 8


def test_figures_that_cannot_count_say_why_and_where(run: Run, money: MoneyCast) -> None:
    money.terms.write_text(OWED.replace("{unit: percent}", "{unit: percent, evidence: required}"), encoding="utf-8")
    out = run(*money.words()).out
    assert "calls: not judged, since the figure came without its evidence: measures.csv#2." in out


def test_owed_data_that_never_came_is_said_to_be_the_reason(run: Run, money: MoneyCast) -> None:
    text = OWED.replace("{id: calls,", "{id: calls, noData: breach,")
    money.terms.write_text(text, encoding="utf-8")
    out, _ = tell(run, money, "measures", "measure,at,good,total\nhotline,2026-04,850,1000\n")
    assert "✗ breached (no data was given, which counts as a breach)" in out


def test_files_without_a_zone_share_one_note(run: Run, money: MoneyCast) -> None:
    out = run(*money.words()).out
    assert out.count("time zone; their times were taken as Asia/Shanghai: ") == 1
    assert "outages.csv, exclusions.csv, measures.csv, occurrences.csv." in " ".join(out.split())


def test_a_backdated_version_without_approvals_says_from_when_it_applies(run: Run, money: MoneyCast) -> None:
    text = money.stricter.read_text(encoding="utf-8")
    money.stricter.write_text(text[: text.index("amendment:")] + "amendment: {agreed: 2026-06-10}\n", encoding="utf-8")
    money.terms.write_text(TERMS, encoding="utf-8")
    out = run(*money.words(money.terms, money.stricter)).out
    assert "without approval of both parties: it applies from 2026-06-01." in out
    assert out.splitlines()[0] == "Shop SLA-9@2026-01-01"
