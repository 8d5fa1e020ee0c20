"""Of which items an objective speaks, for items whose fields never changed: Scope.list_stints in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from serval.engine.columns.batch import NOWHERE, Batch, FieldValues, Flags
from serval.engine.verdicts.scope import Conditions

CRITICALITY, SERVICE = "criticality", "service"


class ColumnConditions:
    """The conditions of one objective and those of its rivals that win over it."""

    def __init__(self, conditions: Conditions) -> None:
        self._where = conditions.where
        self._winners = conditions.winners
        self._criticality = conditions.criticality

    def match(self, batch: Batch) -> tuple[Flags, Flags]:
        """Items that the objective speaks of, and those for which that takes more than their first values."""
        unsteady = np.zeros(batch.count, np.bool_)
        speaks = self._hold(batch, self._where, unsteady)
        for where in self._winners:
            speaks &= ~self._hold(batch, where, unsteady)
        return speaks, unsteady

    def _hold(self, batch: Batch, where: Mapping[str, Sequence[str]], unsteady: Flags) -> Flags:
        holds = np.ones(batch.count, np.bool_)
        for name, wanted in where.items():
            field = batch.find_field(name)
            matches, is_steady = _match(batch, field, frozenset(wanted)), field.is_steady
            if name == CRITICALITY:
                services = frozenset(n for n, criticality in self._criticality.items() if criticality in wanted)
                service, is_own = batch.find_field(SERVICE), field.word != NOWHERE
                matches = np.where(is_own, matches, _match(batch, service, services))
                is_steady = np.where(is_own, is_steady, service.is_steady)
            holds &= matches
            unsteady |= ~is_steady
        return holds


def _match(batch: Batch, field: FieldValues, wanted: frozenset[str]) -> Flags:
    # The last flag is that of NOWHERE, the place -1.
    flags = np.array([*(word.value in wanted for word in batch.columns.words), False])
    return flags[field.word]
