"""What starts, stops, pauses and revives a clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from serval.engine.durations import Duration
from serval.engine.evidence import SETTLED_STATES


@dataclass(frozen=True, slots=True)
class Clock:
    """The rule of one clock.

    start, stop  names of events or states; `resolved` also stops when an item goes straight to `closed`,
                 `first_response` also at the first message of an agent or a machine
    pause        reasons (waiting states or reasons of pause facts) whose time does not count
    ignore       events that do not count as a stop, such as `automatic_reply`
    reopen       what leaving a settled state does before the stop is final: resume, restart or ignore
    settle       how long after a stop a reopening still reaches it
    repeat       every unanswered start opens a new cycle (next reply); else only the first start counts
    """

    name: str
    start: str
    stop: str
    pause: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    reopen: Literal["resume", "restart", "ignore"] = "ignore"
    settle: Duration | None = None
    repeat: bool = False

    @property
    def is_revivable(self) -> bool:
        """Whether a reopening can reach this clock; a response clock never restarts by reopening."""
        return self.stop in SETTLED_STATES

    @property
    def stop_names(self) -> frozenset[str]:
        """Every event or state that stops the clock."""
        return _ALSO_STOPS.get(self.stop, frozenset({self.stop})) - self.ignore


_ALSO_STOPS = {
    "resolved": frozenset({"resolved", "closed"}),
    "first_response": frozenset({"first_response", "agent_message", "automatic_reply"}),
}
