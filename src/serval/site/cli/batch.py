"""Batches of calendar questions: one JSON object per line in, one answer per line out, in the same order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from serval.engine.calendars.calendar import Calendar
from serval.engine.errors import Problem, ServalError
from serval.engine.instants import parse_instant, to_datetime
from serval.engine.terms import load_calendar
from serval.engine.terms.calendars import CalendarDocument
from serval.reporting.sentences import explain_problem

ALL_ANSWERED, SOME_REFUSED = 0, 2


class Batch:
    """Answers lines with one verb: add, subtract or between.

    default  the calendar of lines that carry none · build  compiles a calendar that a line carries
    """

    def __init__(self, verb: str, default: Calendar | None, build: Callable[[CalendarDocument], Calendar]) -> None:
        self._verb = verb
        self._default = default
        self._build = build
        self._built: dict[str, Calendar] = {}

    def run(self, lines: Iterable[str], output: TextIO) -> int:
        """Write one answer per non-empty line; a line that cannot be answered gets `{"error": …}`."""
        code = ALL_ANSWERED
        for line in lines:
            if not line.strip():
                continue
            answer = self._try_answer(line)
            if "error" in answer:
                code = SOME_REFUSED
            output.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return code

    def _try_answer(self, line: str) -> dict[str, Any]:
        try:
            return self._answer(self._parse(line))
        except ServalError as error:
            return {"error": "; ".join(explain_problem(problem) for problem in error.problems)}

    @staticmethod
    def _parse(line: str) -> dict[str, Any]:
        try:
            question = json.loads(line)
        except (ValueError, RecursionError):
            question = None
        if not isinstance(question, dict):
            raise ServalError(Problem("batch.not_an_object"))
        return question

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        calendar = self._find_calendar(question.get("calendar"))
        start = self._read_instant(question, "start")
        answer: dict[str, Any]
        if self._verb == "between":
            end = self._read_instant(question, "end")
            answer = {"work_seconds": calendar.between(start, end)}
        else:
            end = self._move(calendar, start, question)
            answer = {"end": to_datetime(end).astimezone(calendar.zone).isoformat()}
        return answer if calendar.is_known(start, end) else {**answer, "provisional": True}

    def _move(self, calendar: Calendar, start: int, question: dict[str, Any]) -> int:
        work = question.get("work_seconds")
        if not isinstance(work, int) or isinstance(work, bool) or abs(work) > 10**12:
            raise ServalError(Problem("batch.work_seconds", {"value": str(work)}))
        return calendar.add(start, work) if self._verb == "add" else calendar.subtract(start, work)

    @staticmethod
    def _read_instant(question: dict[str, Any], key: str) -> int:
        value = question.get(key)
        if not isinstance(value, str):
            raise ServalError(Problem("batch.instant", {"key": key, "value": str(value)}))
        return parse_instant(value)

    def _find_calendar(self, document: Any) -> Calendar:
        if document is None:
            if self._default is None:
                raise ServalError(Problem("batch.no_calendar"))
            return self._default
        text = json.dumps(document, sort_keys=True)
        if text not in self._built:
            self._built[text] = self._build(load_calendar(text))
        return self._built[text]
