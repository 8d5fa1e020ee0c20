"""Documents that cannot be versions of one agreement are refused, with what differs."""

from __future__ import annotations

import pytest

from serval.engine.errors import TermsError
from serval.engine.terms import load_terms
from serval.engine.terms.compile import compile_versions

FIRST = """\
apiVersion: serval/v1
kind: Agreement
metadata: {number: SLA-1, title: Hosting}
parties: {provider: yunhai, client: beichen}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}
calendars: {always: {always: true}}
clocks: {response: {start: opened, stop: first_response}}
objectives:
  - {id: a, metric: clock.response, target: {mean: 4h}, calendar: always, period: quarter, split: days}
"""
NEXT = FIRST.replace("from: 2026-01-01", "from: 2026-02-15")


def refuse(text: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(TermsError) as caught:
        compile_versions([load_terms(FIRST), load_terms(text)])
    return caught.value.code, dict(caught.value.problems[0].data)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("SLA-1", "SLA-2", "metadata.number"),
        ("yunhai", "nanshan", "parties.provider"),
        ("beichen", "donghu", "parties.client"),
        ("Asia/Shanghai", "Asia/Tokyo", "effective.timezone"),
    ],
)
def test_versions_of_different_agreements_are_refused(old: str, new: str, key: str) -> None:
    assert refuse(NEXT.replace(old, new)) == ("terms.versions_differ", {"key": key, "one": old, "other": new})


def test_two_versions_of_the_same_day_are_refused() -> None:
    assert refuse(FIRST.replace("4h", "2h")) == ("terms.versions_same_day", {"value": "2026-01-01"})


def test_targets_of_different_kinds_cannot_be_split_by_days() -> None:
    data = {"id": "a", "version": "SLA-1@2026-02-15"}
    assert refuse(NEXT.replace("mean: 4h", "median: 4h")) == ("terms.split_differs", data)


def test_control_a_stricter_target_of_the_same_kind_is_a_version() -> None:
    agreement = compile_versions([load_terms(FIRST), load_terms(NEXT.replace("4h", "2h"))])
    assert [version.label for version in agreement.versions] == ["SLA-1@2026-01-01", "SLA-1@2026-02-15"]
