"""The terms document `serval/v1`: what one agreement promises, exactly.

Shapes only; what the words mean is in docs/engine/ and in the modules that judge. Later steps add keys compatibly.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.terms.calendars import CalendarTerms
from serval.engine.terms.consequences import Consequences
from serval.engine.terms.fee import Fee
from serval.engine.terms.names import Label, Name, Names, OneOrMoreNames, Switch, ZoneName
from serval.engine.terms.objective import Assurance, Extension, Objective
from serval.engine.terms.services import Measure, Service
from serval.engine.terms.values import DateField, DurationField, Text


class Grade(DocumentModel):
    """The place of these terms among several grades (服务等级) of one family: a higher rank is never laxer."""

    family: Name
    rank: Annotated[int, Field(strict=True, ge=1)]


class Metadata(DocumentModel):
    """supports: numbers of the agreements that an OLA or UC stands under · precedence: which of two agreements of one
    client judges a ticket that both cover, the higher one first.
    """

    number: Annotated[str, Field(min_length=1, max_length=80)]
    type: Literal["sla", "ola", "uc"] = "sla"
    title: Text
    supports: Names = ()
    grade: Grade | None = None
    precedence: Annotated[int, Field(strict=True)] | None = None


class Parties(DocumentModel):
    provider: Label
    client: Label


LONGEST_TERM = 100
"""Years; each day of a term may be the end of a rolling period, so a slip in a year must not make millions."""


class Effective(DocumentModel):
    """In force from the start of `from` to the end of `until`, both in the agreement's zone."""

    from_: Annotated[DateField, Field(alias="from")]
    until: DateField
    timezone: ZoneName

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.until < self.from_:
            raise PydanticCustomError(
                "terms.effective_backwards",
                "effective",
                {"first": self.from_.isoformat(), "last": self.until.isoformat()},
            )
        if self.until.year - self.from_.year > LONGEST_TERM:
            raise PydanticCustomError("terms.effective_too_long", "effective", {"years": LONGEST_TERM})
        return self


class ClockTerms(DocumentModel):
    start: Name
    stop: OneOrMoreNames
    pause: Names = ()
    ignore: Names = ()
    reopen: Literal["resume", "restart", "ignore"] | None = None
    settle: DurationField | None = None
    repeat: Switch = False
    phases: tuple[Name, ...] = ()


class Approvals(DocumentModel):
    """When each party approved that closed periods are judged anew."""

    provider: DateField
    client: DateField


class Amendment(DocumentModel):
    """When this version was agreed (补充协议); before that day's period it needs both parties' approval."""

    agreed: DateField
    approvals: Approvals | None = None


class Terms(DocumentModel):
    """One agreement's terms (量化条款)."""

    api_version: Literal["serval/v1"]
    kind: Literal["Agreement"]
    metadata: Metadata
    parties: Parties
    effective: Effective
    amendment: Amendment | None = None
    fee: Fee | None = None
    services: dict[Label, Service] = {}
    calendars: dict[Name, CalendarTerms]
    clocks: dict[Name, ClockTerms] = {}
    measures: dict[Name, Measure] = {}
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1)]
    assurance: tuple[Assurance, ...] = ()
    extensions: tuple[Extension, ...] = ()
    consequences: Consequences | None = None
    reclassified: Literal["from_start", "from_change", "restart"] = "from_start"
    amended: Literal["keep", "from_start", "restart"] = "keep"

    @model_validator(mode="after")
    def _drop_stated_defaults(self) -> Self:
        """A zone or a make-up weekday that only repeats what holds anyway is no other meaning."""
        for name, calendar in self.calendars.items():
            stated: dict[str, None] = {}
            if calendar.timezone == self.effective.timezone:
                stated["timezone"] = None
            if calendar.makeup is not None and (calendar.holidays is None or calendar.makeup == calendar.first_worked):
                stated["makeup"] = None
            if stated:
                self.calendars[name] = calendar.model_copy(update=stated)
        return self
