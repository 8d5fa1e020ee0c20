"""The shapes of calendars in a terms document, and how they become the input of the calendar compiler."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Discriminator, Field, GetJsonSchemaHandler, Tag, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from serval.engine.calendars.spec import CalendarSpec, HolidaySet, Hours
from serval.engine.documents import DocumentModel
from serval.engine.errors import Problem, TermsError
from serval.engine.terms.names import Dates, Switch, Year, ZoneName
from serval.engine.terms.values import WEEKDAYS, DateField, HoursField, WeekdayField, WeekField


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


def build_spec(
    name: str, calendar: CalendarTerms, default_zone: str, holidays: Mapping[str, HolidaySet]
) -> CalendarSpec:
    """The calendar of a document as the compiler's input; regions are looked up in `holidays`."""
    weekly = tuple(calendar.weekly.get(day, ()) for day in WEEKDAYS)
    return CalendarSpec(
        name=name,
        timezone=calendar.timezone or default_zone,
        always=calendar.always,
        weekly=weekly,  # type: ignore[arg-type]
        holidays=_resolve(name, calendar.holidays, holidays),
        makeup_weekday=calendar.first_worked if calendar.makeup is None else calendar.makeup,
        closed_days=frozenset(entry.on for entry in calendar.closed if entry.hours is None),
        closed_hours=tuple(sorted((entry.on, entry.hours) for entry in calendar.closed if entry.hours)),
        opened=_openings(calendar),
    )


def _openings(calendar: CalendarTerms) -> tuple[tuple[date, Hours], ...]:
    return tuple(sorted((entry.on, entry.hours) for entry in calendar.open))


def _resolve(name: str, named: str | HolidayDates | None, holidays: Mapping[str, HolidaySet]) -> HolidaySet | None:
    if named is None:
        return None
    if isinstance(named, HolidayDates):
        first, last = named.years
        return HolidaySet(named.region, named.source, first, last, frozenset(named.off), frozenset(named.makeup))
    if named not in holidays:
        data = {"calendar": name, "region": named, "known": sorted(holidays)}
        raise TermsError(Problem("calendar.holidays_unresolved", data))
    return holidays[named]
