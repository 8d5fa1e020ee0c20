"""How commands are used, in the reader's language: the words of the help itself, and wrong options and arguments.

The framework takes some of its words from the machine's gettext and has the others fixed; all are replaced here.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import typer
from typer.main import get_command

from serval.reporting.catalogue import current_language, mark
from serval.reporting.catalogue import translate as _

_MISUSES = (
    (re.compile(r"Missing command\."), mark("A command is missing.")),
    (re.compile(r"Option '(?P<name>.+)' requires "), mark("{name} needs a value.")),
    (re.compile(r"Option '(?P<name>.+)' does not take a value"), mark("{name} takes no value.")),
    (re.compile(r"Got unexpected extra argument(?:\(s\)|s)? \((?P<name>.+)\)"), mark("Too many words: {name}.")),
)
"""What the framework says, and how we say it."""

_NO_COMMAND = re.compile(r"No such command '?(?P<name>.+?)'?\.(?: |$)")

_HELP = {
    "--install-completion": mark("Install completion of commands for this shell."),
    "--show-completion": mark("Show what completion would install, to copy or change it."),
}
"""Options the framework adds itself."""


def translate_titles() -> None:
    """The framework's titles and marks; call it before the help is built."""
    if current_language() == "en" and "typer.rich_utils" not in sys.modules:
        return
    # Slow to load, and needed early for this alone.
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    _fold_help(rich_utils)


def _fold_help(rich_utils: Any) -> None:
    """Chinese has no blanks between words: without folding, its lines are cut off at the edge of the help's columns."""
    make = rich_utils._make_rich_text

    def make_folded(**how: Any) -> Any:
        text = make(**how)
        text.overflow = "fold"
        return text

    rich_utils._make_rich_text = make_folded


def build_command(app: typer.Typer) -> Any:
    """The application as one callable command whose help speaks the reader's language throughout."""
    command = get_command(app)
    _translate_help(command)
    return command


def _translate_help(command: Any) -> None:
    usage, help_option = command.get_usage, command.get_help_option

    def get_usage(context: Any) -> str:
        return str(usage(context)).replace("Usage: ", _("Usage: "), 1)

    def get_help_option(context: Any) -> Any:
        option = help_option(context)
        if option is not None:
            option.help = _("Show this help and stop.")
            _hide_bare_type(option)
        return option

    for parameter in command.params:
        # Options are declared when their module is first loaded, whatever language is spoken later.
        source = next((_HELP[name] for name in parameter.opts if name in _HELP), parameter.help)
        parameter.help = _(source) if source else source
        panel = getattr(parameter, "rich_help_panel", None)
        if panel:
            parameter.rich_help_panel = _(panel)
        _hide_bare_type(parameter)
    command.get_usage, command.get_help_option = get_usage, get_help_option
    command.options_metavar = _("[OPTIONS]")
    inner = getattr(command, "commands", None)
    if inner is not None:
        command.subcommand_metavar = _("COMMAND [ARGUMENTS]…")
        for entry in inner.values():
            _translate_help(entry)


def _hide_bare_type(parameter: Any) -> None:
    """Names of Python's types, such as <list[Path]>, say nothing to who types a command."""
    display = getattr(parameter, "display_type_rich", None)
    if display is None:
        return

    def display_named(**how: Any) -> Any:
        shown = display(**how)
        return None if str(shown).startswith("<") else shown

    parameter.display_type_rich = display_named


def explain_misuse(error: Any) -> str:
    """A wrong option or argument in one sentence; empty where the help itself is the answer."""
    kind, name = type(error).__name__, _parameter_name(error)
    if kind == "NoArgsIsHelpError":
        return ""
    if kind == "MissingParameter":
        return _("{name} is missing.").format(name=name)
    if kind == "NoSuchOption" and error.option_name[1:2].isdigit():
        return _("Write -- before a word that begins with a minus sign.")
    if kind == "NoSuchOption":
        text = _("There is no option {name}.").format(name=error.option_name)
        return _suggest(text, sorted(error.possibilities or ()))
    if kind == "BadParameter" and name:
        return _("{place}: {sentence}").format(place=name, sentence=error.message)
    return _translate_misuse(str(error.format_message()))


def _translate_misuse(said: str) -> str:
    if found := _NO_COMMAND.match(said):
        text = _("There is no command {name}.").format(name=found["name"])
        return _suggest(text, re.findall(r"'(.+?)'", said[found.end() :]))
    for pattern, sentence in _MISUSES:
        if found := pattern.match(said):
            return _(sentence).format(**found.groupdict())
    return said


def _suggest(text: str, near: list[str]) -> str:
    if not near:
        return text
    suggestion = _("Did you mean {near}?").format(near=_(", ").join(near))
    return _("{sentence} {suggestion}").format(sentence=text, suggestion=suggestion)


def _parameter_name(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", None) or "")
    if parameter.param_type_name == "option":
        return " / ".join(parameter.opts)
    return str(parameter.metavar or parameter.name).upper()
