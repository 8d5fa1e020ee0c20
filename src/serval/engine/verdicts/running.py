"""What breaches that run on cost in a later period, by the period that counted them (decision 0016)."""

from __future__ import annotations

from collections.abc import Callable

from serval.engine.verdicts.meters import freeze_causes
from serval.engine.verdicts.results import Decision, Running
from serval.engine.verdicts.tally import Tally


def list_running(tally: Tally, decide: Callable[[Tally], Decision]) -> tuple[Running, ...]:
    """The sums of a tally's breaches that began earlier, each with the outcome that `decide` gives their origin."""
    found: list[Running] = []
    for origin, readings in tally.running.items():
        outcome = "refused" if origin.refusal is not None else decide(origin).outcome
        if any(readings.sums.values()):
            found.append(Running(origin.period.label, outcome, dict(readings.sums), freeze_causes(readings.causes)))
    return tuple(found)
