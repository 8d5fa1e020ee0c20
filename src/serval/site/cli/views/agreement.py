"""Terms on a terminal: everything that is promised, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from serval.engine.terms import Agreement
from serval.engine.terms.model import Terms
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
from serval.reporting.sentences.calendar_words import describe_calendar, list_own_days
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
        yield from (f"  {line}" for line in list_own_days(agreement.terms.calendars[name]))
