"""Starting the command line: language first, since the help itself is translated; at the end an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from serval.engine.errors import ServalError
from serval.reporting.catalogue import LANGUAGES, find_language, set_language
from serval.reporting.catalogue import translate as _

CANNOT_JUDGE = 2
INTERRUPTED = 130
READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    0 all met or done · 1 breached · 2 cannot judge, wrong usage or bad input · 130 interrupted · 141 nobody reads on
    """
    words, chosen = _take_language(list(sys.argv[1:] if arguments is None else arguments))
    set_language(chosen if chosen in LANGUAGES else find_language(os.environ))
    if chosen is not None and chosen not in LANGUAGES:
        sys.stderr.write(_("--lang: “{value}” is no language of Serval. Write en or zh.").format(value=chosen) + "\n")
        sys.exit(CANNOT_JUDGE)
    sys.exit(_run(words))


def _take_language(words: list[str]) -> tuple[list[str], str | None]:
    """The words without `--lang`, wherever it stands, and its value: it is needed before the help is built."""
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang":
            return words[:place] + words[place + 2 :], "".join(words[place + 1 : place + 2])
        if word.startswith("--lang="):
            return words[:place] + words[place + 1 :], word.partition("=")[2]
    return words, None


def _run(words: list[str]) -> int:
    from serval.site.cli.app import build_app
    from serval.site.cli.views.problems import print_error

    try:
        code = int(build_app()(words, prog_name="serval", standalone_mode=False) or 0)
        sys.stdout.flush()
    except ServalError as error:
        print_error(error)
        return CANNOT_JUDGE
    except BrokenPipeError:
        return _leave_pipe()
    except SystemExit as ended:
        # The framework ends with 1 when nobody reads on, which would say "breached".
        if isinstance(ended.__context__, BrokenPipeError):
            return _leave_pipe()
        raise
    except OSError as error:
        return _refuse(_("{file}: {reason}.").format(file=error.filename or "–", reason=error.strerror or error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _explain_exception(error)
    return code


def _leave_pipe() -> int:
    """Whoever read the output (`| head`) has gone; Python must not try to write the rest at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_GONE


def _explain_exception(error: Exception) -> int:
    if hasattr(error, "format_message"):
        return _refuse_usage(error)
    if type(error).__name__ == "Abort":
        return INTERRUPTED
    if os.environ.get("SERVAL_TRACEBACK"):
        raise error
    text = _(
        "This is a mistake in Serval, not in your files ({error}). Please report it with the output of the same "
        "command under SERVAL_TRACEBACK=1."
    )
    return _refuse(text.format(error=f"{type(error).__name__}: {error}"))


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return CANNOT_JUDGE


def _refuse_usage(error: Any) -> int:
    """A wrong option or argument; a group of commands named alone has shown its help."""
    from serval.site.cli.usage import explain_misuse

    text = explain_misuse(error)
    if not text:
        return CANNOT_JUDGE
    command = error.ctx.command_path if getattr(error, "ctx", None) else "serval"
    return _refuse(text + "\n" + _("`{command} --help` shows how it is used.").format(command=command))
