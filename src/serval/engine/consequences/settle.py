"""Settling: from verdicts, occurrences and claims to one statement for each settlement period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from serval.engine.calendars.calendar import Calendar
from serval.engine.consequences.caps import apply_caps, find_year, reckon_cap
from serval.engine.consequences.claims import GRANTED, LOST, ClaimRules, find_claim
from serval.engine.consequences.credits import CreditLine, work_out_credits
from serval.engine.consequences.fees import FeeTable, FeeTerm
from serval.engine.consequences.judged import Judged
from serval.engine.consequences.rewards import RewardLine, work_out_rewards
from serval.engine.consequences.score import work_out_score
from serval.engine.consequences.stack import keep_greatest
from serval.engine.consequences.statement import CreditSum, ProvisionalReason, Statement, seal_statement, withhold
from serval.engine.consequences.termination import find_grounds, find_low_score
from serval.engine.money import Money, round_half_up, zero
from serval.engine.periods import Period, PeriodKind, PeriodTable, list_periods
from serval.engine.records import ClaimStep, Occurrence
from serval.engine.terms.consequences import Consequences, find_settlement_kind
from serval.engine.terms.fee import Fee

Row = TypeVar("Row")


@dataclass(frozen=True)
class Agreed:
    """What an agreement says that settling needs: its fee and consequences, first and last day, zone and digest.

    calendar  whose working days a claim window counts (`find_claims_calendar`); None where none is determined
    fees      what each version says is owed, where there are several: `fee` over all the days of the agreement unless
              given
    periods   the settlement periods that are settled by these terms: all of the agreement unless given
    """

    consequences: Consequences
    fee: Fee | None
    first: date
    last: date
    zone: ZoneInfo
    calendar: Calendar | None = None
    digest: str = ""
    fees: tuple[FeeTerm, ...] = ()
    periods: tuple[Period, ...] = ()

    @cached_property
    def settlements(self) -> PeriodTable:
        """All settlement periods that these terms settle."""
        kind = PeriodKind(find_settlement_kind(self.consequences, self.fee))
        return PeriodTable(self.periods or list_periods(kind, self.first, self.last, self.zone))

    @cached_property
    def fee_table(self) -> FeeTable | None:
        """What is owed in the currency of the fee; None without a fee."""
        if self.fee is None:
            return None
        terms = self.fees or (FeeTerm(self.fee, self.first, self.last, self.first),)
        return FeeTable(self.fee.currency, self.first, terms)


@dataclass(frozen=True, slots=True)
class Granted:
    """Credits granted earlier, for the settlement period of that label, which ended with the day `last`."""

    settlement: str
    last: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when settling.

    judged          all verdicts of the span that was judged
    span            first and last instant (half-open) that was judged: a settlement period beyond it is not complete
    occurrences     of any time; each belongs to the settlement period in which it happened
    claim_steps     publications and claims of any time
    granted_before  credits of settlement periods that are not settled now: they use up the year cap
    earlier         verdicts settled by earlier versions of the terms: they count towards grounds to end
    now             the instant up to which all of this is known
    """

    judged: Sequence[Judged]
    span: tuple[int, int]
    now: int
    occurrences: Sequence[Occurrence] = ()
    claim_steps: Sequence[ClaimStep] = ()
    granted_before: Sequence[Granted] = ()
    earlier: Sequence[Judged] = ()


def settle(agreed: Agreed, facts: Facts) -> tuple[Statement, ...]:
    """One statement for each settlement period in which a judged period ends or something assessed occurred.

    A verdict is settled in the settlement period in which its own period ends. The order of verdicts and records does
    not matter.
    """
    return _Settling(agreed, facts).give_statements()


class _Settling:
    def __init__(self, agreed: Agreed, facts: Facts) -> None:
        self.agreed, self.facts = agreed, facts
        self.terms = agreed.consequences
        self.rules = ClaimRules(self.terms.claims, agreed.zone, agreed.calendar)
        order = sorted(facts.judged, key=_order)
        self.judged: dict[str, list[Judged]] = {}
        self.periods: dict[str, Period] = {}
        self.occurrences: dict[str, list[Occurrence]] = {}
        for verdict in order:
            self._find(verdict.period.end - 1, self.judged, verdict)
        assessed = {entry.event for entry in self.terms.score.deduct} if self.terms.score else set()
        for occurrence in facts.occurrences:
            if occurrence.event in assessed and occurrence.at <= facts.now:
                self._find(occurrence.at, self.occurrences, occurrence)
        stated = [verdict for verdict in (*facts.earlier, *order) if not verdict.running]
        self.grounds = find_grounds(self.terms.terminate, sorted(stated, key=_order))
        self.granted = [(g.last, g.amount) for g in facts.granted_before if not self._is_settled_again(g)]

    def _is_settled_again(self, granted: Granted) -> bool:
        """An earlier part of the same month, settled by another version, shares its label and is not settled again."""
        period = self.periods.get(granted.settlement)
        return period is not None and granted.last >= period.first

    def _find(self, at: int, rows: dict[str, list[Row]], row: Row) -> None:
        period = self.agreed.settlements.find(at)
        if period is not None:
            self.periods[period.label] = period
            rows.setdefault(period.label, []).append(row)

    def give_statements(self) -> tuple[Statement, ...]:
        ordered = sorted(self.periods.values(), key=lambda period: period.start)
        return tuple(self._settle(period) for period in ordered)

    def _settle(self, period: Period) -> Statement:
        judged = tuple(self.judged.get(period.label, ()))
        stated = tuple(verdict for verdict in judged if not verdict.running)
        table, terms = self.agreed.fee_table, self.terms
        if table is not None:
            table = table.as_known(period.last)
        provisional = self._list_doubts(period, judged)
        rewards = tuple(work_out_rewards(terms.rewards, stated, table)) if table else ()
        score = None
        if terms.score is not None:
            score = work_out_score(terms.score, judged, self.occurrences.get(period.label, ()))
        grounds = [ground for ground in self.grounds if period.start < ground.period.end <= period.end]
        if score is not None and not provisional:
            grounds += find_low_score(terms.terminate, score.points, period)
        fee = table.reckon(period.first, period.last) if table else None
        currency = table.currency if table else ""
        return seal_statement(
            Statement(
                period=period,
                fee=None if fee is None else round_half_up(fee, currency),
                credits=self._sum_credits(table, period, judged, final=not provisional) if table else None,
                rewards=rewards,
                rewarded=_add_up(rewards, currency) if table else None,
                score=score,
                withheld=None if fee is None else round_half_up(withhold(score, fee), currency),
                grounds=tuple(grounds),
                unjudged=tuple((v.objective, v.subject, v.period.label) for v in stated if v.outcome == "refused"),
                provisional=provisional,
                verdicts=tuple(verdict.digest for verdict in stated),
                terms=self.agreed.digest,
            )
        )

    def _list_doubts(self, period: Period, judged: Sequence[Judged]) -> tuple[ProvisionalReason, ...]:
        doubts: list[ProvisionalReason] = []
        if self.facts.now < period.end:
            doubts.append("period_open")
        if any(verdict.provisional for verdict in judged):
            doubts.append("verdict_provisional")
        if self.facts.span[0] > period.start or self.facts.span[1] < period.end:
            doubts.append("not_all_judged")
        return tuple(doubts)

    def _sum_credits(self, table: FeeTable, period: Period, judged: tuple[Judged, ...], *, final: bool) -> CreditSum:
        lines = tuple(work_out_credits(self.terms.credits, judged, table))
        if self.terms.stack == "greatest":
            lines = keep_greatest(lines, self.terms.credits)
        total = _add_up(lines, table.currency)
        period_cap = year_cap = None
        used = zero(table.currency)
        if self.terms.caps is not None:
            first, following = find_year(self.terms.caps, period.last, self.agreed.first)
            last = date.fromordinal(following.toordinal() - 1)
            period_cap = reckon_cap(self.terms.caps.period, table, period.first, period.last)
            year_cap = reckon_cap(self.terms.caps.year, table, first, last)
            for day, amount in self.granted:
                is_counted = first <= day <= last and amount.currency == table.currency
                used = used + amount if is_counted else used
        capped = apply_caps(total, period_cap, year_cap, used)
        claim = find_claim(self.rules, period, self.facts.claim_steps, now=self.facts.now)
        nothing = zero(table.currency)
        self.granted.append((period.last, capped.payable))
        granted = capped.payable if final and claim.state in GRANTED else nothing
        lapsed = capped.payable if claim.state in LOST else nothing
        return CreditSum(lines, total, capped, claim, granted, lapsed)


def _order(verdict: Judged) -> tuple[int, int, str, str]:
    return verdict.period.end, verdict.period.start, verdict.objective, verdict.subject


def _add_up(lines: Sequence[CreditLine] | Sequence[RewardLine], currency: str) -> Money:
    total = zero(currency)
    for line in lines:
        total = total + line.amount
    return total
