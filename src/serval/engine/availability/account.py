"""Account: how the agreed time of one place and one period divides, and what each outage had to do with it.

Every second that is agreed is exactly one of: excluded, down, unknown, up. Excluded beats down (TERMS.md rule 7),
down beats unknown. `parts` names every outage, exclusion and gap that touches the period, so that a ledger of them
explains the figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from serval.engine.availability.outages import WholeOutage
from serval.engine.spans import Spans, clip, intersect, normalise, subtract, total

ExcludedAs = Literal["removed", "counted_up"]
PartKind = Literal["outage", "exclusion", "gap"]
PartReason = Literal["counted", "too_short", "never_reported", "before_report", "off_hours", "excluded", "unknown"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The time of one place that a period judges, `[start, end)`.

    agreed    open time of the objective's calendar. It may reach beyond the period, and should reach over every whole
              outage: only then is it known in which period an outage begins to count
    excluded  approved exclusions, one pair for each, in any order; they may overlap and reach beyond the period
    unknown   time of which samples say nothing; outages known from elsewhere decide there
    """

    start: int
    end: int
    agreed: Spans
    excluded: tuple[tuple[int, int], ...] = ()
    unknown: Spans = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """What the agreement says of counting: outages shorter than `shortest_outage` seconds are none."""

    shortest_outage: int = 0
    excluded_as: ExcludedAs = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """What one outage, exclusion or gap did in the period.

    whole    its bounds before any clipping; `inside` is what lies in the period
    counted  the time counted as down; empty unless `reason` is counted
    down, excluded, off_hours, unknown  seconds of `inside`: counted down; agreed but excluded; not agreed; agreed but
             unknown (of gaps). The rest of an outage's seconds counts as up
    begins   whether the first second of the whole outage that counts is in this period
    earlier  seconds of the outage that counted before this period
    """

    kind: PartKind
    whole: tuple[int, int]
    inside: Spans
    reason: PartReason
    counted: Spans = ()
    excluded: int = 0
    off_hours: int = 0
    unknown: int = 0
    begins: bool = False
    earlier: int = 0
    outage: WholeOutage | None = None

    @property
    def down(self) -> int:
        return total(self.counted)


@dataclass(frozen=True, slots=True)
class Account:
    """Seconds of the agreed time: excluded + down + unknown + up = agreed, unless excluded time is counted as up.

    Then `up` holds the excluded seconds too, and down + unknown + up = agreed.
    """

    agreed: int
    excluded: int
    down: int
    unknown: int
    up: int
    parts: tuple[Part, ...]

    @property
    def availability(self) -> Fraction | None:
        """Up ÷ (up + down); without unknown time that is (agreed - excluded - down) ÷ (agreed - excluded).

        Unknown time is neither up nor down, so it is in neither number. None when nothing is left to judge.
        """
        known = self.up + self.down
        return Fraction(self.up, known) if known else None


def take_account(frame: Frame, outages: Sequence[WholeOutage], counting: Counting) -> Account:
    """The account of one place and one period. `outages` are whole, disjoint ones, as `fold_outages` gives them."""
    agreed = clip(frame.agreed, frame.start, frame.end)
    excluded = normalise(frame.excluded)
    told = normalise((outage.start, outage.end) for outage in outages)
    unknown = subtract(subtract(intersect(agreed, frame.unknown), excluded), told)
    parts = [*_outage_parts(frame, outages, counting, excluded), *_exclusion_parts(frame), *_gap_parts(frame, unknown)]
    out = total(intersect(agreed, excluded))
    down = sum(part.down for part in parts)
    left = total(agreed) - (out if counting.excluded_as == "removed" else 0)
    return Account(total(agreed), out, down, total(unknown), left - down - total(unknown), tuple(parts))


def list_failures(account: Account) -> tuple[WholeOutage, ...]:
    """The outages that began to count in this period; one split at a bound is a failure of the period before."""
    return tuple(part.outage for part in account.parts if part.begins and part.outage is not None)


def list_charged(
    frame: Frame, outages: Sequence[WholeOutage], counting: Counting
) -> tuple[tuple[WholeOutage, int], ...]:
    """The outages of which any second counts, in this period or in another that the agreed time reaches over.

    Each with the first second that does.
    """
    excluded = normalise(frame.excluded)
    found = ((outage, _chargeable(frame, outage, counting, excluded)) for outage in outages)
    return tuple((outage, seconds[0][0]) for outage, seconds in found if seconds)


def _outage_parts(frame: Frame, outages: Sequence[WholeOutage], counting: Counting, excluded: Spans) -> Iterator[Part]:
    for outage in sorted(outages, key=lambda o: o.start):
        inside = clip(((outage.start, outage.end),), frame.start, frame.end)
        if inside:
            yield _outage_part(frame, outage, inside, counting, excluded)


def _outage_part(frame: Frame, outage: WholeOutage, inside: Spans, counting: Counting, excluded: Spans) -> Part:
    agreed = clip(frame.agreed, *inside[0])
    barred = intersect(agreed, clip(excluded, *inside[0]))
    chargeable = _chargeable(frame, outage, counting, excluded)
    counted = clip(chargeable, frame.start, frame.end)
    return Part(
        "outage",
        (outage.start, outage.end),
        inside,
        "counted" if counted else _why_uncounted(frame, outage, counting, agreed),
        counted=counted,
        excluded=total(barred),
        off_hours=total(inside) - total(agreed),
        begins=bool(counted) and counted[0][0] == chargeable[0][0],
        earlier=sum(min(end, frame.start) - start for start, end in chargeable if start < frame.start),
        outage=outage,
    )


def _chargeable(frame: Frame, outage: WholeOutage, counting: Counting, excluded: Spans) -> Spans:
    """The seconds of the whole outage that count, in this period or another.

    The length is tested before anything is clipped (TERMS.md rule 9), or a long outage would vanish at a bound.
    """
    if outage.counts_from is None or outage.length < counting.shortest_outage:
        return ()
    bounds = outage.counts_from, outage.end
    return subtract(clip(frame.agreed, *bounds), clip(excluded, *bounds))


def _why_uncounted(frame: Frame, outage: WholeOutage, counting: Counting, agreed: Spans) -> PartReason:
    if outage.counts_from is None:
        return "never_reported"
    if outage.length < counting.shortest_outage:
        return "too_short"
    if outage.counts_from >= frame.end:
        return "before_report"
    if not clip(agreed, max(frame.start, outage.counts_from), frame.end):
        return "off_hours"
    return "excluded"


def _exclusion_parts(frame: Frame) -> Iterator[Part]:
    for whole in sorted(set(frame.excluded)):
        inside = clip((whole,), frame.start, frame.end) if whole[0] < whole[1] else ()
        if inside:
            agreed = total(clip(frame.agreed, *inside[0]))
            yield Part("exclusion", whole, inside, "excluded", excluded=agreed, off_hours=total(inside) - agreed)


def _gap_parts(frame: Frame, unknown: Spans) -> Iterator[Part]:
    for whole in frame.unknown:
        inside = clip((whole,), frame.start, frame.end)
        if inside:
            agreed = total(clip(frame.agreed, *inside[0]))
            left = total(clip(unknown, *inside[0]))
            yield Part("gap", whole, inside, "unknown", off_hours=total(inside) - agreed, unknown=left)
