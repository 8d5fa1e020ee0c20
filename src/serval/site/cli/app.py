"""All commands in one application. Built after the language is known: help texts are translated as they are made."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import rich_utils

import serval
from serval.reporting.catalogue import translate as _


def build_app() -> typer.Typer:
    """The application with every command."""
    from serval.site.cli import calendar, demo, evaluate, explain, intake, terms

    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    app = typer.Typer(
        name="serval",
        help=_("Judges IT service agreements from evidence: every verdict shows its working."),
        no_args_is_help=True,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(choose_language)
    evaluate.register(app)
    explain.register(app)
    app.add_typer(terms.build(), name="terms")
    app.add_typer(calendar.build(), name="calendar")
    app.add_typer(intake.build(), name="intake")
    demo.register(app)
    return app


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"serval {serval.__version__}")
        raise typer.Exit


def choose_language(
    lang: Annotated[
        str, typer.Option("--lang", help=_("Language of all output: en or zh. Default: the locale's."))
    ] = "",
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=_("Show the version and stop."))
    ] = False,
) -> None:
    """Options before any command; the language itself is read in main, before this help is built."""
    if lang and lang not in ("en", "zh"):
        raise typer.BadParameter(_("en or zh"), param_hint="--lang")
