"""Which documents are versions of one agreement, and what its digest covers."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from serval.engine.errors import TermsError
from tests.engine.amendments.cast import SOLVED, agree, answered, card, find, version

ANSWER: dict[str, Any] = {"target": {"within": "1h", "all": True}}
THREE = [
    version("01-01", ANSWER),
    version("02-15", ANSWER, SOLVED, amended="from_start"),
    version("04-01", {"target": {"within": "30m", "all": True}}, SOLVED, amended="restart"),
]
ITEMS = [answered(f"I{month}", f"{month}-14 23:50", f"{month}-15 00:30") for month in ("01", "02", "03", "04")]


def test_the_order_in_which_versions_are_given_changes_no_digest() -> None:
    digests = {card(agree(*order), ITEMS).digest for order in permutations(THREE)}
    assert len(digests) == 1
    assert len({agree(*order).digest for order in permutations(THREE)}) == 1


def test_control_a_changed_version_changes_the_digest() -> None:
    changed = [*THREE[:2], version("04-01", {"target": {"within": "31m", "all": True}}, SOLVED, amended="restart")]
    assert agree(*changed).digest != agree(*THREE).digest
    assert card(agree(*changed), ITEMS).digest != card(agree(*THREE), ITEMS).digest


def test_a_later_version_leaves_the_digests_of_earlier_periods_alone() -> None:
    before, after = card(agree(*THREE[:1]), ITEMS), card(agree(*THREE), ITEMS)
    assert find(before, "2026-01").digest == find(after, "2026-01").digest
    assert find(before, "2026-02").digest != find(after, "2026-02").digest


def test_a_verdict_holds_the_digest_of_every_version_in_force_in_its_period() -> None:
    agreement = agree(*THREE)
    labels = [version.label for version in agreement.versions]
    scorecard = card(agreement, ITEMS)
    assert [label for label, _ in find(scorecard, "2026-01").versions] == labels[:1]
    assert [label for label, _ in find(scorecard, "2026-02").versions] == labels[:2]
    assert [label for label, _ in find(scorecard, "2026-04").versions] == labels[2:]
    assert dict(find(scorecard, "2026-02").versions) == {v.label: v.digest for v in agreement.versions[:2]}


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("metadata.number", {"metadata": {"number": "U", "title": "Test"}}),
        ("parties.client", {"parties": {"provider": "p", "client": "d"}}),
        ("effective.timezone", {"effective": {"from": "2026-02-15", "until": "2026-12-31", "timezone": "UTC"}}),
    ],
)
def test_documents_of_two_agreements_are_no_versions(key: str, change: dict[str, Any]) -> None:
    with pytest.raises(TermsError) as error:
        agree(version("01-01", ANSWER), version("02-15", ANSWER, **change))
    assert error.value.code == "terms.versions_differ"
    assert error.value.problems[0].data["key"] == key


def test_two_versions_of_one_day_contradict_each_other() -> None:
    with pytest.raises(TermsError) as error:
        agree(version("01-01", ANSWER), version("01-01", SOLVED))
    assert error.value.code == "terms.versions_same_day"


def test_a_title_may_change() -> None:
    renamed = version("02-15", ANSWER, metadata={"number": "T", "title": "Another"})
    assert agree(version("01-01", ANSWER), renamed).version == "T@2026-02-15"
