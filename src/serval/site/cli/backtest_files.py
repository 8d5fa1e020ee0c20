"""The result of a back-test in files: each whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from serval.engine.errors import Problem
from serval.site.cli.documents import render_document
from serval.site.cli.inputs import InputError


def check_endings(paths: Sequence[Path]) -> None:
    """Raises InputError `backtest.ending` for a file that nothing can be written to, before anything is read."""
    for path in paths:
        if path.suffix.lower() != ".json":
            raise InputError(Problem("backtest.ending", {"file": str(path)}))


def write_backtest(paths: Sequence[Path], document: dict[str, Any]) -> tuple[Path, ...]:
    """Write the document to every file; an older one is replaced at the end. Raises InputError `report.unwritable`."""
    content = render_document(document).encode()
    for path in paths:
        unfinished = path.with_name(path.name + ".part")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            raise InputError(Problem("report.unwritable", {"file": str(path), "reason": reason})) from None
    return tuple(paths)
