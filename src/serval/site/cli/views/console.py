"""The console all views print to, and the colours of the product."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.segment import Segment
from rich.table import Table
from rich.theme import Theme

PIPE_WIDTH = 120
UNBOUNDED = 10_000

_THEME = Theme(
    {
        "met": "green",
        "breached": "bold red",
        "no_data": "yellow",
        "refused": "yellow",
        "counts": "blue",
        "over": "red",
        "held": "bright_black",
        "closed": "bright_black",
        "quiet": "bright_black",
        "head": "bold",
    }
)


_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_VISIBLE = dict.fromkeys((*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0), *_BIDI), "\ufffd")
"""Characters that would steer the terminal or turn text around: evidence may hold them, nobody may be fooled."""


class SafeConsole(Console):
    """A console on which text from files is shown as it stands: no markup, no control characters."""

    def render(self, renderable: Any, options: Any = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=segment.text.translate(_VISIBLE))

    def on_broken_pipe(self) -> None:
        """Let main say how a command ends whose reader has gone."""
        raise BrokenPipeError


def fits(console: Console, table: Table) -> bool:
    """Whether a table has room without breaking any of its lines."""
    unbounded = console.options.update(max_width=UNBOUNDED)
    return console.measure(table, options=unbounded).maximum <= console.width


def open_console(*, stderr: bool = False) -> Console:
    """A console of the terminal's width; a pipe gets plain text of a fixed width that does not depend on the caller."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return SafeConsole(theme=_THEME, stderr=stderr, width=width, highlight=False, markup=False, emoji=False)
