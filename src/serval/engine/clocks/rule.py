"""What starts, stops, pauses and revives a clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from serval.engine.durations import Duration
from serval.engine.evidence import SETTLED_STATES


@dataclass(frozen=True, slots=True)
class Clock:
    """The rule of one clock.

    start, stop  names of events or states; `resolved` also stops when an item goes straight to `closed`,
                 `first_response` also at the first message of an agent or a machine
    or_stop      further stops: a next-reply clock that also ends when the item is resolved
    pause        reasons (waiting states or reasons of pause facts) whose time does not count
    ignore       events that do not count as a stop, such as `automatic_reply`
    reopen       what leaving a settled state does before the stop is final: resume, restart or ignore
    settle       how long after a stop a reopening still reaches it
    repeat       every unanswered start opens a new cycle (next reply); else only the first start counts
    phases       events on the way, in order, by which the working time is divided for reports
    """

    name: str
    start: str
    stop: str
    pause: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    reopen: Literal["resume", "restart", "ignore"] = "ignore"
    settle: Duration | None = None
    repeat: bool = False
    or_stop: frozenset[str] = frozenset()
    phases: tuple[str, ...] = ()
    stop_names: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Every event or state that stops the clock, found once: it is asked for each item."""
        named = self.or_stop | {self.stop}
        stops = frozenset[str]().union(*(_ALSO_STOPS.get(name, {name}) for name in named))
        object.__setattr__(self, "stop_names", stops - self.ignore)

    @property
    def is_revivable(self) -> bool:
        """Whether a reopening can reach this clock; one that a message can stop never restarts by reopening."""
        return SETTLED_STATES.issuperset(self.or_stop | {self.stop})


_ALSO_STOPS = {
    "resolved": frozenset({"resolved", "closed"}),
    "first_response": frozenset({"first_response", "agent_message", "automatic_reply"}),
}
