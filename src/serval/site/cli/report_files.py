"""Reports written to files: each whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from serval.engine.errors import Problem
from serval.engine.terms import Agreement
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.site.cli.answer import Answer
from serval.site.cli.documents import render_document
from serval.site.cli.inputs import InputError, parse_day, read_until
from serval.site.cli.progress import show_work
from serval.site.cli.written import Written, describe_content

OutOption = Annotated[
    list[Path],
    typer.Option(
        "--out",
        metavar="OUT.pdf|xlsx|json",
        help=mark("Write the report to OUT.pdf, OUT.xlsx or OUT.json. May be repeated."),
    ),
]
CreatedOption = Annotated[
    str,
    typer.Option(
        "--created",
        metavar="TIME",
        help=mark("When the report says it was made, written like --as-of. Default: the time of --as-of."),
    ),
]


class ReportFiles:
    """Files that were opened before anything was read, so that no judgement is lost for want of a place to write."""

    def __init__(self, streams: dict[Path, IO[bytes]]) -> None:
        self._streams = streams

    @property
    def are_drawn(self) -> bool:
        """Whether any of them shows pictures, for which more must be gathered while judging."""
        return any(path.suffix.lower() != ".json" for path in self._streams)

    def write(self, answer: Answer, created: int | None) -> tuple[Written, ...]:
        """Write every file, then let each take the place of an older one. Raises InputError `report.unwritable`."""
        instant = answer.scorecard.as_of if created is None else created
        written = []
        for path, stream in self._streams.items():
            with show_work(_("Writing {file}").format(file=path.name)):
                content = _RENDERERS[path.suffix.lower()](answer, instant)
            with _refuse_faults(path):
                stream.write(content)
                stream.close()
            written.append(describe_content(path, content))
        for path in self._streams:
            with _refuse_faults(path):
                _name_unfinished(path).replace(path)
        return tuple(written)


@contextmanager
def open_reports(paths: Sequence[Path]) -> Iterator[ReportFiles]:
    """Opens files to be written by the end; what is unfinished then is removed.

    Raises InputError `report.ending` or `report.unwritable` before anything was read.
    """
    for path in paths:
        if path.suffix.lower() not in _RENDERERS:
            raise InputError(Problem("report.ending", {"file": str(path)}))
    with ExitStack() as opened:
        streams: dict[Path, IO[bytes]] = {}
        for path in dict.fromkeys(paths):
            unfinished = _name_unfinished(path)
            with _refuse_faults(path):
                _check_place(path)
                streams[path] = opened.enter_context(unfinished.open("wb"))
            opened.callback(unfinished.unlink, missing_ok=True)
        yield ReportFiles(streams)


def check_outputs(written: Sequence[Path], read: Sequence[Path]) -> None:
    """What is written may replace an older file of its kind, never what is being judged. Raises `cli.is_input`."""
    sources = {path.resolve() for path in read}
    for path in written:
        if {path.resolve(), _name_unfinished(path).resolve()} & sources:
            raise InputError(Problem("cli.is_input", {"file": str(path)}))


def read_created(text: str, agreement: Agreement) -> int | None:
    """The instant a report is said to be made at; a date stands for its beginning. Raises InputError `cli.as_of`."""
    try:
        return parse_day(text, agreement) if text else None
    except InputError:
        return read_until(text, agreement)


def _name_unfinished(path: Path) -> Path:
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


def _render_pdf(answer: Answer, created: int) -> bytes:
    from serval.reporting.pdf import write_pdf

    return write_pdf(answer.report, created=created)


def _render_xlsx(answer: Answer, created: int) -> bytes:
    from serval.reporting.xlsx import write_xlsx

    return write_xlsx(answer.report, created=created)


def _render_json(answer: Answer, created: int) -> bytes:  # noqa: ARG001 (JSON tells no creation time)
    return render_document(answer.build_document()).encode()


_RENDERERS: dict[str, Callable[[Answer, int], bytes]] = {
    ".pdf": _render_pdf,
    ".xlsx": _render_xlsx,
    ".json": _render_json,
}
"""What each ending of a file asks for; the libraries are slow to load and wanted only then."""
