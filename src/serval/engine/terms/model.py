"""The terms document `serval/v1`: what one agreement promises, exactly.

Shapes only; what the words mean is in docs/engine/ and in the modules that judge. Later steps add keys compatibly.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel, shorten
from serval.engine.durations import Duration
from serval.engine.errors import CalendarError
from serval.engine.terms.values import (
    DateField,
    DurationField,
    HoursField,
    PercentField,
    PeriodField,
    Text,
    WeekdayField,
    parse_weekdays,
)
from serval.engine.zones import get_zone

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_.\-\u4e00-\u9fff]*$", max_length=80)]


def _check_zone(name: str) -> str:
    try:
        get_zone(name)
    except CalendarError as error:
        raise PydanticCustomError("calendar.unknown_zone", "zone", dict(error.problems[0].data)) from None
    return name


ZoneName = Annotated[str, AfterValidator(_check_zone)]


class Metadata(DocumentModel):
    number: Annotated[str, Field(min_length=1, max_length=80)]
    type: Literal["sla", "ola", "uc"] = "sla"
    title: Text


class Parties(DocumentModel):
    provider: Name
    client: Name


class Effective(DocumentModel):
    """In force from the start of `from` to the end of `until`, both in the agreement's zone."""

    from_: Annotated[DateField, Field(alias="from")]
    until: DateField
    timezone: ZoneName

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until < self.from_:
            raise PydanticCustomError(
                "terms.effective_backwards",
                "effective",
                {"first": self.from_.isoformat(), "last": self.until.isoformat()},
            )
        return self


class HolidayDates(DocumentModel):
    """Holidays as resolved at signing: dated lists with the years they cover and where they come from."""

    region: str
    source: str
    years: tuple[Annotated[int, Field(ge=1, le=9998)], Annotated[int, Field(ge=1, le=9998)]]
    off: tuple[DateField, ...] = ()
    makeup: tuple[DateField, ...] = ()


class DayHours(DocumentModel):
    on: DateField
    hours: HoursField


def _closing(value: Any) -> Any:
    return {"on": value} if isinstance(value, date | str) else value


class Closing(DocumentModel):
    """An own closed day, or with `hours` only those hours of it."""

    on: DateField
    hours: HoursField | None = None


def _week(value: Any) -> Any:
    """`{mon-fri: [...], sat: [...]}` by weekday; a day named twice is refused."""
    if not isinstance(value, dict):
        return value
    week: dict[str, Any] = {}
    for key, hours in value.items():
        for day in parse_weekdays(str(key)):
            if str(day) in week:
                raise PydanticCustomError("calendar.weekday_twice", "weekday", {"value": shorten(key)})
            week[str(day)] = hours
    return week


class CalendarTerms(DocumentModel):
    timezone: ZoneName | None = None
    always: bool = False
    weekly: Annotated[dict[int, HoursField], BeforeValidator(_week)] = {}
    holidays: str | HolidayDates | None = None
    makeup: WeekdayField | None = None
    closed: tuple[Annotated[Closing, BeforeValidator(_closing)], ...] = ()
    open: tuple[DayHours, ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.always and (self.weekly or self.holidays or self.closed or self.open):
            raise PydanticCustomError("calendar.always_and_more", "always", {})
        if not self.always and not self.weekly and not self.open:
            raise PydanticCustomError("calendar.no_hours", "hours", {})
        twice = {entry.on for entry in self.closed} & {entry.on for entry in self.open}
        if twice:
            raise PydanticCustomError("calendar.closed_and_open", "date", {"value": min(twice).isoformat()})
        return self


class CalendarDocument(CalendarTerms):
    """A calendar alone in a file: it has no agreement to take its zone from."""

    timezone: ZoneName = Field()


class ClockTerms(DocumentModel):
    start: Name
    stop: Name
    pause: tuple[Name, ...] = ()
    ignore: tuple[Name, ...] = ()
    reopen: Literal["resume", "restart", "ignore"] | None = None
    settle: DurationField | None = None
    repeat: bool = False


_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d{1,3})?)")


def _collect_percentile(value: Any) -> Any:
    """`p90: 4h` becomes the pair (90 %, 4h)."""
    if not isinstance(value, dict):
        return value
    found = [key for key in value if _PERCENTILE.fullmatch(str(key))]
    if not found:
        return value
    if len(found) > 1:
        raise PydanticCustomError("terms.target_kinds", "target", {"found": ", ".join(found)})
    rest = {key: entry for key, entry in value.items() if key != found[0]}
    return {**rest, "percentile": {"share": found[0][1:] + "%", "within": value[found[0]]}}


class Percentile(DocumentModel):
    share: PercentField
    within: DurationField


class Target(DocumentModel):
    """Exactly one promise: within (with share or all), mean, median, pNN, atMost or atLeast."""

    within: DurationField | None = None
    share: PercentField | None = None
    all: Literal[True] | None = None
    tolerate: Annotated[int, Field(ge=0)] = 0
    mean: DurationField | None = None
    median: DurationField | None = None
    percentile: Percentile | None = None
    method: Literal["nearest-rank", "linear"] = "nearest-rank"
    at_most: Annotated[int, Field(ge=0)] | None = None
    at_least: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _one_promise(self) -> Self:
        kinds = ("within", "mean", "median", "percentile", "at_most", "at_least")
        named = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(named) != 1:
            raise PydanticCustomError("terms.target_kinds", "target", {"found": ", ".join(named)})
        if (self.within is None) != (self.share is None and self.all is None):
            raise PydanticCustomError("terms.target_share", "target", {})
        if self.share is not None and self.all is not None:
            raise PydanticCustomError("terms.target_share", "target", {})
        return self

    @property
    def limit(self) -> Duration | None:
        """The promised length of time, whatever the statistic."""
        return self.within or self.mean or self.median or (self.percentile.within if self.percentile else None)


def _condition(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    if not values or any(isinstance(entry, dict | list | bool) or entry is None for entry in values):
        raise PydanticCustomError("terms.condition", "where", {"value": shorten(value)})
    return tuple(sorted({str(entry) for entry in values}))


Condition = Annotated[
    tuple[str, ...],
    BeforeValidator(_condition),
    Field(json_schema_extra={"description": "one value or a list of values, any of which fits"}),
]


class Objective(DocumentModel):
    id: Name
    says: Text | None = None
    metric: str
    where: dict[Name, Condition] = {}
    target: Annotated[Target, BeforeValidator(_collect_percentile)]
    calendar: Name
    period: PeriodField
    partial: Literal["judge", "skip", "merge"] = "judge"
    minimum: Annotated[int, Field(ge=1)] = 1
    no_data: Literal["neutral", "breach"] = "neutral"
    warn: tuple[PercentField, ...] = ()
    source: str = ""


class Service(DocumentModel):
    criticality: Name | None = None


class Terms(DocumentModel):
    """One agreement's terms (量化条款)."""

    api_version: Literal["serval/v1"]
    kind: Literal["Agreement"]
    metadata: Metadata
    parties: Parties
    effective: Effective
    services: dict[Name, Service] = {}
    calendars: dict[Name, CalendarTerms]
    clocks: dict[Name, ClockTerms] = {}
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1)]
    reclassified: Literal["from_start", "from_change", "restart"] = "from_start"
