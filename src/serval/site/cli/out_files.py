"""Files that a command writes: opened before anything is read, each whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Generic, TypeVar

from serval.engine.errors import Problem
from serval.reporting.catalogue import translate as _
from serval.site.cli.inputs import InputError
from serval.site.cli.progress import show_work
from serval.site.cli.written import Written, describe_content

Shown = TypeVar("Shown")
Renderers = Mapping[str, Callable[[Shown, int | None], bytes]]
"""What each ending asks for: gets what is shown, and when the file is said to be made, where that was told."""


class OutFiles(Generic[Shown]):
    """Files that were opened before anything was read, so that no judgement is lost for want of a place to write."""

    def __init__(self, streams: dict[Path, IO[bytes]], renderers: Renderers[Shown]) -> None:
        self._streams, self._renderers = streams, renderers

    @property
    def are_drawn(self) -> bool:
        """Whether any of them shows pictures, for which more must be gathered while judging."""
        return any(path.suffix.lower() != ".json" for path in self._streams)

    def write(self, shown: Shown, created: int | None) -> tuple[Written, ...]:
        """Write every file, then let each take the place of an older one. Raises InputError `report.unwritable`."""
        written = []
        for path, stream in self._streams.items():
            with show_work(_("Writing {file}").format(file=path.name)):
                content = self._renderers[path.suffix.lower()](shown, created)
            with _refuse_faults(path):
                stream.write(content)
                stream.close()
            written.append(describe_content(path, content))
        for path in self._streams:
            with _refuse_faults(path):
                name_unfinished(path).replace(path)
        return tuple(written)


@contextmanager
def open_files(paths: Sequence[Path], renderers: Renderers[Shown], *, refusal: str) -> Iterator[OutFiles[Shown]]:
    """Opens files to be written by the end; what is unfinished then is removed.

    refusal  the code of the problem for a file whose ending none of the renderers knows
    Raises InputError with that code, or `report.unwritable`, before anything was read.
    """
    for path in paths:
        if path.suffix.lower() not in renderers:
            raise InputError(Problem(refusal, {"file": str(path)}))
    with ExitStack() as opened:
        streams: dict[Path, IO[bytes]] = {}
        for path in dict.fromkeys(paths):
            unfinished = name_unfinished(path)
            with _refuse_faults(path):
                _check_place(path)
                streams[path] = opened.enter_context(unfinished.open("wb"))
            opened.callback(unfinished.unlink, missing_ok=True)
        yield OutFiles(streams, renderers)


def name_unfinished(path: Path) -> Path:
    """What a file is called while it is written."""
    return path.with_name(path.name + ".part")


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


@contextmanager
def _refuse_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise InputError(Problem("report.unwritable", {"file": str(path), "reason": reason})) from None
