"""What is final stays as it is under every rule on items: dated promises, extensions, picks, services, versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import inf
from typing import Any

import pytest

from serval.engine.clocks import History
from serval.engine.clocks.claims import Claim, Stint
from serval.engine.evidence import Fact, Item
from serval.engine.terms import Agreement
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts import LedgerRow, Range, Verdict, claiming, judge_items
from serval.engine.verdicts import judgement as judgement_module
from serval.engine.verdicts import scope as scope_module
from serval.engine.verdicts.clock_bench import ClockBench
from serval.engine.verdicts.scope import Scope
from serval.engine.verdicts.subjects import ItemBenches
from tests.engine.verdicts.bench_of_terms import at, ledger, terms, ticket
from tests.engine.verdicts.random_cases import Below, seeded
from tests.engine.verdicts.ruled_items import build_agreement, build_items
from tests.engine.verdicts.test_closed_periods import LATEST, cut_before

BATCHES, BATCH, CONTROLS = 8, 20, 240
Key = tuple[str, str, str, int]
Judged = tuple[list[LedgerRow], Verdict]


def judge_all(agreement: Agreement, items: Iterable[Item], now: int) -> dict[Key, Judged]:
    """Rows and verdict of each objective, subject and period."""
    rows: defaultdict[tuple[str, str, str], list[LedgerRow]] = defaultdict(list)
    asked = Range(agreement.start, agreement.end, running=True)
    card = judge_items(
        agreement, items, asked, now=now, sink=lambda row: rows[row.objective, row.subject, row.period].append(row)
    )
    found = {}
    for verdict in card.verdicts:
        key = (verdict.objective.id, verdict.subject, verdict.period.label)
        found[(*key, verdict.period.start)] = (rows[key], verdict)
    return found


def find_rewritten(below: Below) -> list[str]:
    """Final verdicts at some instant, from the log of that day or of a later one, that read otherwise afterwards."""
    agreement = build_agreement(below)
    items = build_items(below, agreement)
    last = judge_all(agreement, items, LATEST)
    closings = {verdict.period.end for _, verdict in last.values()}
    instants = sorted({*closings, *(agreement.start + below(LATEST - agreement.start) for _ in range(3))})
    found = []
    for instant in instants:
        views = [judge_all(agreement, cut_before(items, instant), instant), judge_all(agreement, items, instant)]
        for seen in views:
            found += [_tell(judged, last.get(key)) for key, judged in seen.items() if not judged[1].provisional]
        closed = {key for key, (_, verdict) in last.items() if verdict.period.end <= instant}
        found += [f"{key} appeared after its close" for key in closed - views[0].keys()]
    return [difference for difference in found if difference]


def _tell(seen: Judged, last: Judged | None) -> str:
    if last is None:
        return f"{seen[1]} disappeared"
    if seen[1].digest != last[1].digest or seen[1].meters != last[1].meters:
        return f"{seen[0]} {seen[1].digests} became {last[0]} {last[1].digests}"
    return ""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_final_verdict_is_never_rewritten(batch: int) -> None:
    assert [found for seed in range(batch * BATCH, (batch + 1) * BATCH) for found in find_rewritten(seeded(seed))] == []


def _a_dated_promise_sees_everything(patch: pytest.MonkeyPatch) -> None:
    find_closing = ClockBench._find_closing

    def never(self: ClockBench, *given: Any) -> int | None:
        return None if find_closing(self, *given) is None else 2 * LATEST

    patch.setattr(ClockBench, "_find_closing", never)


def _stops_after_dated_days_are_never_final(patch: pytest.MonkeyPatch) -> None:
    final_at = Scope.final_at

    def never(self: Scope, stop: int) -> int:
        return 2 * LATEST if self.course.is_window else final_at(self, stop)

    patch.setattr(Scope, "final_at", never)


def _a_consent_counts_whenever_it_comes(patch: pytest.MonkeyPatch) -> None:
    def is_consented(objective: ClockObjective, history: History, *_: Any) -> bool:
        return bool(history.find_moments({objective.consent}))

    patch.setattr(judgement_module, "_is_consented", is_consented)


def _a_winner_wins_before_it_is_known(patch: pytest.MonkeyPatch) -> None:
    cut_out = scope_module._cut_out

    def cut_all(stints: list[Stint], won: list[Stint]) -> list[Stint]:
        return cut_out(stints, [replace(stint, known=-inf) for stint in won])

    patch.setattr(scope_module, "_cut_out", cut_all)


def _services_are_judged_before_they_are_named(patch: pytest.MonkeyPatch) -> None:
    def list_all(self: ItemBenches) -> Iterator[Verdict]:
        for subject in sorted(self._benches):
            yield from self._benches[subject].list_verdicts()

    patch.setattr(ItemBenches, "list_verdicts", list_all)


def _what_becomes_known_late_joins_a_dated_promise(patch: pytest.MonkeyPatch) -> None:
    def is_judged_here(course: Course, objective: ClockObjective, claim: Claim) -> bool:
        start = claim.cycle.start.at
        return course.is_window or not any(begin <= start < end for begin, end in course.assured)

    patch.setattr(claiming, "_is_judged_here", is_judged_here)


WRONG = [
    _a_dated_promise_sees_everything,
    _stops_after_dated_days_are_never_final,
    _a_consent_counts_whenever_it_comes,
    _a_winner_wins_before_it_is_known,
    _services_are_judged_before_they_are_named,
    _what_becomes_known_late_joins_a_dated_promise,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__.strip("_"))
def test_control_an_engine_that_rewrites_what_is_final_is_caught(
    wrong: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(monkeypatch)
    assert any(find_rewritten(seeded(seed)) for seed in range(CONTROLS))


FAIR = {"id": "fair", "from": "2026-01-10", "until": "2026-01-20", "objective": "answer"}
RESUMED = {"resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "resume"}}


def fair_rows(agreement: Agreement, item: Item, now: str) -> list[tuple[str, str, str]]:
    rows = ledger(agreement, item, now=at(now))
    return [(row.objective, row.outcome, row.reason) for row in rows if row.outcome != "open"]


def test_a_stop_after_the_dated_days_is_final_at_once() -> None:
    dated = {**FAIR, "target": {"within": "10d", "all": True}}
    agreement = terms({"metric": "clock.resolution"}, clocks=RESUMED, assurance=[dated])
    solved, reopened = Fact(at("01-22 10:00"), "state", "resolved"), Fact(at("01-23 10:00"), "state", "open")
    item = ticket("A", "01-19 10:00", solved, reopened)
    assert fair_rows(agreement, item, "03-01 00:00")[0] == ("fair", "met", "stopped_in_time")


def test_a_priority_known_only_after_the_dated_days_is_the_base_promises() -> None:
    agreement = terms({"where": {"priority": "high"}}, assurance=[{**FAIR, "target": {"within": "5m", "all": True}}])
    known = Fact(at("01-25 10:00"), "field", "priority", "high")
    item = ticket("A", "01-15 10:00", known, answered="01-15 10:30")
    assert fair_rows(agreement, item, "03-01 00:00") == [("answer", "met", "stopped_in_time")]
    early = ticket("A", "01-15 10:00", replace(known, at=at("01-20 23:00")), answered="01-15 10:30")
    assert fair_rows(agreement, early, "03-01 00:00") == [("fair", "breached", "stopped_late")]
