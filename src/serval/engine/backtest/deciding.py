"""Deciding items: those of which two terms say something different (the evidence on which the difference rests)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from serval.engine.verdicts import LedgerRow
from serval.engine.verdicts.ledger import COUNTED

MOST_LISTED = 100
"""How many items of one promise and period are held: the first ones that breach on one side only, then others."""

Key = tuple[str, str, str, int, int]
VerdictKey = tuple[str, str, str]
NOT_SPOKEN_OF = ""


@dataclass(frozen=True, slots=True)
class DecidingItem:
    """One item, outage or record of which the sides think differently; None where one does not speak of it.

    turns  the verdict of its period is another one too
    """

    objective: str
    before: LedgerRow | None
    after: LedgerRow | None
    turns: bool = False

    @property
    def row(self) -> LedgerRow:
        """Either reading."""
        row = self.after or self.before
        if row is None:
            raise ValueError("an item without a reading")
        return row

    @property
    def outcomes(self) -> tuple[str, str]:
        """What either side says; empty for a side that does not speak of it."""
        return name_outcome(self.before), name_outcome(self.after)

    @property
    def verdict(self) -> VerdictKey:
        """The verdict it belongs to: objective, subject and period."""
        return self.objective, self.row.subject, self.row.period

    @property
    def is_breach(self) -> bool:
        """Whether exactly one side says that it was breached."""
        return "breached" in self.outcomes


@dataclass(frozen=True, slots=True)
class Deciding:
    """Items that decide: first those whose verdict turns, then those breached on one side only, in the order of ids.

    totals  how many there are, by what either side says of them; more than are listed where there are very many
    """

    items: tuple[DecidingItem, ...] = ()
    totals: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.totals.values())


def name_outcome(row: LedgerRow | None) -> str:
    return NOT_SPOKEN_OF if row is None else row.outcome


class Pairing:
    """Takes the ledger rows of both sides, item by item, and keeps what differs.

    shared  promises that both sides have: of one that only one side has, only breaches are told
    clocks  promises on clocks, whose readings are told apart by cycle and not by their start
    """

    def __init__(self, *, shared: Iterable[str], clocks: Iterable[str]) -> None:
        self._shared, self._clocks = frozenset(shared), frozenset(clocks)
        self._sides: tuple[dict[Key, LedgerRow], dict[Key, LedgerRow]] = ({}, {})
        self._kept: dict[tuple[VerdictKey, bool], list[DecidingItem]] = {}
        self._totals: Counter[tuple[str, str]] = Counter()

    def open_sink(self, side: int) -> Callable[[LedgerRow], None]:
        """What takes the rows of one side."""
        rows = self._sides[side]

        def take(row: LedgerRow) -> None:
            if row.outcome == "late":
                return
            started = 0 if row.objective in self._clocks else row.started
            key = (row.objective, row.subject, row.item, row.cycle, started)
            known = rows.get(key)
            if known is None or known.outcome not in COUNTED:
                rows[key] = row

        return take

    def compare(self) -> None:
        """Compare what has come in, which is everything that is said of some items, and forget it."""
        before, after = self._sides
        for key in dict.fromkeys([*before, *after]):
            item = DecidingItem(key[0], before.get(key), after.get(key))
            if self._differs(item):
                self._totals[item.outcomes] += 1
                kept = self._kept.setdefault((item.verdict, item.is_breach), [])
                if len(kept) < MOST_LISTED:
                    kept.append(item)
        before.clear()
        after.clear()

    def _differs(self, item: DecidingItem) -> bool:
        one, other = item.outcomes
        return one != other and (item.is_breach or item.objective in self._shared)

    def finish(self, turned: Container[VerdictKey]) -> Deciding:
        """What was found, with what came in last; `turned` are the verdicts whose outcomes differ."""
        self.compare()
        found = [replace(item, turns=item.verdict in turned) for kept in self._kept.values() for item in kept]
        found.sort(key=lambda item: (not item.turns, not item.is_breach, item.row.item, item.verdict))
        return Deciding(tuple(found), dict(self._totals))
