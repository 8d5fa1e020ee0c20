"""All commands in one application. Built after the language is known: help texts are translated as they are made."""

from __future__ import annotations

from typing import Annotated, Any

import typer

import serval
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.site.cli.usage import build_command, translate_titles


def build_app() -> Any:
    """The command with all commands under it; call it with the words of a command line."""
    from serval.site.cli import backtest, calendar, demo, evaluate, explain, intake, terms

    translate_titles()
    app = typer.Typer(
        name="serval",
        help=_("Judges IT service agreements from evidence: every verdict shows its working."),
        epilog=_("Start with: serval demo"),
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(choose_language)
    evaluate.register(app)
    explain.register(app)
    backtest.register(app)
    app.add_typer(terms.build(), name="terms")
    app.add_typer(calendar.build(), name="calendar")
    app.add_typer(intake.build(), name="intake")
    demo.register(app)
    return build_command(app)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"serval {serval.__version__}")
        raise typer.Exit


def choose_language(
    _lang: Annotated[
        str,
        typer.Option("--lang", metavar="en|zh", help=mark("Language of all output: en or zh. Default: the locale's.")),
    ] = "",
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=mark("Show the version and stop."))
    ] = False,
) -> None:
    """Options before any command; the language itself is taken in main, before this help is built."""
