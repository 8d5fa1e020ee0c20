"""Reports written to files: each whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from serval.engine.errors import Problem
from serval.engine.terms import Agreement
from serval.reporting.catalogue import mark
from serval.site.cli.answer import Answer
from serval.site.cli.documents import render_document
from serval.site.cli.inputs import InputError, parse_day, read_until
from serval.site.cli.out_files import OutFiles, Renderers, name_unfinished, open_files

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


def open_reports(paths: Sequence[Path]) -> AbstractContextManager[OutFiles[Answer]]:
    """Opens files to be written by the end; what is unfinished then is removed.

    Raises InputError `report.ending` or `report.unwritable` before anything was read.
    """
    return open_files(paths, _RENDERERS, refusal="report.ending")


def check_outputs(written: Sequence[Path], read: Sequence[Path]) -> None:
    """What is written may replace an older file of its kind, never what is being judged. Raises `cli.is_input`."""
    sources = {path.resolve() for path in read}
    for path in written:
        if {path.resolve(), name_unfinished(path).resolve()} & sources:
            raise InputError(Problem("cli.is_input", {"file": str(path)}))


def read_created(text: str, agreement: Agreement) -> int | None:
    """The instant a report is said to be made at; a date stands for its beginning. Raises InputError `cli.as_of`."""
    try:
        return parse_day(text, agreement) if text else None
    except InputError:
        return read_until(text, agreement)


def _choose_instant(answer: Answer, created: int | None) -> int:
    return answer.scorecard.as_of if created is None else created


def _render_pdf(answer: Answer, created: int | None) -> bytes:
    from serval.reporting.pdf import write_pdf

    return write_pdf(answer.report, created=_choose_instant(answer, created))


def _render_xlsx(answer: Answer, created: int | None) -> bytes:
    from serval.reporting.xlsx import write_xlsx

    return write_xlsx(answer.report, created=_choose_instant(answer, created))


def _render_json(answer: Answer, created: int | None) -> bytes:  # noqa: ARG001 (JSON tells no creation time)
    return render_document(answer.build_document()).encode()


_RENDERERS: Renderers[Answer] = {
    ".pdf": _render_pdf,
    ".xlsx": _render_xlsx,
    ".json": _render_json,
}
"""What each ending of a file asks for; the libraries are slow to load and wanted only then."""
