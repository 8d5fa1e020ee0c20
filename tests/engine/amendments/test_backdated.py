"""Backdated versions: closed periods are judged anew only where both parties approved, beside the first result."""

from __future__ import annotations

import json
from typing import Any

import pytest

from serval.engine.errors import TermsError
from serval.engine.terms import load_terms
from serval.engine.verdicts import Scorecard
from serval.engine.verdicts.restatement import Restatement, restate
from tests.engine.amendments.cast import agree, answered, card, find, settled, version

BOTH = {"agreed": "2026-04-10", "approvals": {"provider": "2026-04-11", "client": "2026-04-12"}}
ALONE = {"agreed": "2026-04-10"}
PAID: dict[str, Any] = {
    "fee": {"amount": "10000.00", "currency": "CNY", "per": "month"},
    "consequences": {"credits": [{"for": "answer", "each": "item", "amount": "100.00"}], "caps": {"year": "2%"}},
}
ITEMS = [
    answered(f"I{month}-{n}", f"{month}-20 10:00", f"{month}-20 11:30")
    for month in ("01", "02", "03", "04")
    for n in range(2)
]


def share(limit: str) -> dict[str, Any]:
    return {"target": {"within": limit, "share": "90%"}}


def versions(amendment: dict[str, Any] | None, day: str = "02-01") -> list[dict[str, Any]]:
    """One hour to answer; a version agreed in April says two hours from February on."""
    more = {} if amendment is None else {"amendment": amendment}
    return [version("01-01", share("1h"), **PAID), version(day, share("2h"), **PAID, **more)]


def outcomes(scorecard: Scorecard) -> list[str]:
    return [find(scorecard, f"2026-0{month}").outcome for month in (1, 2, 3, 4)]


def test_with_both_approvals_closed_periods_are_judged_by_the_new_terms() -> None:
    assert outcomes(card(agree(*versions(BOTH)), ITEMS)) == ["breached", "met", "met", "met"]


def test_the_first_result_can_still_be_had() -> None:
    assert outcomes(card(agree(*versions(BOTH), restate=False), ITEMS)) == ["breached", "breached", "breached", "met"]


@pytest.mark.parametrize("restated", [True, False])
def test_without_approvals_it_holds_from_the_period_in_which_it_was_agreed(restated: bool) -> None:
    scorecard = card(agree(*versions(ALONE), restate=restated), ITEMS)
    assert outcomes(scorecard) == ["breached", "breached", "breached", "met"]
    assert find(scorecard, "2026-03").versions[0][0] == "T@2026-01-01"


def test_it_holds_from_the_running_period_of_each_promise() -> None:
    """Agreed on 10 April: for months from April on, for quarters from the second, for the year from its start."""
    both = [{**share("1h"), "id": kind, "period": kind} for kind in ("month", "quarter", "year")]
    second = version("02-01", *({**entry, **share("2h")} for entry in both), amendment=ALONE)
    courses = {course.id: course for course in agree(version("01-01", *both), second).courses}
    starts = {name: course.objectives[1].start for name, course in courses.items()}
    whole = agree(version("01-01", {**share("1h"), "id": "m"}))
    january, april = whole.courses[0].periods[0].start, whole.courses[0].periods[3].start
    assert starts == {"month": april, "quarter": april, "year": whole.courses[0].periods[1].start}
    assert january < starts["year"]


@pytest.mark.parametrize("one", ["provider", "client"])
def test_one_approval_is_none(one: str) -> None:
    amended = version("02-01", share("2h"), amendment={**ALONE, "approvals": {one: "2026-04-11"}})
    with pytest.raises(TermsError) as error:
        load_terms(json.dumps(amended))
    assert error.value.code == "terms.missing"


def test_a_version_agreed_beforehand_needs_no_approval() -> None:
    early = {"agreed": "2026-01-20"}
    assert outcomes(card(agree(*versions(early)), ITEMS)) == ["breached", "met", "met", "met"]
    same_day = {"agreed": "2026-02-01"}
    assert outcomes(card(agree(*versions(same_day)), ITEMS)) == ["breached", "met", "met", "met"]


def restate_in_april(amendment: dict[str, Any]) -> Restatement:
    first, second = agree(*versions(amendment), restate=False), agree(*versions(amendment))
    return restate(card(first, ITEMS), card(second, ITEMS), settled(first, ITEMS), settled(second, ITEMS))


def test_a_restated_period_stands_beside_the_first_with_both_amounts() -> None:
    restatement = restate_in_april(BOTH)
    sides = [(change.first, change.second) for change in restatement.verdicts]
    assert [(a.outcome, b.outcome) for a, b in sides if a and b] == [("breached", "met"), ("breached", "met")]
    assert [(change.key, change.causes) for change in restatement.verdicts] == [
        (("answer", "", "2026-02"), ("terms",)),
        (("answer", "", "2026-03"), ("terms",)),
    ]
    assert (restatement.unchanged, restatement.confirmed) == (10, 0)
    changed = {change.settlement: change for change in restatement.statements}
    assert {name: str(change.difference["payable"]) for name, change in changed.items()} == {
        "2026-02": "-200.00 CNY",
        "2026-03": "-200.00 CNY",
    }
    assert str(restatement.difference["CNY"]["granted"]) == "-400.00 CNY"


def test_what_nobody_approved_is_no_restatement() -> None:
    restatement = restate_in_april(ALONE)
    assert (restatement.verdicts, restatement.statements, restatement.difference) == ((), (), {})
    assert (restatement.unchanged, restatement.settled_alike) == (12, 12)


def test_backdated_to_the_middle_of_a_period_it_is_split_like_any_other() -> None:
    split = [{"target": {"within": "1h", "share": percent}, "split": "days"} for percent in ("90%", "80%")]
    agreement = agree(version("01-01", split[0]), version("02-15", split[1], amendment=BOTH))
    assert str(find(card(agreement), "2026-02").objective.target.share) == "17/20"
    first = agree(version("01-01", split[0]), version("02-15", split[1], amendment=BOTH), restate=False)
    assert str(find(card(first), "2026-02").objective.target.share) == "9/10"


def reigns(*documents: dict[str, Any], name: str = "answer") -> list[tuple[str, str]]:
    """Month and day of the version whose wording governs it, for every verdict of a promise."""
    verdicts = [v for v in card(agree(*documents)).verdicts if v.objective.id == name]
    return [(v.period.label[5:], v.objective.version[-5:]) for v in verdicts]


def months(*spans: tuple[int, int, str]) -> list[tuple[str, str]]:
    return [(f"{month:02}", label) for first, last, label in spans for month in range(first, last + 1)]


def test_an_unapproved_version_that_was_replaced_before_it_was_agreed_never_holds() -> None:
    documents = [*versions(ALONE), version("03-01", share("3h"), **PAID)]
    assert reigns(*documents) == months((1, 2, "01-01"), (3, 12, "03-01"))
    statements = settled(agree(*documents), ITEMS)
    assert [statement.period.label[5:] for statement in statements] == [f"{month:02}" for month in range(1, 13)]


def test_two_unapproved_versions_follow_each_other_as_they_were_agreed() -> None:
    third = version("03-01", share("3h"), amendment={"agreed": "2026-05-20"})
    assert reigns(*versions(ALONE), third) == months((1, 3, "01-01"), (4, 4, "02-01"), (5, 12, "03-01"))


def test_a_new_promise_of_an_unapproved_version_begins_with_the_period_it_was_agreed_in() -> None:
    added = version("02-01", share("1h"), {**share("1h"), "id": "new"}, amendment=ALONE)
    assert reigns(version("01-01", share("1h")), added, name="new") == months((4, 12, "02-01"))


def test_a_promise_that_an_unapproved_version_drops_goes_on_until_then() -> None:
    first = version("01-01", share("1h"), {**share("1h"), "id": "old"})
    dropped = version("02-01", share("1h"), amendment=ALONE)
    assert reigns(first, dropped, name="old") == months((1, 3, "01-01"))


@pytest.mark.parametrize(("amendment", "judged"), [(ALONE, 0), (BOTH, 1)])
def test_a_dated_promise_of_days_before_its_version_holds_needs_both_approvals(
    amendment: dict[str, Any], judged: int
) -> None:
    dated: dict[str, Any] = {"id": "fair", "from": "2026-02-10", "until": "2026-02-20", "objective": "answer"}
    dated["target"] = {"within": "5m", "all": True}
    second = version("02-01", share("1h"), assurance=[dated], amendment=amendment)
    items = [answered("A", "02-12 10:00", "02-12 10:30")]
    scorecard = card(agree(version("01-01", share("1h")), second), items)
    fair = [v.population.missed for v in scorecard.verdicts if v.objective.id == "fair"]
    assert fair == [1] * judged
    assert find(scorecard, "2026-02").population.kept == 1 - judged


def test_from_a_version_without_consequences_on_nothing_is_settled() -> None:
    documents = [version("01-01", share("1h"), **PAID), version("03-01", share("1h"))]
    assert [s.period.label for s in settled(agree(*documents), ITEMS)] == ["2026-01", "2026-02"]
