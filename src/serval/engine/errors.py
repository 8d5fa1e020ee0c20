"""What can be wrong, as codes and data; the sentence is made by whoever shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong and where: `code` names the rule, `data` fills its sentence.

    `line` and `column` count from 1 in the document the problem stands in; 0 where unknown.
    """

    code: str
    data: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    column: int = 0


class ServalError(Exception):
    """Base of all errors a person can cause and mend. Holds one or more problems."""

    def __init__(self, problems: Problem | Iterable[Problem], *, source: str = "") -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.source = source
        super().__init__("; ".join(f"{p.code} {p.data}" for p in self.problems))

    @property
    def code(self) -> str:
        """Code of the first problem."""
        return self.problems[0].code


class TermsError(ServalError):
    """The terms or a calendar document say something that cannot be meant."""


class CalendarError(ServalError):
    """A calendar cannot answer: it never opens, or the instant lies beyond what can be compiled."""


class EvidenceError(ServalError):
    """Facts contradict each other so that no reading can be taken from them."""
