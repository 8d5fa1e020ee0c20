"""A change of any key is told, in both languages; nothing is told of terms that mean the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from serval.engine.terms import load_terms, terms_digest
from serval.engine.terms.diff import Change, diff_terms, list_patterns
from serval.engine.terms.model import Terms
from serval.reporting.catalogue import set_language
from serval.reporting.sentences.diff_changes import explain_change
from serval.reporting.sentences.diff_places import list_named_places
from tests.engine.terms.diff.every_key import list_changed, read_plain, write_terms
from tests.engine.terms.diff.full_terms import EVERY_KEY

CONSTANT = {"apiVersion", "kind"}
TOLD_AS_ENTRIES = {"objectives.*.id", "calendars.*.closed.*.on", "calendars.*.open.*.on"}
"""A change of a name is the going of one entry and the coming of another."""
EVENT = "consequences.score.deduct.*.event"
"""What costs points for another event is another deduction."""

PATTERNS = [pattern for pattern in list_patterns() if pattern not in CONSTANT]
TERMS = load_terms(EVERY_KEY)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    set_language("en")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_change_of_any_key_is_told_at_its_place_and_in_words(pattern: str) -> None:
    wanted = pattern.rpartition(".")[0] if pattern in (*TOLD_AS_ENTRIES, EVENT) else pattern
    told = set()
    for old, new in list_changed(pattern):
        changes = diff_terms(old, new)
        assert bool(changes) == (terms_digest(old) != terms_digest(new))
        for change in changes:
            told.add(change.pattern)
            check_sentence(change, old, new)
            check_backwards(change, diff_terms(new, old))
    assert wanted in told


def check_sentence(change: Change, old: Terms, new: Terms) -> None:
    """It is there in both languages, and says two different values."""
    english = explain_change(change, old, new)
    set_language("zh")
    chinese = explain_change(change, old, new)
    set_language("en")
    assert english.endswith(".")
    assert chinese.endswith("。")
    assert english != chinese
    before, arrow, after = english.rpartition(": ")[2].partition(" → ")
    assert not arrow or before != after.removesuffix(".")


def check_backwards(change: Change, backwards: tuple[Change, ...]) -> None:
    """What is stricter one way is laxer the other way."""
    opposite = {"stricter": "laxer", "laxer": "stricter"}.get(change.direction, change.direction)
    found = [other.direction for other in backwards if other.pattern == change.pattern]
    assert opposite in found


def test_every_place_has_a_name_and_every_name_a_place() -> None:
    unnamed = {*CONSTANT, *TOLD_AS_ENTRIES}
    assert list_named_places() == set(list_patterns()) - unnamed


def test_layout_defaults_and_other_notation_change_nothing() -> None:
    again = write_terms(read_plain(TERMS))
    assert again is not None
    assert diff_terms(TERMS, again) == ()
    other = load_terms(
        EVERY_KEY.replace("within: 15m", "within: 900s").replace("each: hour, points: 1", "points: 1.0, each: hour")
    )
    assert diff_terms(TERMS, other) == ()


@pytest.mark.parametrize("section", ["objectives", "consequences.credits", "consequences.terminate"])
def test_another_order_of_entries_is_told_as_that(section: str) -> None:
    plain = read_plain(TERMS)
    holder = plain
    *above, last = section.split(".")
    for step in above:
        holder = holder[step]
    holder[last] = holder[last][::-1]
    terms = write_terms(plain)
    assert terms is not None
    changes = diff_terms(TERMS, terms)
    assert [(change.kind, change.pattern) for change in changes] == [("reordered", section)]
    assert "another order" in explain_change(changes[0], TERMS, terms)


def test_what_is_for_something_else_goes_and_comes_and_is_not_taken_for_the_same() -> None:
    new = load_terms(EVERY_KEY.replace("{event: report_late, points: 1}", "{event: report_forged, points: 3}"))
    told = {(change.kind, change.where[-1]) for change in diff_terms(TERMS, new)}
    assert told == {("removed", "report_late"), ("added", "report_forged")}


def test_amounts_are_told_with_their_currency_and_the_fee_with_its_period() -> None:
    new = load_terms(EVERY_KEY.replace('"120000.00"', '"130000.00"').replace('"200.00"', '"300.00"'))
    told = [explain_change(change, TERMS, new) for change in diff_terms(TERMS, new)]
    assert told[0] == "amount of the fee: CN¥120,000.00 per month → CN¥130,000.00 per month."
    assert "amount: CN¥200.00 → CN¥300.00" in told[1]
