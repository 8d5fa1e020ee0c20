"""Random versions and items against a slow and obvious oracle: for every item, look at every version in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.calendars.compile import local_midnight
from serval.engine.clocks.claims import Stint
from serval.engine.evidence import Fact, Item, build_item
from serval.engine.instants import to_datetime
from serval.engine.terms import versions as versions_module
from serval.engine.terms.courses import Course
from serval.engine.verdicts.scope import Scope
from serval.engine.zones import get_zone
from tests.engine.amendments.cast import agree, ledger, version
from tests.engine.verdicts.random_cases import Below, pick, seeded

ZONE = get_zone("Asia/Shanghai")
HOUR, DAY = 3600, 86_400
Told = tuple[str, str, str, str]


@dataclass(frozen=True)
class Wording:
    """What one version promises: seconds to answer over `[start, end)`, and what it does with running clocks."""

    label: str
    start: int
    end: int
    limit: int
    mode: str


def build_versions(below: Below) -> tuple[list[dict[str, Any]], list[Wording]]:
    """One to five versions; some end early, some drop the promise."""
    days = sorted({date(2026, 1, 1).toordinal() + below(200) for _ in range(1 + below(5))})
    documents, wordings = [], []
    for place, day in enumerate(days):
        first = date.fromordinal(day)
        following = days[place + 1] if place + 1 < len(days) else date(2027, 1, 1).toordinal()
        last = date.fromordinal(following - 1 - (below(20) if following - day > 20 and below(4) == 0 else 0))
        limit, mode = 1 + below(1500), pick(below, ("keep", "from_start", "restart"))
        promise = {"target": {"within": f"{limit}h", "all": True}}
        document = version(first.isoformat(), promise, amended=mode)
        document["effective"]["until"] = last.isoformat()
        if below(6) == 0:
            document["objectives"][0]["id"] = "something-else"
        else:
            start, end = (local_midnight(day, ZONE) for day in (first, date.fromordinal(last.toordinal() + 1)))
            wordings.append(Wording(f"T@{first.isoformat()}", start, end, limit * HOUR, mode))
        documents.append(document)
    return documents, wordings


def build_ticket(below: Below, number: int, bounds: list[int]) -> tuple[Item, int, int | None]:
    """An item with its opening and its answer; many fall on the bounds of versions to the second."""
    opened = pick(below, bounds) - 1 + below(3) if below(3) == 0 else bounds[0] - 5 * DAY + below(300 * DAY)
    later = [bound for bound in bounds if bound > opened + 1]
    stopped = pick(below, later) - 1 + below(3) if later and below(3) == 0 else opened + below(120 * DAY)
    facts = [Fact(opened, "event", "opened")]
    if below(4) == 0:
        return build_item(f"I{number}", facts), opened, None
    return build_item(f"I{number}", [*facts, Fact(stopped, "event", "first_response")]), opened, stopped


def expect(wordings: list[Wording], item: str, opened: int, stopped: int | None) -> Iterator[Told]:
    """Item, month, version and outcome of all that becomes certain, by looking at one version after the other."""
    own = [wording for wording in wordings if wording.start <= opened < wording.end]
    if not own:
        return
    place = wordings.index(own[0])
    run_end, followers = own[0].end, []
    for wording in wordings[place + 1 :]:
        if wording.start == run_end:
            followers.append(wording)
            run_end = wording.end
    run_start = own[0].start
    for wording in reversed(wordings[:place]):
        if wording.end == run_start:
            run_start = wording.start
    ruling, start, since = own[0], opened, opened

    def tell(at: int, outcome: str) -> Iterator[Told]:
        if run_start <= at < run_end:
            yield item, f"{to_datetime(at).astimezone(ZONE):%Y-%m}", ruling.label, outcome

    for following in followers:
        if following.mode == "keep" or (stopped is not None and stopped <= following.start):
            continue
        if start + ruling.limit < following.start:
            break
        yield from tell(following.start, "superseded")
        ruling, since = following, following.start
        start = following.start if following.mode == "restart" else opened
    due = start + ruling.limit
    if stopped is not None and stopped <= due:
        yield from tell(max(stopped, since), "met")
    else:
        yield from tell(max(due, since), "breached")


def find_differences(below: Below) -> list[str]:
    documents, wordings = build_versions(below)
    order = list(documents)
    Random(below(1000)).shuffle(order)  # noqa: S311 - only an order
    agreement = agree(*order)
    bounds = sorted({agreement.start, *(wording.start for wording in wordings), *(w.end for w in wordings)})
    found = []
    for number in range(6):
        item, opened, stopped = build_ticket(below, number, bounds)
        rows = ledger(agreement, item, now=agreement.end + 400 * DAY)
        told = sorted(
            (row.item, row.period, row.terms_version, row.outcome)
            for row in rows
            if row.objective == "answer" and row.outcome != "open"
        )
        expected = sorted(expect(wordings, item.id, opened, stopped))
        if told != expected:
            found.append(f"{told} instead of {expected}")
    return found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_clock_is_judged_by_the_version_that_an_obvious_search_finds(data: st.DataObject) -> None:
    assert find_differences(lambda bound: data.draw(st.integers(0, bound - 1))) == []


@pytest.mark.parametrize("batch", range(4))
def test_the_oracle_agrees_on_seeded_cases(batch: int) -> None:
    assert [found for seed in range(batch * 30, batch * 30 + 30) for found in find_differences(seeded(seed))] == []


def _every_version_covers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Scope, "covers", lambda self, start: True)


def _running_clocks_are_always_kept(patch: pytest.MonkeyPatch) -> None:
    def clip(self: Scope, stint: Stint) -> Stint:
        return stint

    patch.setattr(Scope, "_clip", clip)


def _the_latest_version_judges(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Course, "find_at", lambda self, instant: self.latest)
    patch.setattr(Scope, "covers", lambda self, start: self.objective is self.course.latest)


def _versions_begin_a_day_late(patch: pytest.MonkeyPatch) -> None:
    wanted = versions_module.find_effective_start

    def late(*given: Any, **named: Any) -> int:
        return wanted(*given, **named) + DAY

    patch.setattr(versions_module, "find_effective_start", late)


WRONG = [
    _every_version_covers,
    _running_clocks_are_always_kept,
    _the_latest_version_judges,
    _versions_begin_a_day_late,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__.strip("_"))
def test_control_an_engine_that_chooses_another_version_is_caught(
    wrong: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(monkeypatch)
    assert any(find_differences(seeded(seed)) for seed in range(20))
