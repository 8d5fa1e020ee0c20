"""Spans of dates: the whole month, quarter or year around a day, and days and months from a day on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from serval.engine.terms.fee import SettlementKind
from serval.engine.terms.rates import DateSpan

_MONTHS: dict[SettlementKind, int] = {"month": 1, "quarter": 3, "year": 12}


def add_months(day: date, months: int) -> date:
    """The same day number so many months on, or the last day of a month that has no such day (民法典 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_span(day: date, span: DateSpan) -> date:
    """The last day of a span that is counted from the next day on."""
    if span.unit == "months":
        return add_months(day, span.amount)
    return date.fromordinal(day.toordinal() + span.amount)


def find_unit(kind: SettlementKind, day: date, contract_first: date) -> tuple[date, date]:
    """First day of the whole unit that holds `day`, and first day of the one after it."""
    if kind == "contract-year":
        years = day.year - contract_first.year
        years -= _anniversary(contract_first, years) > day
        return _anniversary(contract_first, years), _anniversary(contract_first, years + 1)
    months = _MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months)


def _anniversary(first: date, years: int) -> date:
    """A year from 29 February ends with the last day of February, so the next one starts on 1 March, as periods do."""
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 3, 1)
