"""Several credits out of one cause: added, or the greatest alone (`stack`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from serval.engine.consequences.credits import CreditLine
from serval.engine.money import round_half_up
from serval.engine.terms.credits import Credit

Kept = dict[int, Fraction]
"""What remains of each line, by its place in the list of lines."""


def keep_greatest(lines: Sequence[CreditLine], entries: Sequence[Credit]) -> tuple[CreditLine, ...]:
    """The lines in their order, those that lost with nothing left and the reason `outdone`.

    Lines compete within one named `cause` (entries without one share an unnamed cause) and one period:

    1. for one subject, credits by item or time compete cause by cause, where causes were kept, and their sum competes
       with each other credit of that subject; what the `most` of one cuts from a cause goes to the next best;
    2. what is best for the agreement as a whole competes with the sum of what is best for each subject.
    """
    groups: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        groups[(entries[line.entry].cause, line.period)].append(place)
    kept: Kept = {}
    for places in groups.values():
        kept |= _compete(lines, places)
    return tuple(_settle_line(line, kept.get(place, Fraction(0))) for place, line in enumerate(lines))


def _settle_line(line: CreditLine, left: Fraction) -> CreditLine:
    if left == line.exact:
        return line
    reason = line.reason if left else "outdone"
    return replace(line, exact=left, amount=round_half_up(left, line.amount.currency), reason=reason)


def _compete(lines: Sequence[CreditLine], places: Sequence[int]) -> Kept:
    by_subject: dict[str, list[int]] = defaultdict(list)
    for place in places:
        by_subject[lines[place].subject].append(place)
    best = {subject: _best_of_subject(lines, own) for subject, own in by_subject.items()}
    whole = best.pop("", {})
    parts: Kept = {}
    for kept in best.values():
        parts |= kept
    return whole if _total(whole) >= _total(parts) else parts


def _best_of_subject(lines: Sequence[CreditLine], places: Sequence[int]) -> Kept:
    divisible = [place for place in places if lines[place].shares]
    candidates: list[Kept] = [_share_by_cause(lines, divisible)] if divisible else []
    candidates += [{place: lines[place].exact} for place in places]
    return max(candidates, key=_total)


def _share_by_cause(lines: Sequence[CreditLine], places: Sequence[int]) -> Kept:
    """Each cause counts for the credit in which it costs most, of those that their `most` leaves.

    A cause that would lose most by its second best choice chooses first, so that a `most` is used up where it pays.
    """
    won: Kept = dict.fromkeys(places, Fraction(0))
    causes = {cause for place in places for cause in lines[place].shares}
    costs = {cause: [lines[place].shares.get(cause, Fraction(0)) for place in places] for cause in causes}
    for cause in sorted(
        causes, key=lambda cause: (_second_best(costs[cause]) - max(costs[cause]), costs[cause], cause)
    ):
        left = [
            cost if lines[place].most is None else min(cost, lines[place].exact - won[place])
            for place, cost in zip(places, costs[cause], strict=True)
        ]
        gain = max(left)
        won[places[left.index(gain)]] += gain
    return won


def _second_best(costs: Sequence[Fraction]) -> Fraction:
    return sorted(costs)[-2] if len(costs) > 1 else Fraction(0)


def _total(kept: Kept) -> Fraction:
    return sum(kept.values(), Fraction(0))
