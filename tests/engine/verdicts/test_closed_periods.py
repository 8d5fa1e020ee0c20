"""What a period's verdict was when it closed, it is for ever (TERMS.md rules 5 to 7 and 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import inf

import pytest

from serval.engine.clocks import History, Matcher, Spell
from serval.engine.clocks.claims import Claim, Stint
from serval.engine.clocks.finality import Finality
from serval.engine.evidence import Fact, Item
from serval.engine.instants import parse_instant
from serval.engine.terms import Agreement, ClockObjective
from serval.engine.verdicts import LedgerRow, Range, Verdict, clock_bench, judge_items
from serval.engine.verdicts import judgement as judgement_module
from serval.engine.verdicts.judgement import Judgement, judge_claim
from tests.engine.verdicts.bench_of_terms import at, ledger, terms, ticket
from tests.engine.verdicts.random_cases import Below, seeded
from tests.engine.verdicts.restless_items import build_agreement, build_items

LATEST = parse_instant("2026-08-01T00:00:00Z")
BATCHES, BATCH, CONTROLS = 25, 12, 150

Judged = tuple[list[LedgerRow], Verdict]


def judge_periods(agreement: Agreement, items: Iterable[Item], now: int) -> dict[tuple[str, str], Judged]:
    """Rows and verdict of each objective in each of its periods."""
    rows: defaultdict[tuple[str, str], list[LedgerRow]] = defaultdict(list)
    asked = Range(agreement.start, agreement.end, running=True)
    card = judge_items(agreement, items, asked, now=now, sink=lambda row: rows[row.objective, row.period].append(row))
    keys = [(verdict.objective.id, verdict.period.label) for verdict in card.verdicts]
    return {key: (rows[key], verdict) for key, verdict in zip(keys, card.verdicts, strict=True)}


def cut_before(items: Iterable[Item], instant: int) -> list[Item]:
    """The items as a log shows them that was taken at an instant."""
    cut = [replace(item, facts=tuple(fact for fact in item.facts if fact.at < instant)) for item in items]
    return [item for item in cut if item.facts]


def find_rewritten(below: Below) -> list[str]:
    """Periods that do not read the same at their close, from the log of that day or of a later one, and afterwards."""
    agreement = build_agreement(below)
    items = build_items(below, agreement)
    last = judge_periods(agreement, items, LATEST)
    closings = sorted({verdict.period.end for _, verdict in last.values()})
    later = judge_periods(agreement, items, closings[0] + below(LATEST - closings[0]))
    found = []
    for closing in closings:
        at_close = judge_periods(agreement, cut_before(items, closing), closing)
        late_log = judge_periods(agreement, items, closing)
        for key, (_, verdict) in last.items():
            if verdict.period.end == closing:
                others = [late_log, last] if later[key][1].provisional else [late_log, later, last]
                found += [_tell(at_close[key], other[key]) for other in others]
    return [difference for difference in found if difference]


def _tell(closed: Judged, seen: Judged) -> str:
    if closed[0] != seen[0]:
        return f"rows {closed[0]} became {seen[0]}"
    if closed[1] != seen[1]:
        return f"{closed[1]} became {seen[1]}"
    return ""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_closed_period_is_never_rewritten(batch: int) -> None:
    assert [found for seed in range(batch * BATCH, (batch + 1) * BATCH) for found in find_rewritten(seeded(seed))] == []


def _judged_by_the_last_state(patch: pytest.MonkeyPatch) -> None:
    def stands(self: Finality, withdrawal: Spell, at: int) -> bool:
        return withdrawal.end is None

    patch.setattr(Finality, "_stands", stands)


def _late_fields_reach_back(patch: pytest.MonkeyPatch) -> None:
    list_stints = Matcher.list_stints

    def list_as_if_known(self: Matcher, history: History) -> list[Stint]:
        return [replace(stint, known=-inf) for stint in list_stints(self, history)]

    patch.setattr(Matcher, "list_stints", list_as_if_known)


def _read_like_a_running_clock(patch: pytest.MonkeyPatch) -> None:
    def judge_live(objective: ClockObjective, history: History, claim: Claim, *, now: int, closing: bool) -> Judgement:
        return judge_claim(objective, history, claim, now=now)

    patch.setattr(clock_bench, "judge_claim", judge_live)


def _the_end_of_a_pause_is_foreseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(judgement_module, "_still_held", lambda spell, now: spell)


WRONG = [
    _judged_by_the_last_state,
    _late_fields_reach_back,
    _read_like_a_running_clock,
    _the_end_of_a_pause_is_foreseen,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__.strip("_"))
def test_control_an_engine_that_rewrites_closed_periods_is_caught(
    wrong: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(monkeypatch)
    assert any(find_rewritten(seeded(seed)) for seed in range(CONTROLS))


WITHDRAWN = {"id": "solve", "metric": "clock.resolution", "target": {"within": "90d", "all": True}}
RESUMED = {"resolution": {"start": "opened", "stop": "resolved", "pause": ["waiting_client"], "reopen": "resume"}}


def _told(agreement: Agreement, item: Item, now: str) -> list[tuple[str, int, str, str]]:
    return sorted((r.period, r.cycle, r.outcome, r.reason) for r in ledger(agreement, item, now=at(now)))


def test_taken_up_again_after_the_close_an_item_stays_excluded_where_it_was_withdrawn() -> None:
    agreement = terms(WITHDRAWN, clocks=RESUMED)
    solved, cancelled = Fact(at("01-05 12:00"), "state", "resolved"), Fact(at("01-06 12:00"), "state", "cancelled")
    item = ticket("A", "01-05 10:00", solved, cancelled, Fact(at("02-10 10:00"), "state", "open"))
    january = [("2026-01", 1, "excluded", "cancelled")]
    assert _told(agreement, item, "02-01 00:00") == january
    assert _told(agreement, item, "02-20 00:00") == [*january, ("2026-02", 2, "open", "running")]


def test_taken_up_again_before_the_close_an_item_was_only_paused() -> None:
    agreement = terms(WITHDRAWN, clocks=RESUMED)
    cancelled = Fact(at("01-06 10:00"), "state", "cancelled")
    item = ticket("A", "01-05 10:00", cancelled, Fact(at("01-31 23:59:59"), "state", "open"))
    (row,) = ledger(agreement, item, now=at("02-01 00:00"))[:1]
    assert (row.outcome, row.working_seconds) == ("open", 86_400 + 1)


@pytest.mark.parametrize("kind", ["pause", "resume"])
def test_a_pause_that_begins_or_ends_as_a_period_closes_is_not_seen_by_it(kind: str) -> None:
    agreement = terms(WITHDRAWN, clocks=RESUMED)
    bound = Fact(at("02-01 00:00"), kind, "waiting_client")  # type: ignore[arg-type]
    held = [Fact(at("01-20 00:00"), "pause", "waiting_client")] if kind == "resume" else []
    before, after = ticket("A", "01-05 10:00", *held), ticket("A", "01-05 10:00", *held, bound)
    first = [row for row in ledger(agreement, before, now=at("02-01 00:00")) if row.period == "2026-01"]
    assert [row for row in ledger(agreement, after) if row.period == "2026-01"] == first


def test_a_priority_that_becomes_known_after_the_close_is_counted_where_it_became_known() -> None:
    agreement = terms({"where": {"priority": "high"}})
    known = Fact(at("02-10 10:00"), "field", "priority", "high")
    item = ticket("A", "01-05 10:00", known, answered="01-05 10:30")
    assert _told(agreement, item, "03-01 00:00") == [("2026-02", 1, "met", "stopped_in_time")]
