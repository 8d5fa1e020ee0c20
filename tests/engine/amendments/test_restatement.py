"""A second result beside the first: what changed, why, and in money; also against a scorecard saved earlier."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from serval.engine.consequences import write_plain
from serval.engine.errors import EvidenceError, TermsError
from serval.engine.evidence import Item
from serval.engine.money import Money
from serval.engine.terms import Agreement
from serval.engine.verdicts import Scorecard, scorecard_document
from serval.engine.verdicts.restatement import Restatement, StatementChange, restate
from serval.engine.verdicts.restatement_rendering import restatement_document
from serval.engine.verdicts.stated import (
    StatedScorecard,
    read_scorecard_document,
    read_statement_documents,
    state_scorecard,
    state_statements,
)
from tests.engine.amendments.cast import agree, answered, at, card, settled, version

ANSWER: dict[str, Any] = {"target": {"within": "1h", "share": "90%"}}
FEE = {"amount": "10000.00", "currency": "CNY", "per": "month"}
CREDIT = {"for": "answer", "each": "item", "amount": "100.00"}
PAID: dict[str, Any] = {"fee": FEE, "consequences": {"credits": [CREDIT]}}


def late(*months: str, hour: int = 12, **fields: str) -> list[Item]:
    return [answered(f"I{month}", f"{month}-10 10:00", f"{month}-10 {hour}:00", **fields) for month in months]


def saved(scorecard: Scorecard) -> Any:
    return json.loads(json.dumps(scorecard_document(scorecard)))


def compare(first: Agreement, second: Agreement, before: list[Item], after: list[Item]) -> Restatement:
    return restate(card(first, before), card(second, after), settled(first, before), settled(second, after))


def causes(restatement: Restatement) -> dict[str, tuple[str, ...]]:
    return {change.key[2][5:]: change.causes for change in restatement.verdicts}


ONE = agree(version("01-01", ANSWER, **PAID))


def test_a_saved_scorecard_says_what_it_said() -> None:
    scorecard = card(ONE, late("01", "03"))
    assert read_scorecard_document(saved(scorecard)) == state_scorecard(scorecard)
    statements = settled(ONE, late("01", "03"))
    plain = json.loads(json.dumps([write_plain(statement) for statement in statements]))
    assert read_statement_documents(plain) == state_statements(statements)


def test_compared_with_itself_nothing_changed() -> None:
    scorecard = card(ONE, late("01"))
    restatement = restate(read_scorecard_document(saved(scorecard)), scorecard)
    assert (restatement.verdicts, restatement.unchanged, restatement.confirmed) == ((), 12, 0)


def test_later_evidence_is_named_and_costs_money() -> None:
    restatement = compare(ONE, ONE, late("01"), late("01", "02"))
    assert causes(restatement) == {"02": ("evidence",)}
    (change,) = restatement.statements
    assert (change.settlement, change.causes) == ("2026-02", ("verdicts",))
    assert str(change.difference["payable"]) == "100.00 CNY"
    assert change.difference["rewarded"] == Money(Decimal("0.00"), "CNY")


def test_the_same_answer_on_other_evidence_is_confirmed_and_not_listed() -> None:
    restatement = compare(ONE, ONE, late("01", hour=12), late("01", hour=13))
    assert (restatement.verdicts, restatement.unchanged, restatement.confirmed) == ((), 12, 1)


def test_a_calendar_is_named_where_it_opens_otherwise_and_not_where_new_evidence_only_reaches_further() -> None:
    office: dict[str, Any] = {**ANSWER, "calendar": "office"}
    closed = {"always": {"always": True}, "office": {"weekly": {"mon-fri": ["09:00-18:00"]}, "closed": ["2026-02-10"]}}
    plain, shut = (agree(version("01-01", office, **more)) for more in ({}, {"calendars": closed}))
    assert causes(compare(plain, shut, late("02"), late("02"))) == {"02": ("terms", "calendar")}
    over_the_end = [*late("02"), answered("J", "02-27 17:30", "03-30 12:00")]
    assert causes(compare(plain, plain, late("02"), over_the_end)) == {"02": ("evidence",), "03": ("evidence",)}
    from_file = read_scorecard_document(saved(card(plain, late("02"))))
    assert causes(restate(from_file, card(shut, late("02")))) == {"02": ("terms", "calendar")}


def test_a_period_that_was_still_running_is_told_by_the_instant() -> None:
    early, final = (card(ONE, late("01"), now=at(now)) for now in ("01-20 00:00", "02-01 00:00"))
    assert causes(restate(early, final)) == {"01": ("as_of",)}


@pytest.mark.parametrize(("key", "cause"), [("engine", "engine"), ("tzdata", "tzdata")])
def test_another_engine_or_other_zone_data_are_named(key: str, cause: str) -> None:
    first = replace(state_scorecard(card(ONE, late("01"))), **{key: "older"})
    assert causes(restate(first, card(ONE, late("01", "02")))) == {"02": ("evidence", cause)}


def test_a_subject_without_evidence_a_dropped_promise_and_a_period_not_asked_for_are_told_apart() -> None:
    each = {**ANSWER, "per": "service"}
    services = agree(version("01-01", each))
    core = late("02", service="core")
    found = restate(card(services, core), card(services, [*core, *late("03", service="portal")]))
    assert {(change.key[1], change.causes) for change in found.verdicts} == {("portal", ("evidence",))}
    two = agree(version("01-01", ANSWER, {**ANSWER, "id": "other"}))
    dropped = restate(card(two), card(agree(version("01-01", ANSWER))))
    assert {(change.key[0], change.second, change.causes) for change in dropped.verdicts} == {
        ("other", None, ("terms",))
    }
    shorter: StatedScorecard = state_scorecard(card(ONE))
    shorter = replace(shorter, verdicts=shorter.verdicts[:6])
    assert set(causes(restate(shorter, card(ONE))).values()) == {("asked",)}


def test_a_period_that_terms_cut_in_two_is_compared_part_by_part() -> None:
    first = version("01-01", ANSWER)
    whole, cut = agree(first), agree(first, version("02-15", {**ANSWER, "partial": "merge"}))
    items = [*late("02"), answered("J", "02-20 10:00", "02-20 12:00")]
    february, merged = restate(card(whole, items), card(cut, items)).verdicts[:2]
    assert february.first is not None
    assert february.second is not None
    assert (february.first.population.missed, february.second.population.missed) == (2, 1)
    assert february.first.end > february.second.end
    assert merged.key == ("answer", "", "2026-03")
    assert february.causes == ("terms",)


def test_what_an_earlier_month_no_longer_costs_is_left_of_the_years_cap() -> None:
    capped: dict[str, Any] = {**PAID, "consequences": {"credits": [CREDIT], "caps": {"year": "150.00"}}}
    amendment = {"agreed": "2026-04-10", "approvals": {"provider": "2026-04-11", "client": "2026-04-11"}}
    documents = [version("01-01", ANSWER, **capped)]
    laxer = {"target": {"within": "3h", "share": "90%"}}
    documents += [version("02-01", laxer, **capped, amendment=amendment), version("03-01", ANSWER, **capped)]
    items = late("01", "02", "03")
    restatement = compare(agree(*documents, restate=False), agree(*documents), items, items)
    changes = {c.settlement: (str(c.difference["payable"]), c.causes) for c in restatement.statements}
    assert changes == {
        "2026-02": ("-50.00 CNY", ("terms", "verdicts")),
        "2026-03": ("50.00 CNY", ("year_cap",)),
    }
    assert str(restatement.difference["CNY"]["payable"]) == "0.00 CNY"


def test_amounts_in_two_currencies_are_never_netted() -> None:
    dollars: dict[str, Any] = {**PAID, "fee": {**FEE, "currency": "USD"}}
    restatement = compare(ONE, agree(version("01-01", ANSWER, **dollars)), late("01"), late("01"))
    january = restatement.statements[0]
    assert isinstance(january, StatementChange)
    assert january.difference["payable"] is None
    sums = {currency: str(amounts["payable"].amount) for currency, amounts in restatement.difference.items()}
    assert sums == {"CNY": "-100.00", "USD": "100.00"}


def test_its_document_is_plain_and_sealed() -> None:
    documents = [restatement_document(compare(ONE, ONE, late("01"), late("01", "02"))) for _ in range(2)]
    plain = json.loads(json.dumps(documents[0]))
    assert plain == documents[0] == documents[1]
    (verdict,) = plain["verdicts"]
    assert (verdict["first"]["value"], verdict["second"]["value"]) == (None, "0")
    assert plain["statements"][0]["difference"]["payable"] == {"amount": "100.00", "currency": "CNY"}
    assert plain["difference"]["CNY"]["granted"] == {"amount": "100.00", "currency": "CNY"}
    assert plain["unchanged"] == {"verdicts": 11, "confirmed": 0, "statements": 11}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["verdicts"][0].update(outcome="met"),
        lambda d: d["verdicts"][0].update(value="1"),
        lambda d: d["verdicts"][0]["population"].update(kept=5),
        lambda d: d["verdicts"][0]["target"].update(share="50%"),
        lambda d: d["verdicts"][0]["digests"].update(evidence="0" * 64),
        lambda d: d["verdicts"].pop(),
    ],
)
def test_a_saved_scorecard_that_was_altered_is_refused(spoil: Any) -> None:
    document = saved(card(ONE, late("01")))
    spoil(document)
    with pytest.raises(EvidenceError) as error:
        read_scorecard_document(document)
    assert error.value.code == "verdict.scorecard_altered"


def test_control_a_saved_scorecard_that_was_not_altered_is_read() -> None:
    document = saved(card(ONE, late("01")))
    assert read_scorecard_document(deepcopy(document)) == read_scorecard_document(document)


@pytest.mark.parametrize(
    "document",
    [None, [], "text", {}, {"apiVersion": "serval/v2"}, {"apiVersion": "serval/v1", "kind": "Agreement"}],
)
def test_whatever_is_no_saved_scorecard_is_refused(document: Any) -> None:
    with pytest.raises(EvidenceError) as error:
        read_scorecard_document(document)
    assert error.value.code == "verdict.scorecard_unreadable"


def test_every_missing_key_is_a_refusal_and_no_crash() -> None:
    document = saved(card(ONE, late("01")))
    for key in ("agreement", "asOf", "engine", "tzdata", "evidence", "verdicts", "digest"):
        with pytest.raises(EvidenceError):
            read_scorecard_document({name: entry for name, entry in document.items() if name != key})
    for key in ("objective", "period", "population", "value", "digests", "target"):
        broken = deepcopy(document)
        del broken["verdicts"][0][key]
        with pytest.raises(EvidenceError):
            read_scorecard_document(broken)
    with pytest.raises(EvidenceError):
        read_statement_documents([{"period": {}}])


def test_results_of_two_agreements_cannot_be_compared() -> None:
    other = agree(version("01-01", ANSWER, metadata={"number": "U", "title": "U"}))
    with pytest.raises(TermsError) as error:
        restate(card(ONE), card(other))
    assert error.value.problems[0].data == {"one": "T", "other": "U"}
