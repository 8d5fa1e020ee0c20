"""Of which items an objective speaks: Scope.list_stints in columns, for items of which that is one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from serval.engine.columns.batch import NOWHERE, Batch, Flags
from serval.engine.verdicts.scope import Conditions

CRITICALITY, SERVICE = "criticality", "service"

Answers = tuple[Flags, Flags]
"""Items for which something always holds, and those for which it never does; for all others it changes."""


class ColumnConditions:
    """The conditions of one objective and those of its rivals that win over it."""

    def __init__(self, conditions: Conditions) -> None:
        self._where = conditions.where
        self._winners = conditions.winners
        self._criticality = conditions.criticality

    def match(self, batch: Batch) -> Answers:
        """Items that the objective always speaks of, and items that it never does."""
        always, never = self._hold(batch, self._where)
        for where in self._winners:
            taken, left = self._hold(batch, where)
            always, never = always & left, never | taken
        return always, never

    def _hold(self, batch: Batch, where: Mapping[str, Sequence[str]]) -> Answers:
        always, never = np.ones(batch.count, np.bool_), np.zeros(batch.count, np.bool_)
        for name, wanted in where.items():
            fits, fails = _match(batch, name, frozenset(wanted))
            if name == CRITICALITY:
                services = frozenset(n for n, criticality in self._criticality.items() if criticality in wanted)
                is_own = batch.find_field(CRITICALITY).word != NOWHERE
                by_service = _match(batch, SERVICE, services)
                fits, fails = np.where(is_own, fits, by_service[0]), np.where(is_own, fails, by_service[1])
            always &= fits
            never |= fails
        return always, never


def _match(batch: Batch, name: str, wanted: frozenset[str]) -> Answers:
    """Items with a field whose values are all wanted and were known in time, and those that have none wanted."""
    field = batch.find_field(name)
    # The last flag is that of NOWHERE, the place -1: what was never known fits nothing.
    flags = np.array([*(word.value in wanted for word in batch.columns.words), False])
    fits: Flags = flags[field.word]
    is_mixed = np.zeros(batch.count, np.bool_)
    items = batch.item_of[field.later]
    is_mixed[items[flags[batch.columns.word[field.later]] != fits[items]]] = True
    return fits & field.is_known & ~is_mixed, ~fits & ~is_mixed
