"""The terms document `serval/v1`: what one agreement promises, exactly.

Shapes only; what the words mean is in docs/engine/ and in the modules that judge. Later steps add keys compatibly.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel, shorten
from serval.engine.errors import CalendarError
from serval.engine.terms.target import Target
from serval.engine.terms.values import (
    FIRST_YEAR,
    LAST_YEAR,
    WEEKDAYS,
    DateField,
    DurationField,
    HoursField,
    PercentField,
    PeriodField,
    Text,
    WeekdayField,
    WeekField,
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


Switch = Annotated[bool, Field(strict=True)]
Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]


def _in_order(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Lists whose order says nothing have one form: sorted, each entry once."""
    return tuple(sorted(set(values)))


Names = Annotated[tuple[Name, ...], AfterValidator(_in_order)]


def _one_or_several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _write_short(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


OneOrMoreNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(_one_or_several, json_schema_input_type=Name | list[Name]),
    Field(min_length=1),
    AfterValidator(_in_order),
    PlainSerializer(_write_short),
]
Dates = Annotated[tuple[DateField, ...], AfterValidator(_in_order)]


class Metadata(DocumentModel):
    number: Annotated[str, Field(min_length=1, max_length=80)]
    type: Literal["sla", "ola", "uc"] = "sla"
    title: Text


class Parties(DocumentModel):
    provider: Name
    client: Name


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


class HolidayDates(DocumentModel):
    """Holidays as resolved at signing: dated lists with the years they cover and where they come from."""

    region: Annotated[str, Field(min_length=1)]
    source: str
    years: tuple[Year, Year]
    off: Dates = ()
    makeup: Dates = ()

    @model_validator(mode="after")
    def _check_years(self) -> Self:
        first, last = self.years
        outside = [day for day in (*self.off, *self.makeup) if not first <= day.year <= last]
        if first > last or outside:
            value = outside[0].isoformat() if outside else f"{first}, {last}"
            raise PydanticCustomError("calendar.holiday_years", "years", {"value": value})
        if both := set(self.off) & set(self.makeup):
            raise PydanticCustomError("calendar.holiday_and_makeup", "date", {"value": min(both).isoformat()})
        return self


Holidays = Annotated[
    Annotated[Annotated[str, Field(min_length=1)], Tag("<region>")] | Annotated[HolidayDates, Tag("<dates>")],
    Discriminator(lambda value: "<region>" if isinstance(value, str) else "<dates>"),
]
"""A region whose published holidays are looked up, or the dates themselves."""


class DayHours(DocumentModel):
    on: DateField
    hours: HoursField


class Closing(DocumentModel):
    """An own closed day, or with `hours` only those hours of it; a date alone may stand for it."""

    on: DateField
    hours: HoursField | None = None

    @model_validator(mode="before")
    @classmethod
    def _date_alone(cls, value: Any) -> Any:
        return {"on": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [schema["properties"]["on"], schema]}


def _by_date(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    ordered = sorted(entries, key=lambda entry: entry.on)
    for before, after in pairwise(ordered):
        if before.on == after.on:
            raise PydanticCustomError("calendar.date_twice", "date", {"value": after.on.isoformat()})
    return tuple(ordered)


class CalendarTerms(DocumentModel):
    timezone: ZoneName | None = None
    always: Switch = False
    weekly: WeekField = {}
    holidays: Holidays | None = None
    makeup: WeekdayField | None = None
    closed: Annotated[tuple[Closing, ...], AfterValidator(_by_date)] = ()
    open: Annotated[tuple[DayHours, ...], AfterValidator(_by_date)] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.always and (self.weekly or self.holidays or self.makeup is not None or self.closed or self.open):
            raise PydanticCustomError("calendar.always_and_more", "always", {})
        if not self.always and not self.weekly and not self.open:
            raise PydanticCustomError("calendar.no_hours", "hours", {})
        twice = {entry.on for entry in self.closed} & {entry.on for entry in self.open}
        if twice:
            raise PydanticCustomError("calendar.closed_and_open", "date", {"value": min(twice).isoformat()})
        return self

    @property
    def first_worked(self) -> int:
        """The weekday whose hours a make-up workday has unless `makeup` names one (0 = Monday)."""
        return min((WEEKDAYS.index(day) for day in self.weekly), default=0)


class CalendarDocument(CalendarTerms):
    """A calendar alone in a file: it has no agreement to take its zone from."""

    timezone: ZoneName = Field()


class ClockTerms(DocumentModel):
    start: Name
    stop: OneOrMoreNames
    pause: Names = ()
    ignore: Names = ()
    reopen: Literal["resume", "restart", "ignore"] | None = None
    settle: DurationField | None = None
    repeat: Switch = False


def _condition(value: Any) -> tuple[str, ...]:
    """Numbers are compared as they are written; a decimal needs quotes, since 1.10 would be read as 1.1."""
    values = value if isinstance(value, list | tuple) else [value]
    if not values or any(type(entry) not in (str, int) for entry in values):
        raise PydanticCustomError("terms.condition", "where", {"value": shorten(value)})
    return tuple(sorted({str(entry) for entry in values}))


_WORD_SCHEMA = {"type": ["string", "integer"]}
Condition = Annotated[
    tuple[str, ...],
    BeforeValidator(_condition),
    WithJsonSchema(
        {
            "description": "one value or a list of values, any of which fits",
            "anyOf": [_WORD_SCHEMA, {"type": "array", "minItems": 1, "items": _WORD_SCHEMA}],
        }
    ),
]


class Objective(DocumentModel):
    id: Name
    says: Text | None = None
    metric: str
    where: dict[Name, Condition] = {}
    target: Target
    calendar: Name
    period: PeriodField
    partial: Literal["judge", "skip", "merge"] = "judge"
    minimum: Annotated[int, Field(strict=True, ge=1)] = 1
    no_data: Literal["neutral", "breach"] = "neutral"
    warn: Annotated[tuple[PercentField, ...], AfterValidator(_in_order)] = ()
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
