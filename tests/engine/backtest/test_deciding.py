"""Items that decide: those of which two terms say something different."""

from __future__ import annotations

from serval.engine.backtest.deciding import MOST_LISTED, Deciding
from serval.engine.evidence import Item
from serval.engine.places import Place
from serval.engine.records import Outage, build_records
from serval.engine.terms.model import Terms
from tests.engine.backtest.cast import PLAIN, answered, ask, promise, run, write
from tests.engine.verdicts.bench_of_terms import at


def decide(old: Terms, new: Terms, items: list[Item]) -> Deciding:
    deciding = run(ask(old, new), items).deciding
    assert deciding is not None
    return deciding


def test_an_item_decides_where_one_side_says_met_and_the_other_breached() -> None:
    deciding = decide(write(), write(objectives=promise({"within": "30m", "share": "90%"})), answered(10, 45, 70))
    assert [(entry.row.item, entry.outcomes) for entry in deciding.items] == [("I1-001", ("met", "breached"))]
    (entry,) = deciding.items
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before.working_seconds, entry.before.target_seconds, entry.after.target_seconds) == (2700, 3600, 1800)


def test_items_of_promises_that_say_the_same_never_decide() -> None:
    dearer = {"credits": [{"for": "answer", "each": "item", "amount": "20.00"}]}
    assert decide(write(), write(consequences=dearer), answered(10, 45, 70)) == Deciding()


def test_an_item_that_only_one_side_speaks_of_decides() -> None:
    narrow = write(objectives=promise({"within": "1h", "share": "90%"}, where={"priority": "high"}))
    items = answered(10, 70, name="H", priority="high") + answered(20, 80, name="L", priority="low")
    deciding = decide(write(), narrow, items)
    assert deciding.totals == {("met", ""): 1, ("breached", ""): 1}
    assert deciding.items[0].outcomes == ("breached", "")


def test_of_a_promise_that_only_one_side_makes_breaches_alone_are_told() -> None:
    more = write(objectives=[*PLAIN["objectives"], {**PLAIN["objectives"][0], "id": "soon", "target": {"mean": "1h"}}])
    assert decide(write(), more, answered(10, 70)) == Deciding()
    strict = [*PLAIN["objectives"], {**PLAIN["objectives"][0], "id": "soon", "target": {"within": "30m", "all": True}}]
    assert decide(write(), write(objectives=strict), answered(10, 70)).totals == {("", "breached"): 1}


def test_items_whose_verdict_turns_come_first() -> None:
    laxer = write(objectives=promise({"within": "1h", "share": "50%"}))
    stricter = write(objectives=promise({"within": "30m", "share": "50%"}))
    january = answered(45, 10, 10)  # one late of three: met either way
    february = answered(45, 45, 10, month=2)  # two late of three: the verdict turns
    deciding = decide(laxer, stricter, january + february)
    assert [(entry.row.item, entry.turns) for entry in deciding.items] == [
        ("I2-000", True),
        ("I2-001", True),
        ("I1-000", False),
    ]


def test_very_many_items_are_counted_and_the_first_of_each_period_kept() -> None:
    stricter = write(objectives=promise({"within": "30m", "share": "90%"}))
    deciding = decide(write(), stricter, answered(*[45] * (MOST_LISTED + 20)))
    assert deciding.total == MOST_LISTED + 20
    assert len(deciding.items) == MOST_LISTED


def test_an_outage_decides_where_only_one_side_counts_it() -> None:
    def promise_up(**measure: str) -> Terms:
        up = {"id": "up", "metric": "availability", "where": {"service": "shop"}, "target": {"atLeast": "99.9%"}}
        return write(
            services={"shop": {}},
            objectives=[{**up, "measure": measure or None, "calendar": "always", "period": "month"}],
            consequences=None,
        )

    start = at("01-05 10:00")
    records = build_records(outages=[Outage(Place("shop"), start, start + 240)], complete=["outages"])
    deciding = run(ask(promise_up(), promise_up(shortestOutage="5m")), [], records=records).deciding
    assert deciding is not None
    assert [entry.outcomes for entry in deciding.items] == [("counted", "uncounted")]
