"""A second result beside the first: for backdated versions both parties approved, or a scorecard saved earlier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from serval.engine.consequences import Granted, Statement
from serval.engine.errors import Problem, ServalError
from serval.engine.records import Records
from serval.engine.terms import Agreement
from serval.engine.verdicts import Judge, Range, Scorecard
from serval.engine.verdicts.restatement import Restatement, restate
from serval.engine.verdicts.settlement import settle_scorecard
from serval.engine.verdicts.stated import read_scorecard_document, read_statement_documents
from serval.site.cli.inputs import InputError, read_text


@dataclass
class Beside:
    """What the new result is set beside.

    saved      a scorecard of `serval evaluate --json`
    agreement  the agreement without what backdated versions change in closed periods
    first      what that came to, once it was judged
    """

    saved: Path | None
    agreement: Agreement
    granted: Sequence[Granted] = ()
    first: Scorecard | None = None

    def open_judge(self, asked: Range, now: int, records: Records) -> Judge | None:
        """A judge of the first result; None where nothing was backdated with approval."""
        amendments = [version.terms.amendment for version in self.agreement.versions]
        if self.saved is not None or not any(entry is not None and entry.approvals for entry in amendments):
            return None
        return Judge(self.agreement, asked, now=now, records=records)

    def compare(
        self, second: Scorecard, statements: Sequence[Statement], records: Records, asked: Range
    ) -> Restatement | None:
        """What differs between the two results; None where there is only one."""
        if self.saved is not None:
            return _compare_saved(self.saved, second, statements)
        if self.first is None:
            return None
        before = settle_scorecard(self.first, records, asked, granted_before=self.granted)
        return restate(self.first, second, before, statements)


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
