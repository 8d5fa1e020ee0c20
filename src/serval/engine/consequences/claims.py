"""Claims (索赔): from when to when a credit can be claimed, and where a claim stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.compile import local_midnight
from serval.engine.consequences.dates import add_span
from serval.engine.dates import day_after, find_local_date
from serval.engine.periods import Period
from serval.engine.records import ClaimStep
from serval.engine.terms.consequences import Claims

ClaimState = Literal["automatic", "not_published", "not_open", "open", "claimed", "claimed_late", "lapsed"]

GRANTED = frozenset[ClaimState]({"automatic", "claimed"})
LOST = frozenset[ClaimState]({"claimed_late", "lapsed"})


@dataclass(frozen=True, slots=True)
class ClaimWindow:
    """`opens` to `closes`, both included; `closes` is None where claims never lapse.

    begins  the instant both lengths count from
    sure    False where the calendar's public holidays are not published that far
    """

    begins: int
    opens: int
    closes: int | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """Where the claim of one settlement period stands; `window` is the last one, `claimed` the claim that counts."""

    state: ClaimState
    window: ClaimWindow | None = None
    claimed: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """What windows are reckoned with: the terms, the zone of the agreement and the calendar of working days."""

    claims: Claims | None
    zone: ZoneInfo
    calendar: Calendar | None


def find_claim(rules: ClaimRules, settlement: Period, steps: Sequence[ClaimStep], *, now: int) -> Claim:
    """Where the claim of a settlement period stands at `now`.

    Each further publication is a restatement and opens a window of its own. A claim belongs to the window that had
    begun when it was made (one made before the first waits for it), and counts unless that window had closed.
    """
    if rules.claims is None or rules.claims.automatic:
        return Claim("automatic")
    own = [step for step in steps if step.settlement == settlement.label and step.at <= now]
    published = sorted(step.at for step in own if step.step == "published")
    begins = published
    if rules.claims.from_ == "period_end":
        begins = [settlement.end - 1, *published[1:]]
    windows = [find_window(rules, begin) for begin in begins if begin <= now]
    if not windows:
        return Claim("not_published" if rules.claims.from_ == "published" else "not_open")
    return _judge(windows, sorted(step.at for step in own if step.step == "claimed"), now)


def find_window(rules: ClaimRules, begins: int) -> ClaimWindow:
    """The window that counts from the day after `begins`; a last day that is not worked moves on (民法典 201-203)."""
    if rules.claims is None:
        raise TypeError("no claims are agreed")
    opens = begins if rules.claims.opens is None else _add_opening(rules, begins)
    closes = None if rules.claims.within is None else _close(rules, begins)
    last = max(opens, closes or opens)
    return ClaimWindow(begins, opens, closes, rules.calendar is None or rules.calendar.is_known(begins, last))


def _judge(windows: Sequence[ClaimWindow], claims: Sequence[int], now: int) -> Claim:
    late = None
    for claimed in claims:
        window = max((entry for entry in windows if entry.begins <= claimed), key=_begin, default=windows[0])
        if window.closes is None or claimed <= window.closes:
            return Claim("claimed" if now >= window.opens else "not_open", window, claimed)
        late = claimed
    window = windows[-1]
    if now < window.opens:
        return Claim("not_open", window)
    if window.closes is None or now <= window.closes:
        return Claim("open", window)
    return Claim("lapsed" if late is None else "claimed_late", window, late)


def _begin(window: ClaimWindow) -> int:
    return window.begins


def _add_opening(rules: ClaimRules, begins: int) -> int:
    opens = rules.claims.opens if rules.claims else None
    if opens is None or rules.calendar is None:
        raise TypeError("an opening is counted on a calendar")
    if opens.unit == "s":
        return rules.calendar.add(begins, opens.amount)
    return rules.calendar.add_days(begins, opens.amount, opens.unit)


def _close(rules: ClaimRules, begins: int) -> int:
    """The closing of the last day: of its working hours where a calendar is agreed, else of the day itself."""
    if rules.claims is None or rules.claims.within is None:
        raise TypeError("no end is agreed")
    last = add_span(find_local_date(begins, rules.zone), rules.claims.within)
    if rules.calendar is None:
        return local_midnight(day_after(last), rules.zone)
    return rules.calendar.add_days(local_midnight(last, rules.calendar.zone), 0, "d")
