"""Terms on a terminal: everything that is promised, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from rich.console import Console
from rich.text import Text

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.spec import Hours
from serval.engine.terms import Agreement
from serval.engine.terms.calendars import CalendarTerms, HolidayDates
from serval.engine.terms.model import Terms
from serval.engine.terms.values import format_shift
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_whole_promise
from serval.reporting.sentences.agreement_words import (
    describe_amendment,
    describe_assurance,
    describe_clock,
    describe_measure,
    describe_service,
    describe_standing,
    list_exceptions,
)
from serval.reporting.sentences.promise_words import list_promise_facts, name_clause
from serval.site.cli.views.consequences import list_consequences
from serval.site.cli.views.console import open_console
from serval.site.cli.views.folding import fold


def print_agreement(agreement: Agreement) -> None:
    """Print parties, promises, services, clocks, measures, exceptions, consequences and calendars."""
    console = open_console()
    terms = agreement.terms
    title = Text(terms.metadata.title.choose(current_language()), style="head")
    console.print(title + Text(f" {agreement.version}", style="quiet"))
    _print_lines(console, (describe_parties(terms), describe_standing(terms.metadata)))
    if terms.amendment is not None:
        _print_lines(console, (describe_amendment(terms.amendment),))
    _print_promises(console, terms)
    _print_part(console, _("Services"), (describe_service(*entry) for entry in terms.services.items()))
    _print_part(console, _("Clocks"), (describe_clock(*entry) for entry in terms.clocks.items()))
    _print_part(console, _("Measures"), (describe_measure(*entry) for entry in terms.measures.items()))
    _print_part(console, _("Calendars"), _list_calendars(agreement))
    _print_part(console, _("Exceptions"), list_exceptions(terms))
    _print_part(console, _("Consequences"), list_consequences(terms))
    console.print()
    console.print(Text(_("Digest {digest}").format(digest=agreement.digest), style="quiet"), soft_wrap=True)


def describe_parties(terms: Terms) -> str:
    """Who promises whom, and for which days."""
    text = _("Provider {provider} · client {client} · in force {first} to {last} ({zone})")
    return text.format(
        provider=terms.parties.provider,
        client=terms.parties.client,
        first=terms.effective.from_.isoformat(),
        last=terms.effective.until.isoformat(),
        zone=terms.effective.timezone,
    )


def _print_promises(console: Console, terms: Terms) -> None:
    """Each promise with its own dated ones: what these promise stands under no other wording."""
    for objective in terms.objectives:
        console.print()
        head = f"{objective.id} · {show_whole_promise(objective.target)}"
        for row in fold(head, console.width):
            console.print(Text(row, style="head"), soft_wrap=True)
        says = [objective.says.choose(current_language())] if objective.says else []
        clause = [_("clause {source}").format(source=name_clause(objective.source))] if objective.source else []
        dated = [describe_assurance(entry) for entry in terms.assurance if entry.objective == objective.id]
        _print_lines(console, (*says, *list_promise_facts(objective), *clause, *dated), indent=2)


def _print_part(console: Console, title: str, lines: Iterable[str]) -> None:
    shown = list(lines)
    if shown:
        console.print()
        console.print(Text(title, style="head"))
        _print_lines(console, shown, indent=2)


def _print_lines(console: Console, lines: Iterable[str], *, indent: int = 0) -> None:
    """Each line folded to the console's width, all its rows indented; none ends with blanks."""
    for line in lines:
        own = indent + len(line) - len(line.lstrip())
        for row in fold(line.strip(), max(console.width - own, 1)):
            console.print(Text(" " * own + row), soft_wrap=True)


def _list_calendars(agreement: Agreement) -> Iterator[str]:
    for name, calendar in agreement.calendars.items():
        yield describe_calendar(calendar)
        yield from (f"  {line}" for line in _list_own_days(agreement.terms.calendars[name]))


def _list_own_days(calendar: CalendarTerms) -> Iterator[str]:
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
