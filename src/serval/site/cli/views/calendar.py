"""A calendar's month on a terminal: the hours of each day and why it is open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from rich import box
from rich.table import Table
from rich.text import Text

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.compile import local_midnight
from serval.engine.dates import day_after
from serval.engine.instants import to_datetime
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_working
from serval.reporting.sentences.calendar_words import describe_calendar, weekday_names
from serval.site.cli.views.console import open_console


def print_month(calendar: Calendar, first: date) -> None:
    """Print the month that begins on `first`."""
    console = open_console()
    console.print(describe_calendar(calendar))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=f"{first.year:04}-{first.month:02}", title_justify="left")
    for title, justify in ((_("Date"), "left"), (_("Hours"), "left"), (_("Length"), "right"), (_("Why"), "left")):
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    total = 0
    for day in _list_days(first):
        start, end = _bounds(day, calendar.zone)
        spans = calendar.open_spans(start, end)
        length = sum(closed - opened for opened, closed in spans)
        total += length
        hours = _(", ").join(f"{_clock(a, calendar.zone, end)}–{_clock(b, calendar.zone, end)}" for a, b in spans)
        name = Text(f"{day.isoformat()} {weekday_names()[day.weekday()]}", style="" if spans else "quiet")
        table.add_row(name, hours or "–", show_working(length) if length else "–", _reason(calendar, day))
    console.print(table)
    console.print(_("{length} open in this month.").format(length=show_working(total)))


def _list_days(first: date) -> Iterator[date]:
    day = first
    while day.month == first.month:
        yield day
        day = day_after(day)


def _bounds(day: date, zone: ZoneInfo) -> tuple[int, int]:
    return local_midnight(day, zone), local_midnight(day_after(day), zone)


def _clock(instant: int, zone: tzinfo, end: int) -> str:
    return "24:00" if instant == end else to_datetime(instant).astimezone(zone).strftime("%H:%M")


def _reason(calendar: Calendar, day: date) -> str:
    """The rule that speaks for a date, in the order of the compiler."""
    spec, holidays = calendar.spec, calendar.spec.holidays
    if day in dict(spec.opened):
        return _("one-off opening")
    if day in spec.closed_days:
        return _("own closed day")
    reason = ""
    if holidays is not None:
        if not holidays.first_year <= day.year <= holidays.last_year:
            reason = _("holidays not published")
        elif day in holidays.makeup:
            reason = _("make-up workday")
        elif day in holidays.off:
            reason = _("public holiday")
    if day in dict(spec.closed_hours):
        reason += (_(", ") if reason else "") + _("own closed hours")
    return reason
