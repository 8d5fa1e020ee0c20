"""The console all views print to, and the colours of the product."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.theme import Theme

PIPE_WIDTH = 120

_THEME = Theme(
    {
        "met": "green",
        "breached": "bold red",
        "no_data": "yellow",
        "counts": "blue",
        "over": "red",
        "held": "bright_black",
        "closed": "bright_black",
        "quiet": "bright_black",
        "head": "bold",
    }
)


def open_console(*, stderr: bool = False) -> Console:
    """A console of the terminal's width; a pipe gets plain text of a fixed width that does not depend on the caller."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(theme=_THEME, stderr=stderr, width=width, highlight=False, soft_wrap=False)
