"""Opening a table: the caller's side of the child that parses."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

from serval.intake.errors import IntakeError, refusal
from serval.intake.tables import frames
from serval.intake.tables.limits import DEFAULT_LIMITS, Limits
from serval.intake.tables.process import ChildProcess
from serval.intake.tables.rows import Row

T = TypeVar("T")
Progress = Callable[[int, int], None]


class Table:
    """An opened table whose rows stream in; leave its `with` block (or `close` it) to end the child.

    name              file name without folder; with the inner name of an archive or the sheet of a workbook
                      (`log.zip/log.csv`, `export.xlsx/Sheet1`)
    kind              csv, xlsx or parquet
    header            cleaned, unique names: a repeated one becomes `Variant#2`, an empty one its position, `#3`
    repeated          names that occurred more than once
    encoding          of the text: utf-8, utf-16, gb18030 or the one asked for; empty for xlsx and parquet
    repeated_headers  rows left out because they repeat the header; final when `rows` has ended
    """

    def __init__(self, child: ChildProcess, file_name: str, progress: Progress | None) -> None:
        self._child = child
        self._file_name = file_name
        self._progress = progress
        self._frames = child.frames()
        self._ended = False
        self.repeated_headers = 0
        _, payload = self._next_frame()
        described = self._decoded(frames.unpack_header, payload)
        self.name = described.name
        self.kind = described.kind
        self.encoding = described.encoding
        self.header = described.header
        self.repeated = described.repeated

    @property
    def child_pid(self) -> int:
        """Process id of the child, which may have ended."""
        return self._child.pid

    def rows(self) -> Iterator[list[Row]]:
        """Rows in batches, in the order of the file, header and blank rows left out; goes on where it stopped.

        Raises IntakeError; rows handed out before it are right, but the file is not to be trusted.
        """
        while not self._ended:
            kind, payload = self._next_frame()
            if kind == frames.DONE:
                self.repeated_headers = self._decoded(frames.unpack_done, payload)
                self.close()
            elif kind == frames.TEXT_ROWS:
                yield self._decoded(frames.unpack_text_rows, payload)
            else:
                yield self._decoded(frames.unpack_typed_rows, payload)

    def close(self) -> None:
        """Ends the child whether or not all rows were read. May be called again."""
        self._ended = True
        self._child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _decoded(self, decode: Callable[[bytes], T], payload: bytes) -> T:
        try:
            return decode(payload)
        except IntakeError as error:
            self.close()
            raise error.in_file(self._file_name) from None

    def _next_frame(self) -> tuple[int, bytes]:
        """The next frame that is not a sign of life."""
        try:
            for kind, payload in self._frames:
                if kind == frames.PROGRESS:
                    self._report(*frames.unpack_progress(payload))
                elif kind == frames.REFUSED:
                    raise frames.unpack_refusal(payload)
                else:
                    return kind, payload
        except IntakeError as error:
            self.close()
            raise error.in_file(self._file_name) from None
        raise AssertionError("frames end with an error or not at all")

    def _report(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done, total)


def open_table(
    path: Path | str,
    *,
    encoding: str = "auto",
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Table:
    """The table in the file at `path`, parsed by a limited child process.

    encoding    auto, or the name of one (utf-8, utf-16, gb18030, gbk, big5, cp1252, …)
    sheet       name of a workbook's sheet; else the first visible one with data
    header_row  number of the header's row, from 1; else it is looked for
    progress    called with bytes read and bytes in all

    Raises IntakeError (`file.not_found`, `file.kind_unknown`, `file.encoding_mixed`, …).
    """
    source = Path(path)
    name = source.name.encode("utf-8", "replace").decode()
    request = {"name": name, "encoding": encoding, "sheet": sheet, "header_row": header_row}
    with _opened(source, name) as stream:
        child = ChildProcess(
            stream, json.dumps({**request, "limits": asdict(limits)}), stall_seconds=limits.stall_seconds
        )
    try:
        return Table(child, name, progress)
    except BaseException:
        child.end()
        raise


def _opened(path: Path, name: str) -> IO[bytes]:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise refusal("file.not_a_file").in_file(name)
        return path.open("rb")
    except FileNotFoundError:
        raise refusal("file.not_found").in_file(name) from None
    except (OSError, ValueError) as error:
        raise refusal("file.unreadable", reason=type(error).__name__).in_file(name) from None
