"""Starting the command line: language first, since the help itself is translated."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from serval.engine.errors import ServalError
from serval.reporting.catalogue import find_language, set_language
from serval.reporting.catalogue import translate as _

CANNOT_JUDGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    set_language(_find_option(words) or find_language(os.environ))
    sys.exit(_run(words))


def _find_option(words: Sequence[str]) -> str | None:
    """The value of `--lang`, needed before the commands (and their help) are built."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _run(words: list[str]) -> int:
    from serval.site.cli.app import build_app
    from serval.site.cli.views.problems import print_error

    try:
        return int(build_app()(words, prog_name="serval", standalone_mode=False) or 0)
    except ServalError as error:
        print_error(error)
        return CANNOT_JUDGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _refuse_usage(error)


def _refuse_usage(error: Any) -> int:
    """A wrong option or argument, said in the reader's language."""
    kind, name = type(error).__name__, _parameter_name(error)
    if kind == "MissingParameter":
        text = _("{name} is missing.").format(name=name)
    elif kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        text = _("There is no option {name}.").format(name=error.option_name)
        text += " " + _("Did you mean {near}?").format(near=near) if near else ""
    elif kind == "BadParameter" and name:
        text = _("{name}: {detail}").format(name=name, detail=error.message)
    else:
        text = error.format_message()
    command = error.ctx.command_path if getattr(error, "ctx", None) else "serval"
    if text:
        sys.stderr.write(text + "\n")
    sys.stderr.write(_("`{command} --help` shows how it is used.").format(command=command) + "\n")
    return int(getattr(error, "exit_code", CANNOT_JUDGE))


def _parameter_name(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", None) or "")
    return (
        " / ".join(parameter.opts) if parameter.param_type_name == "option" else str(parameter.make_metavar(error.ctx))
    )
