"""A second result beside the first: for backdated versions both parties approved, or a scorecard saved earlier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serval.engine.columns.facts import FactColumns
from serval.engine.consequences import Granted, Statement
from serval.engine.errors import Problem, ServalError
from serval.engine.records import Records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, Scorecard
from serval.engine.verdicts.restatement import Restatement, restate
from serval.engine.verdicts.settlement import settle_scorecard
from serval.engine.verdicts.stated import read_scorecard_document, read_statement_documents
from serval.site.cli.inputs import InputError, read_text

if TYPE_CHECKING:
    from serval.engine.columns.judge import ColumnJudge


@dataclass
class Beside:
    """What the new result is set beside.

    saved      a scorecard of `serval evaluate --json`
    agreement  the agreement without what backdated versions change in closed periods
    judge      judges by that, beside the judge of the new result
    """

    saved: Path | None
    agreement: Agreement
    granted: Sequence[Granted] = ()
    judge: ColumnJudge | None = None

    def open_judge(self, asked: Range, now: int, records: Records) -> None:
        """Begin to judge the first result, where anything was backdated with approval."""
        amendments = [version.terms.amendment for version in self.agreement.versions]
        if self.saved is None and any(entry is not None and entry.approvals for entry in amendments):
            # Loaded only where it is wanted: most judgements have no first result.
            from serval.engine.columns.judge import ColumnJudge

            self.judge = ColumnJudge(self.agreement, asked, now=now, records=records)

    def note_columns(self, columns: FactColumns) -> None:
        """Judge items for the first result."""
        if self.judge is not None:
            self.judge.take_columns(columns)

    def compare(
        self, second: Scorecard, statements: Sequence[Statement], records: Records, asked: Range
    ) -> Restatement | None:
        """What differs between the two results; None where there is only one."""
        if self.saved is not None:
            return _compare_saved(self.saved, second, statements)
        if self.judge is None:
            return None
        first = self.judge.finish()
        before = settle_scorecard(first, records, asked, granted_before=self.granted)
        return restate(first, second, before, statements)


def _compare_saved(path: Path, second: Scorecard, statements: Sequence[Statement]) -> Restatement:
    try:
        document = json.loads(read_text(path))
        first = read_scorecard_document(document)
        return restate(first, second, read_statement_documents(document.get("statements", [])), statements)
    except json.JSONDecodeError as error:
        data = {"file": str(path), "reason": f"JSON {error.lineno}:{error.colno}"}
        raise InputError(Problem("file.unreadable", data)) from None
    except InputError:
        raise
    except ServalError as error:
        raise InputError(error.problems, source=str(path)) from None
