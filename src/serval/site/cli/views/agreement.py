"""Terms on a terminal: what is promised, in words and in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.spec import Hours
from serval.engine.terms import Agreement
from serval.engine.terms.objectives import CompiledObjective
from serval.engine.terms.values import format_shift
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_conditions, show_limit, show_target
from serval.reporting.sentences import name_reason, name_reopening
from serval.site.cli.views.consequences import list_consequences
from serval.site.cli.views.console import open_console


def print_agreement(agreement: Agreement) -> None:
    """Print parties, objectives, clocks and calendars."""
    console = open_console()
    console.print(Text(agreement.terms.metadata.title.choose(current_language()), style="head"), end=" ")
    console.print(Text(agreement.version, style="quiet"))
    console.print(_describe_parties(agreement))
    _list_objectives(console, agreement)
    _print_clocks(console, agreement)
    _print_exceptions(console, agreement)
    for line in list_consequences(agreement.terms):
        console.print(line)
    for calendar in agreement.calendars.values():
        console.print(describe_calendar(calendar))
    console.print(Text(_("Digest {digest}").format(digest=agreement.digest), style="quiet"), soft_wrap=True)


def _describe_parties(agreement: Agreement) -> str:
    terms = agreement.terms
    text = _("Provider {provider} · client {client} · in force {first} to {last} ({zone})")
    return text.format(
        provider=terms.parties.provider,
        client=terms.parties.client,
        first=terms.effective.from_.isoformat(),
        last=terms.effective.until.isoformat(),
        zone=terms.effective.timezone,
    )


def _list_objectives(console: Console, agreement: Agreement) -> None:
    for objective in agreement.objectives:
        terms = objective.terms
        console.print(Text(f"{terms.id} · {show_target(objective)}", style="head"))
        if terms.says:
            console.print(Padding(terms.says.choose(current_language()), (0, 0, 0, 2)))
        each = _EACH[terms.per]() if terms.per else ""
        facts = (terms.metric, _describe_condition(objective), each, terms.calendar, str(terms.period), terms.source)
        console.print(Padding(" · ".join(fact for fact in facts if fact), (0, 0, 0, 2)))


_EACH = {
    "service": lambda: _("for each service"),
    "instance": lambda: _("for each instance"),
    "site": lambda: _("for each site"),
}


def _describe_condition(objective: CompiledObjective) -> str:
    return show_conditions(objective.terms.where) or _("all items")


def _print_clocks(console: Console, agreement: Agreement) -> None:
    for name, clock in agreement.terms.clocks.items():
        parts = [
            _("clock {name}: from {start} to {stop}").format(
                name=name, start=name_reason(clock.start), stop=_(" or ").join(map(name_reason, clock.stop))
            )
        ]
        if clock.pause:
            parts.append(_("paused while {reasons}").format(reasons=_(", ").join(map(name_reason, clock.pause))))
        if clock.reopen:
            parts.append(_("reopened: {mode}").format(mode=name_reopening(clock.reopen)))
        if clock.settle:
            parts.append(_("settled after {length}").format(length=show_limit(clock.settle)))
        console.print(_("; ").join(parts))


def _print_exceptions(console: Console, agreement: Agreement) -> None:
    for entry in agreement.terms.assurance:
        text = _("{objective} from {first} to {last}: {id}")
        days = (entry.from_.isoformat(), entry.until.isoformat())
        console.print(text.format(objective=entry.objective, first=days[0], last=days[1], id=entry.name))
    for extension in agreement.terms.extensions:
        text = _("{objective}: {length} instead, when “{event}” comes before the due instant")
        length = show_limit(extension.within)
        console.print(text.format(objective=extension.objective, length=length, event=name_reason(extension.needs)))


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
                yield f"{days} {_(', ').join(format_shift(shift) for shift in weekly[first])}"
            first = day


def weekday_names() -> tuple[str, ...]:
    """Short names, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
