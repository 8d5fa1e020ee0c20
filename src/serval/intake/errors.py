"""What intake refuses: one error class whose problems are codes with file, row, column, value and limit."""

from __future__ import annotations

from typing import Any

from serval.engine.errors import Problem, ServalError


class IntakeError(ServalError):
    """A file from outside cannot be used as it is.

    `data` of every problem says `file`, and `row`, `column`, `value`, `limit`, `reason` where they are known.
    """

    def in_file(self, name: str) -> IntakeError:
        """The same problems, each naming the file it stands in (a name already there is kept)."""
        named = [Problem(p.code, {"file": name, **p.data}, p.line, p.column) for p in self.problems]
        return IntakeError(named, source=name)


def refusal(code: str, **data: Any) -> IntakeError:
    """An error of one problem; the file's name is added by whoever knows it."""
    return IntakeError(Problem(code, data))
