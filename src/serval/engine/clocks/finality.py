"""Finality: from when on a stop or a withdrawal stands, whatever happens later (TERMS.md rules 6 and 7)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from serval.engine.clocks.history import History, Moment, Spell

FinalAt = Callable[[int], int]
"""From an instant to the one from which what happened then stands: it has settled, or its period has closed."""


class Finality:
    """What stands in one item's history."""

    def __init__(self, history: History, final_at: FinalAt) -> None:
        self._final_at = final_at
        self._withdrawals = history.withdrawals
        self._standing = [spell for spell in history.withdrawals if self._stands(spell, spell.start)]
        self._confirmed = [event.at for event in history.events if event.name == "confirmed"]

    def of_stop(self, stop: Moment) -> int:
        """From when on a stop can no longer be reopened: the client's confirmation, or `final_at` if that is first."""
        final, later = self._final_at(stop.at), bisect_left(self._confirmed, stop.at)
        return min(final, self._confirmed[later]) if later < len(self._confirmed) else final

    def find_withdrawal(self, start: Moment, stop: Moment | None) -> Moment | None:
        """The withdrawal by which a run from `start` to `stop` leaves; None when the item was taken up again in time.

        It reaches a run that still went on, that had stopped but was not final yet, or that began later; such a run
        leaves at its own start.
        """
        reaching = self._find_reaching(start, stop)
        return None if reaching is None else reaching.beginning

    def has_left(self, start: Moment, stop: Moment | None, *, by: int) -> bool:
        """Whether a run had left for good and the item was taken up again by an instant."""
        reaching = self._find_reaching(start, stop)
        return reaching is not None and reaching.end is not None and reaching.end <= by

    def _find_reaching(self, start: Moment, stop: Moment | None) -> Spell | None:
        if not self._withdrawals:
            return None
        following = bisect_left(self._withdrawals, start.at, key=lambda spell: spell.start)
        during = self._withdrawals[following - 1] if following else None
        if during is not None and (during.end is None or during.end > start.at) and self._stands(during, start.at):
            return replace(during, start=start.at)
        following = bisect_left(self._standing, start.at, key=lambda spell: spell.start)
        if following == len(self._standing):
            return None
        found = self._standing[following]
        reaches = stop is None or found.start <= stop.at or found.start < self.of_stop(stop)
        return found if reaches else None

    def _stands(self, withdrawal: Spell, at: int) -> bool:
        """Taken up again before a withdrawal at `at` is final, it is undone."""
        return withdrawal.end is None or withdrawal.end >= self._final_at(at)
