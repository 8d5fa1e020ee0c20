"""Days, periods and moments as people write them in a text; tables of the machine keep ISO."""

from __future__ import annotations

from datetime import date, tzinfo

from serval.engine.instants import to_datetime
from serval.engine.periods import Period
from serval.reporting.catalogue import current_language

_PATTERNS = {
    "zh": {"day": "y年M月d日", "short": "M月d日", "month": "y年M月", "short_month": "y年M月"},
    "en": {"day": "d MMMM y", "short": "d MMM", "month": "MMMM y", "short_month": "MMM y"},
}
_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def show_day(day: date) -> str:
    """`4 May 2026`, `2026年5月4日`."""
    return _show(day, "day")


def show_short_day(day: date) -> str:
    """`4 May`, `5月4日`, where the year is plain."""
    return _show(day, "short")


def show_days_between(first: date, last: date) -> str:
    """The first and last day of a time; one day stands alone."""
    return show_day(first) if first == last else f"{show_day(first)} – {show_day(last)}"


def show_short_month(day: date) -> str:
    """The month of a day in the row of a table: `Sept 2026`, `2026年9月`."""
    return _show(day, "short_month")


def show_period(period: Period) -> str:
    """A whole month by its name, any other period by its first and last day."""
    is_month = period.label == f"{period.first.year:04}-{period.first.month:02}"
    if is_month and not (period.part or period.merged):
        return _show(period.first, "month")
    return show_days_between(period.first, period.last)


def show_moment(instant: int | None, zone: tzinfo) -> str:
    """`4 May 10:00`, `5月4日 10:00`, without the year that a reader knows; `–` for none."""
    if instant is None:
        return "–"
    moment = to_datetime(instant).astimezone(zone)
    return f"{_show(moment.date(), 'short')} {moment:%H:%M}"


def _show(day: date, kind: str) -> str:
    from babel.dates import format_date

    language = current_language()
    return format_date(day, _PATTERNS[language][kind], locale=_LOCALES[language])
