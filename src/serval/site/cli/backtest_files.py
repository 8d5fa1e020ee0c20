"""The result of a back-test in files: pages, one picture, a workbook, or data."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from serval.engine.backtest import Compared
from serval.engine.backtest.rendering import backtest_document
from serval.site.cli.documents import render_document
from serval.site.cli.out_files import OutFiles, Renderers, open_files


@dataclass(frozen=True)
class Tested:
    """What a back-test found, with the notes on how its evidence was read."""

    found: Compared
    notes: Sequence[str]

    @cached_property
    def document(self) -> dict[str, Any]:
        """All of it for another program."""
        return backtest_document(self.found)


def open_backtests(paths: Sequence[Path]) -> AbstractContextManager[OutFiles[Tested]]:
    """Opens files to be written by the end. Raises InputError `backtest.ending` or `report.unwritable`."""
    return open_files(paths, _RENDERERS, refusal="backtest.ending")


def _choose_instant(tested: Tested, created: int | None) -> int:
    return tested.found.as_of if created is None else created


def _render_pdf(tested: Tested, created: int | None) -> bytes:
    from serval.reporting.backtest import write_backtest_pdf

    return write_backtest_pdf(tested.found, created=_choose_instant(tested, created), notes=tested.notes)


def _render_xlsx(tested: Tested, created: int | None) -> bytes:
    from serval.reporting.backtest import write_backtest_xlsx

    return write_backtest_xlsx(tested.found, created=_choose_instant(tested, created), notes=tested.notes)


def _render_svg(tested: Tested, created: int | None) -> bytes:  # noqa: ARG001 (a picture tells no creation time)
    from serval.reporting.backtest import draw_backtest

    return draw_backtest(tested.found, kind="svg")


def _render_png(tested: Tested, created: int | None) -> bytes:  # noqa: ARG001 (a picture tells no creation time)
    from serval.reporting.backtest import draw_backtest

    return draw_backtest(tested.found, kind="png")


def _render_json(tested: Tested, created: int | None) -> bytes:  # noqa: ARG001 (JSON tells no creation time)
    return render_document(tested.document).encode()


_RENDERERS: Renderers[Tested] = {
    ".pdf": _render_pdf,
    ".xlsx": _render_xlsx,
    ".svg": _render_svg,
    ".png": _render_png,
    ".json": _render_json,
}
"""What each ending of a file asks for; the libraries are slow to load and wanted only then."""
