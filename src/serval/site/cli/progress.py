"""A progress bar on the error stream: only where a person watches, never in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from serval.reporting.catalogue import translate as _

STEP = 256
"""Items between two looks at the bar: telling it of each one would take longer than judging it."""

Taken = TypeVar("Taken")


@contextmanager
def show_progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yields a callback (bytes read, bytes in all), or None when nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _count_one(_taken: object) -> int:
    return 1


def count_progress(
    label: str, taken: Iterable[Taken], *, count: Callable[[Taken], int] = _count_one
) -> Iterator[Taken]:
    """Hands everything on and shows how many items it is; how many there will be is not known.

    count  items that one thing handed on stands for
    """
    if not sys.stderr.isatty():
        yield from taken
        return
    counted = TextColumn(_("{n} items").format(n="{task.completed}"))
    columns = (TextColumn("{task.description}"), BarColumn(), counted, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        number = told = 0
        for one in taken:
            number += count(one)
            if number - told >= STEP:
                told = number
                bar.update(task, completed=number)
            yield one


@contextmanager
def show_work(label: str) -> Iterator[None]:
    """Says what is being done while nothing can be counted."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(label):
        yield
