"""`serval terms new|templates`: terms to start an agreement from."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from serval.engine.errors import Problem, TermsError
from serval.engine.terms import load_terms
from serval.engine.terms.templates import fill_template, list_templates, load_template
from serval.reporting.catalogue import current_language, mark
from serval.reporting.catalogue import translate as _
from serval.reporting.sentences.promise_words import name_clause
from serval.site.cli.inputs import InputError
from serval.site.cli.views.console import open_console


def register(app: typer.Typer) -> None:
    """Add the commands to the group about terms."""
    app.command(
        "new",
        help=_("Start terms from a template; --lang chooses the language of its comments."),
        epilog=_("Example: serval terms new --template delivery-standard --client beichen --out terms.yaml"),
    )(new)
    app.command(
        "templates",
        help=_("List the templates and what each promises."),
        epilog=_("Example: serval terms templates"),
    )(templates)


def new(
    template: Annotated[str, typer.Option("--template", metavar="NAME", help=mark("Which template to start from."))],
    number: Annotated[
        str | None, typer.Option("--number", metavar="NUMBER", help=mark("What the parties call the agreement."))
    ] = None,
    provider: Annotated[
        str | None, typer.Option("--provider", metavar="NAME", help=mark("Name of the provider."))
    ] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="NAME", help=mark("Name of the client."))] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help=mark("First day in force."))] = None,
    last: Annotated[str | None, typer.Option("--until", metavar="DATE", help=mark("Last day in force."))] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=mark("Write the terms to this file."))
    ] = None,
) -> int:
    if out is not None and out.exists():
        raise InputError(Problem("cli.exists", {"file": str(out)}))
    given = {"number": number, "provider": provider, "client": client, "from": first, "until": last}
    filled = {key: value for key, value in given.items() if value is not None}
    text = fill_template(
        load_template(template), filled, comments="zh" if current_language().startswith("zh") else "en"
    )
    _check(text, template, filled)
    if out is None:
        sys.stdout.write(text)
        return 0
    out.write_text(text, encoding="utf-8")
    sys.stderr.write(_("Terms written to {file}.").format(file=out) + "\n")
    return 0


_OPTIONS = {
    "metadata.number": ("number",),
    "parties.provider": ("provider",),
    "parties.client": ("client",),
    "effective.from": ("from",),
    "effective.until": ("until",),
    "effective": ("from", "until"),
}
"""Which options fill the places of a template."""


def _check(text: str, template: str, filled: Mapping[str, str]) -> None:
    """Raises TermsError for what cannot be meant; what an option filled in is named by the option."""
    try:
        load_terms(text, source=template)
    except TermsError as error:
        for problem in error.problems:
            given = [f"--{key}" for key in _OPTIONS.get(problem.data.get("where", ""), ()) if key in filled]
            if given:
                source = _(" and ").join(given)
                raise TermsError(Problem(problem.code, problem.data), source=source) from None
        raise


def templates() -> int:
    console = open_console()
    language = current_language()
    for name in list_templates():
        terms = load_terms(load_template(name), source=name)
        console.print(Text(name, style="head"), terms.metadata.title.choose(language), soft_wrap=True)
        for objective in terms.objectives:
            says = objective.says.choose(language) if objective.says else objective.id
            source = name_clause(objective.source)
            line = Text(f"  {says}")
            console.print(line + Text(f" {source}", style="quiet") if source else line, soft_wrap=True)
    console.print(Text(_(_SOURCES), style="quiet"), soft_wrap=True)
    return 0


_SOURCES = mark(
    "000 to 004 are the source texts whose figures these are, with their chapters; an own figure stands in none of "
    "them. docs/templates.md says more."
)
