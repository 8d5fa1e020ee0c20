"""A small agreement, verdicts and statements for the tests of consequences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.calendars.spec import CalendarSpec, Shift
from serval.engine.consequences import Agreed, Facts, Judged, Meter, Statement, settle
from serval.engine.instants import parse_instant
from serval.engine.periods import Period, PeriodKind, list_periods
from serval.engine.terms.consequences import Consequences
from serval.engine.terms.fee import Fee
from serval.engine.terms.level import LevelUnit
from serval.engine.zones import get_zone

ZONE: ZoneInfo = get_zone("Asia/Shanghai")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
FEE = {"amount": "10000.00", "currency": "CNY", "per": "month"}
TIERS = [
    {"from": "99%", "below": "99.9%", "percent": 10},
    {"from": "95%", "below": "99%", "percent": 25},
    {"below": "95%", "percent": 100},
]


def agree(
    consequences: dict[str, Any],
    fee: dict[str, Any] | None = FEE,
    *,
    first: date = FIRST,
    last: date = LAST,
    calendar: Calendar | None = None,
) -> Agreed:
    shape = None if fee is None else Fee.model_validate(fee)
    return Agreed(Consequences.model_validate(consequences), shape, first, last, ZONE, calendar, "terms")


def find_period(label: str, kind: Any = "month", first: date = FIRST, last: date = LAST) -> Period:
    return next(p for p in list_periods(PeriodKind(kind), first, last, ZONE) if p.label == label)


def judge(
    value: str | Fraction | None,
    target: str | Fraction = "99.9%",
    *,
    period: str | Period = "2026-01",
    objective: str = "up",
    subject: str = "",
    better: Literal["higher", "lower"] = "higher",
    unit: LevelUnit = "share",
    outcome: Literal["met", "breached", "no_data", "refused"] | None = None,
    meters: Mapping[Meter, Fraction] | None = None,
    causes: Mapping[str, Mapping[Meter, Fraction]] | None = None,
    **more: Any,
) -> Judged:
    """A verdict; its outcome follows from value and target unless it is told."""
    number, promised = _read(value), _read(target)
    if outcome is None and number is not None and promised is not None:
        kept = number >= promised if better == "higher" else number <= promised
        outcome = "met" if kept else "breached"
    return Judged(
        objective,
        subject,
        find_period(period) if isinstance(period, str) else period,
        outcome or "no_data",
        number,
        unit,
        promised,
        better,
        meters=meters or {},
        causes=causes or {},
        digest=f"{objective}/{subject}/{value}",
        **more,
    )


def settle_all(agreed: Agreed, judged: Sequence[Judged], **more: Any) -> tuple[Statement, ...]:
    """Statements of the whole term, all of it known."""
    span = (agreed.settlements.periods[0].start, agreed.settlements.periods[-1].end)
    return settle(agreed, Facts(**{"judged": judged, "span": span, "now": span[1], **more}))


def settle_one(agreed: Agreed, *judged: Judged, **more: Any) -> Statement:
    (statement,) = settle_all(agreed, judged, **more)
    return statement


def amounts(statement: Statement) -> list[str]:
    """The credit lines of a statement in money."""
    assert statement.credits is not None
    return [str(line.amount.amount) for line in statement.credits.lines]


def payable(statement: Statement) -> str:
    assert statement.credits is not None
    return str(statement.credits.payable.amount)


def office() -> Calendar:
    """Monday to Friday, nine to six, without public holidays."""
    day = (Shift(9 * 3600, 18 * 3600),)
    return compile_calendar(CalendarSpec("office", "Asia/Shanghai", weekly=(day, day, day, day, day, (), ())))


def at(text: str) -> int:
    return parse_instant(f"{text}+08:00")


def _read(value: str | Fraction | None) -> Fraction | None:
    if isinstance(value, str):
        return Fraction(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
    return value
