"""Back-tests for the tests of their pictures: from a plain one to three years of long names and large sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from serval.engine.backtest import Compared, Span
from serval.engine.evidence import Item
from tests.engine.backtest.cast import answered, ask, run, write

CREATED = 1_780_000_000
YEARS = Span(date(2024, 1, 1), date(2026, 12, 31))
LONG = "-".join(["availability-of-everything-that-was-ever-promised"] * 2)[:60]
HOSTILE = [
    '#import "x.typ": *',
    "*bold* $ x $ <label>",
    "=SUM(A1:A9)",
    "שלום-1",
    "工单-" + "长" * 150,
    "INC-" + "9" * 190,
]


def objective(name: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "id": name,
        "metric": "clock.response",
        "target": {"within": "1h", "share": "90%"},
        "calendar": "always",
        "period": "month",
    }
    return {**usual, **changes}


def pay(amount: str, *names: str) -> dict[str, Any]:
    return {"credits": [{"for": name, "each": "item", "amount": amount} for name in names]}


def list_tickets() -> list[Item]:
    """Tickets of every month of 2026, the slower the later in the year."""
    lengths = (5, 20, 40, 55, 70, 90, 110)
    return [
        item for month in range(1, 13) for item in answered(*(length + month * 2 for length in lengths), month=month)
    ]


def compare_plain() -> Compared:
    """Three clauses differ, of which one lowers the cost and one changes nothing."""
    names = ("answer", "other", "third")
    before = write(objectives=[objective(name) for name in names], consequences=pay("10.00", *names))
    after = write(
        objectives=[
            objective("answer", target={"within": "30m", "share": "90%"}),
            objective("other", target={"within": "90m", "share": "90%"}),
            objective("third", target={"within": "1h", "share": "95%"}),
        ],
        consequences=pay("10.00", *names),
    )
    return run(ask(before, after, span=Span(date(2026, 1, 1), date(2026, 12, 31))), list_tickets())


def compare_years() -> Compared:
    """Three years of long names and large sums in many clauses, with a sweep of sixty steps and a wish."""
    names = [f"{LONG}-{place}"[-63:] for place in range(12)]
    says = {"en": "Every request of whatever kind is answered " * 4, "zh": "所有类型的服务请求均应按约定及时响应" * 6}
    title = {"en": "Operation of all systems of the group " * 3, "zh": "集团全部信息系统运行维护服务协议" * 4}
    metadata = {"number": "SLA-" + "9" * 40, "title": title}
    fee = {"amount": "98765432109.00", "currency": "CNY", "per": "month"}
    sides = [
        write(
            metadata=metadata,
            fee=fee,
            objectives=[objective(name, says=says, target={"within": limit, "share": "90%"}) for name in names],
            consequences=pay(amount, *names),
        )
        for limit, amount in (("1h", "1234567.89"), ("45m", "23456789.01"))
    ]
    question = ask(*sides, span=YEARS, sweep=f"{names[0]}=1m..60m/1m", wanted="50%")
    return run(question, [*list_tickets(), *_list_hostile()])


def _list_hostile() -> Iterator[Item]:
    for place, name in enumerate(HOSTILE):
        (item,) = answered(50 + place % 9, month=2)
        yield replace(item, id=name)


def sweep_alone() -> Compared:
    return run(ask(write(), sweep="answer=10m..90m/10m", wanted="90%"), list_tickets())


def sweep_shares() -> Compared:
    return run(ask(write(), sweep="answer=50%..95%/5%"), list_tickets())


def compare_currencies() -> Compared:
    """A pays in one currency and B in another."""
    dollars = {"amount": "1000.00", "currency": "USD", "per": "month"}
    return run(
        ask(write(), write(fee=dollars, objectives=[objective("answer", target={"mean": "30m"})])), list_tickets()
    )


def compare_without_money() -> Compared:
    plain: dict[str, Any] = {"fee": None, "consequences": None}
    return run(ask(write(**plain), write(**plain, objectives=[_strict()])), list_tickets())


def _strict() -> dict[str, Any]:
    return objective("answer", target={"within": "10m", "share": "90%"})


def compare_alike() -> Compared:
    return run(ask(write(), write()), list_tickets())


_BUILDERS: tuple[Callable[[], Compared], ...] = (
    compare_plain,
    compare_years,
    sweep_alone,
    sweep_shares,
    compare_currencies,
    compare_without_money,
    compare_alike,
)
CASES = tuple(builder.__name__ for builder in _BUILDERS)


@cache
def build(name: str) -> Compared:
    """One of the cases; judged once for all tests."""
    return next(builder for builder in _BUILDERS if builder.__name__ == name)()
