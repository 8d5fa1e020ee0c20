"""The bench of events: how many happened, or which share of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from serval.engine.clocks.claims import Stint
from serval.engine.clocks.history import History
from serval.engine.evidence import WITHDRAWN_STATES
from serval.engine.terms.objectives import EventObjective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.item_bench import ItemBench, TalliedRow
from serval.engine.verdicts.ledger import RowOutcome
from serval.engine.verdicts.results import Decision
from serval.engine.verdicts.scope import Scope
from serval.engine.verdicts.tally import Tally

COUNTING, NOT_COUNTING = "counting", "not_counting"
"""Reasons of the rows of a rate: in numerator and denominator, or in the denominator alone."""


class EventBench(ItemBench):
    """Counts events of items."""

    def decide(self, tally: Tally) -> Decision:
        """A number of events, or the share of them whose item also matches `counting`."""
        terms, population = tally.objective.terms, tally.population
        if tally.objective.kind == "count":
            return decide_level(terms.target, Fraction(population.valued))
        share = tally.share_of(COUNTING)
        if share is None or population.counted < terms.minimum:
            return decide_no_data(terms, "below_minimum" if population.counted else "no_items")
        return decide_level(terms.target, share)

    def judge(
        self,
        history: History,
        stints: Sequence[list[Stint]],
        elsewhere: Mapping[int, int],  # noqa: ARG002 (events are no runs)
    ) -> Iterator[TalliedRow]:
        """One row for each event."""
        for scope, spoken in zip(self.scopes, stints, strict=True):
            yield from self._count_events(scope, history, spoken)

    def _count_events(self, scope: Scope, history: History, stints: Sequence[Stint]) -> Iterator[TalliedRow]:
        """Events count in the period in which they happened and all conditions were known."""
        objective = scope.objective
        if not isinstance(objective, EventObjective):
            raise TypeError(objective.id)
        moments = [history.opened] if objective.event == "opened" else history.find_moments({objective.event})
        for number, moment in enumerate(moments, 1):
            stint = next((stint for stint in stints if stint.start <= moment.at < stint.end), None)
            if stint is None or self.course.find_at(moment.at) is not objective:
                continue
            for tally in self.tallies_at(int(max(moment.at, stint.known))):
                seen = min(tally.period.end - 1, self.now)
                state = history.find_state(seen)
                is_withdrawn = state in WITHDRAWN_STATES
                outcome: RowOutcome = "excluded" if is_withdrawn else "counted"
                reason = state if is_withdrawn else _name_counted(scope, objective, history, seen)
                yield TalliedRow(tally, self.build_plain_row(tally, history, moment, number, outcome, reason))


def _name_counted(scope: Scope, objective: EventObjective, history: History, seen: int) -> str:
    if objective.kind == "count":
        return objective.event
    return COUNTING if scope.counts(history, seen) else NOT_COUNTING
