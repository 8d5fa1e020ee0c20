"""The shape of what follows from verdicts: credits, rewards, points, caps, claims, termination."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.errors import Problem
from serval.engine.terms.calendars import CalendarTerms
from serval.engine.terms.credits import Credit, Reward
from serval.engine.terms.entries import refuse_pointless, require_one
from serval.engine.terms.entry_checks import EntryChecks, Fault
from serval.engine.terms.fee import Fee, SettlementKind
from serval.engine.terms.level import LevelUnit
from serval.engine.terms.names import Name, Switch
from serval.engine.terms.objective import Objective
from serval.engine.terms.rates import BelowField, CapField, SpanField
from serval.engine.terms.score import Score
from serval.engine.terms.values import DurationField


class Caps(DocumentModel):
    """The most that credits can cost in a settlement period, and in a year (of the contract, or of the calendar)."""

    period: CapField | None = None
    year: CapField | None = None
    year_from: Literal["contract", "calendar"] = "contract"

    @model_validator(mode="after")
    def _years_only_with_a_cap(self) -> Self:
        if self.year is None and self.year_from != "contract":
            raise refuse_pointless("caps", "yearFrom")
        return self


class Claims(DocumentModel):
    """When credits can be claimed; what is not claimed in time lapses.

    from       both lengths count from the publication of the statement, or from the end of its period
    opens      the window opens when this has passed; at once without it
    within     it closes when this has passed; never without it
    automatic  credits are granted without a claim
    calendar   whose working days count; the only one that is not open always, unless stated
    """

    from_: Annotated[Literal["published", "period_end"], Field(alias="from")] = "published"
    opens: DurationField | None = None
    within: SpanField | None = None
    automatic: Switch = False
    calendar: Name | None = None

    @model_validator(mode="after")
    def _automatic_needs_no_window(self) -> Self:
        if self.automatic:
            for key in ("opens", "within", "calendar"):
                if getattr(self, key) is not None:
                    raise refuse_pointless("claims", key)
        return self


class Termination(DocumentModel):
    """A ground to end the agreement: so many breaches within a span, so many in a row, or a score too low."""

    breaches: Annotated[int, Field(strict=True, ge=1)] | None = None
    consecutive: Annotated[int, Field(strict=True, ge=1)] | None = None
    score: BelowField | None = None
    of: Name | None = None
    within: SpanField | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        kind = require_one("terminate", breaches=self.breaches, consecutive=self.consecutive, score=self.score)
        for key, belongs in (("of", kind != "score"), ("within", kind == "breaches")):
            given = getattr(self, key) is not None
            if given and not belongs:
                raise refuse_pointless("terminate", key)
            if belongs and not given:
                raise PydanticCustomError("terms.key_needed", "terminate", {"key": key, "by": kind})
        return self


class Consequences(DocumentModel):
    """What follows from verdicts. `settle` is how often statements are made: the fee's `per` unless stated."""

    credits: tuple[Credit, ...] = ()
    stack: Literal["add", "greatest"] = "add"
    rewards: tuple[Reward, ...] = ()
    score: Score | None = None
    caps: Caps | None = None
    claims: Claims | None = None
    terminate: tuple[Termination, ...] = ()
    settle: SettlementKind | None = None

    @model_validator(mode="after")
    def _nothing_pointless(self) -> Self:
        if self.stack == "add" and any(credit.cause is not None for credit in self.credits):
            raise refuse_pointless("consequences", "cause")
        if any(entry.score is not None for entry in self.terminate) and self.score is None:
            raise PydanticCustomError("terms.key_needed", "consequences", {"key": "score", "by": "terminate"})
        return self


def find_settlement_kind(consequences: Consequences | None, fee: Fee | None) -> SettlementKind:
    """How often statements are made: as stated, else as the fee is owed, else each month."""
    return (consequences and consequences.settle) or (fee.per if fee else "month")


def find_claims_calendar(claims: Claims, calendars: Mapping[str, CalendarTerms]) -> str | None:
    """The calendar whose days a claim window counts: the one named, else the only one with hours, else the only one."""
    if claims.calendar is not None:
        return claims.calendar
    worked = [name for name, calendar in calendars.items() if not calendar.always]
    for names in (worked, list(calendars)):
        if len(names) == 1:
            return names[0]
    return None


def check_consequences(
    consequences: Consequences,
    fee: Fee | None,
    units: Mapping[str, LevelUnit],
    calendars: Mapping[str, CalendarTerms],
    *,
    objectives: Mapping[str, Objective],
) -> Iterator[Fault]:
    """Everything in the consequences that does not fit the rest of the document, each with its path from the root.

    units: of each objective's value, by id · objectives: by id
    """
    checks = EntryChecks(fee, units, objectives)
    for index, credit in enumerate(consequences.credits):
        yield from checks.check_credit(credit, ("consequences", "credits", index))
    for index, reward in enumerate(consequences.rewards):
        yield from checks.check_reward(reward, ("consequences", "rewards", index))
    yield from _check_score(consequences.score, checks)
    for index, ground in enumerate(consequences.terminate):
        if ground.of is not None:
            yield from checks.check_trigger(ground.of, ("consequences", "terminate", index, "of"))
    if consequences.caps is not None:
        limits = [cap.amount for cap in (consequences.caps.period, consequences.caps.year) if cap is not None]
        yield from checks.check_amounts(limits, ("consequences", "caps"))
    if consequences.claims is not None:
        yield from _check_claims(consequences.claims, calendars)


def _check_score(score: Score | None, checks: EntryChecks) -> Iterator[Fault]:
    if score is None:
        return
    for index, deduction in enumerate(score.deduct):
        yield from checks.check_deduction(deduction, ("consequences", "score", "deduct", index))
    if any(grade.pay is not None for grade in score.grades):
        yield from checks.check_amounts([], ("consequences", "score", "grades"))


def _check_claims(claims: Claims, calendars: Mapping[str, CalendarTerms]) -> Iterator[Fault]:
    place = ("consequences", "claims", "calendar")
    if claims.calendar is not None and claims.calendar not in calendars:
        data = {"calendar": claims.calendar, "known": sorted(calendars)}
        yield place, Problem("terms.unknown_calendar", data)
    elif claims.opens is not None and find_claims_calendar(claims, calendars) is None:
        yield place, Problem("terms.claims_calendar", {"known": sorted(calendars)})
