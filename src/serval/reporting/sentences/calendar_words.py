"""A business calendar in words: its week, its holidays, and the days the terms name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.spec import Hours
from serval.engine.terms.calendars import CalendarTerms, HolidayDates
from serval.engine.terms.values import format_shift
from serval.reporting.catalogue import translate as _


def list_own_days(calendar: CalendarTerms) -> Iterator[str]:
    """What terms say of single days; the dates of a region that is only named stand in no terms."""
    if isinstance(calendar.holidays, HolidayDates):
        if calendar.holidays.off:
            yield _("days off: {days}").format(days=show_days(calendar.holidays.off))
        if calendar.holidays.makeup:
            yield _("make-up workdays: {days}").format(days=show_days(calendar.holidays.makeup))
    if calendar.makeup is not None:
        text = _("make-up workdays have the hours of {weekday}")
        yield text.format(weekday=weekday_names()[calendar.makeup])
    closed = [entry.on for entry in calendar.closed if entry.hours is None]
    if closed:
        yield _("closed on {days}").format(days=show_days(closed))
    for entry in calendar.closed:
        if entry.hours is not None:
            yield _("closed on {day} {hours}").format(day=entry.on.isoformat(), hours=_show_hours(entry.hours))
    for opening in calendar.open:
        yield _("open on {day} {hours}").format(day=opening.on.isoformat(), hours=_show_hours(opening.hours))


def _show_hours(hours: Hours) -> str:
    return _(", ").join(map(format_shift, hours))


def show_days(days: Sequence[date]) -> str:
    """Dates in order, those that follow each other as one run."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    shown = (
        first.isoformat() if first == last else _("{first} to {last}").format(first=first, last=last)
        for first, last in runs
    )
    return _(", ").join(shown)


def describe_calendar(calendar: Calendar) -> str:
    """A calendar's week in one line."""
    spec = calendar.spec
    if spec.always:
        return _("calendar {name}: around the clock").format(name=spec.name)
    text = _("calendar {name} ({zone}): {week}").format(
        name=spec.name, zone=spec.timezone, week=_("; ").join(_list_hours(spec.weekly))
    )
    if spec.holidays:
        known = _("holidays {region} {first}–{last} from {source}")
        holidays = spec.holidays
        text += _("; ") + known.format(
            region=holidays.region, first=holidays.first_year, last=holidays.last_year, source=holidays.source
        )
    return text


def _list_hours(weekly: Sequence[Hours]) -> Iterator[str]:
    """Hours by weekday; neighbours with the same hours stand together."""
    names = weekday_names()
    first = 0
    for day in range(1, len(weekly) + 1):
        if day == len(weekly) or weekly[day] != weekly[first]:
            if weekly[first]:
                days = names[first] if first == day - 1 else f"{names[first]}–{names[day - 1]}"
                yield f"{days} {_show_hours(weekly[first])}"
            first = day


def weekday_names() -> tuple[str, ...]:
    """Short names, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
