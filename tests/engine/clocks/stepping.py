"""The clocks once more, written to be obviously right: facts are replayed and time passes one step after the other.

In every step it asks: is the calendar open, is a counted pause active, has the clock stopped? It shares no code with
the product; open steps come from the oracle of calendars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from serval.engine.evidence import Fact

SETTLED = ("resolved", "closed")
WITHDRAWN = ("cancelled", "duplicate", "merged")

RUNNING, OFF_HOURS, PAUSED, PAUSED_OFF_HOURS = "r", "o", "P", "p"


@dataclass(frozen=True)
class Hours:
    """Whether the calendar is open in each step from `origin` on."""

    origin: int
    step: int
    open_steps: Sequence[bool]

    @property
    def end(self) -> int:
        return self.origin + len(self.open_steps) * self.step

    def is_open(self, instant: int) -> bool:
        return self.open_steps[(instant - self.origin) // self.step]


@dataclass
class Run:
    """One cycle as it was seen: a letter for every step from `start` to `end`."""

    start: int
    letters: list[str] = field(default_factory=list)
    stop: int | None = None
    end: int = 0
    state: str = ""
    held: bool = False

    def count_steps(self, letter: str) -> int:
        return self.letters.count(letter)


class Stepper:
    """Replays facts (unique, in order) for a clock that starts at `start_name` and stops at resolved or closed."""

    def __init__(self, start_name: str, pause: frozenset[str], reopen: str, hours: Hours) -> None:
        self.start_name, self.pause, self.reopen, self.hours = start_name, pause, reopen, hours

    def play(self, facts: Sequence[Fact], now: int) -> list[Run] | None:
        """Every cycle up to `now`; None where a stop before the start makes the evidence bad."""
        self.state, self.reasons, self.settled, self.gone_since = "open", set[str](), False, None
        self.runs: list[Run] = []
        self.held_after: dict[int, bool] = {}
        step = self.hours.step
        for instant in range(facts[0].at, now + step, step):
            present = [fact for fact in facts if fact.at == instant]
            if not self.runs and any(f.kind == "event" and f.name == self.start_name for f in present):
                if self.state in SETTLED and not self._changes(present):
                    return None
                self.runs.append(Run(instant))
            for fact in present:
                self._apply(fact)
            self.held_after[instant] = bool(self.reasons & self.pause) or self.state in self.pause
            if self.runs and instant < now:
                self.runs[-1].letters.append(self._letter(instant))
        for number, run in enumerate(self.runs, 1):
            self._end(run, now, is_last=number == len(self.runs))
        return self.runs

    def _changes(self, present: Sequence[Fact]) -> bool:
        return any(fact.kind == "state" and fact.name != self.state for fact in present)

    def _apply(self, fact: Fact) -> None:
        if fact.kind == "pause":
            self.reasons.add(fact.name)
        elif fact.kind == "resume":
            self.reasons.discard(fact.name)
        elif fact.kind == "state" and not (fact.name == "closed" and self.state in WITHDRAWN):
            self._enter(fact)

    def _enter(self, fact: Fact) -> None:
        self.state = fact.name
        if fact.name in WITHDRAWN:
            self.gone_since = fact.at if self.gone_since is None else self.gone_since
            return
        self.gone_since = None
        if fact.name in SETTLED:
            self.settled = True
            if self.runs and self.runs[-1].stop is None:
                self.runs[-1].stop = fact.at
            return
        if self.settled and self.runs and self.runs[-1].stop is not None:
            if self.reopen == "resume":
                self.runs[-1].stop = None
            elif self.reopen == "restart":
                self.runs.append(Run(fact.at))
        self.settled = False

    def _letter(self, instant: int) -> str:
        is_open = self.hours.is_open(instant)
        stopped = self.runs[-1].stop is not None
        if stopped or self.held_after[instant] or self.state in WITHDRAWN:
            return PAUSED if is_open else PAUSED_OFF_HOURS
        return RUNNING if is_open else OFF_HOURS

    def _end(self, run: Run, now: int, *, is_last: bool) -> None:
        if run.stop is not None:
            run.end, run.state = run.stop, "stopped"
        elif is_last and self.gone_since is not None:
            run.end, run.state = max(self.gone_since, run.start), "left"
        else:
            run.end = now
            shown = "running" if self.hours.is_open(now) else "off_hours"
            run.state = "paused" if self.held_after[now] else shown
        if run.state in ("paused", "left"):
            run.held = self.held_after[run.end]
        run.letters = run.letters[: (run.end - run.start) // self.hours.step]

    def find_due(self, run: Run, target: int) -> int | None:
        """First instant at which the count of running seconds reaches the target; None while a pause hides it.

        Raises LookupError where it lies beyond the hours known here.
        """
        counted, step = 0, self.hours.step
        for index in range((self.hours.end - run.start) // step):
            instant = run.start + index * step
            if instant >= run.end and run.held:
                return None
            letter = run.letters[index] if instant < run.end else ""
            if letter == RUNNING or (not letter and self.hours.is_open(instant)):
                counted += step
                if counted >= target:
                    return instant + step - (counted - target)
        raise LookupError(target)
