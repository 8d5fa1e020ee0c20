"""The small values of a terms document: durations, percentages, weekdays, hours, periods, texts."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from serval.engine.calendars.spec import DAY_SECONDS, Hours, Shift
from serval.engine.documents import DocumentModel, shorten
from serval.engine.durations import Duration, format_percent, parse_duration, parse_percent
from serval.engine.periods import PeriodKind, parse_period_kind

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_NIGHT_SHIFT = 16 * 3600
"""A shift that passes midnight may last this long; beyond it `13:00-09:00` is taken for a slip, not for 20 hours."""

_TIME = r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?"
_SHIFT = re.compile(rf"{_TIME}\s*[-–~至]\s*{_TIME}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Dates outside are taken for slips: no agreement reaches there, and zone data says nothing about it."""


def _refusal(code: str, value: Any, **data: Any) -> PydanticCustomError:
    return PydanticCustomError(code, code, {"value": shorten(value), **data})


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    duration = parse_duration(value) if isinstance(value, str) else None
    if duration is None:
        raise _refusal("terms.duration", value)
    return duration


def _percent(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    share = parse_percent(value) if isinstance(value, str) else None
    if share is None:
        raise _refusal("terms.percent", value)
    return share


def _period(value: Any) -> PeriodKind:
    if isinstance(value, PeriodKind):
        return value
    kind = parse_period_kind(value) if isinstance(value, str) else None
    if kind is None:
        raise _refusal("terms.period", value)
    return kind


def parse_shift(value: Any) -> Shift:
    """`09:00-12:00` as wall-clock seconds; an end before the start passes midnight.

    Raises PydanticCustomError `calendar.shift`, `calendar.shift_empty` or `calendar.shift_backwards`.
    """
    found = _SHIFT.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise _refusal("calendar.shift", value)
    start, end = _wall_seconds(found.groups()[:3]), _wall_seconds(found.groups()[3:])
    if start >= DAY_SECONDS or end > DAY_SECONDS:
        raise _refusal("calendar.shift", value)
    if start == end:
        raise _refusal("calendar.shift_empty", value)
    if end < start:
        end += DAY_SECONDS
        if end - start > LONGEST_NIGHT_SHIFT:
            raise _refusal("calendar.shift_backwards", value, hours=(end - start) // 3600)
    return Shift(start, end)


def _wall_seconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds


def _shift(value: Any) -> Shift:
    return value if isinstance(value, Shift) else parse_shift(value)


def _check_hours(value: Any) -> Any:
    if not isinstance(value, list | tuple) or not value:
        raise _refusal("calendar.hours", value)
    return value


def format_shift(shift: Shift) -> str:
    """`22:00-02:00`, the way parse_shift reads it."""
    end = shift.end if shift.end <= DAY_SECONDS else shift.end - DAY_SECONDS
    return f"{_wall_clock(shift.start)}-{_wall_clock(end)}"


def _wall_clock(seconds: int) -> str:
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


def _weekday(value: Any) -> int:
    if value not in WEEKDAYS:
        raise _refusal("calendar.weekday", value)
    return WEEKDAYS.index(value)


def parse_weekdays(text: str) -> tuple[int, ...]:
    """`mon`, `mon-fri` or `mon, wed` as weekday numbers (0 = Monday). Raises PydanticCustomError `calendar.weekday`."""
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        start, end = _weekday(first.strip()), _weekday((last or first).strip())
        if end < start:
            raise _refusal("calendar.weekday", text)
        days.extend(range(start, end + 1))
    return tuple(days)


def _check_weekdays(text: str) -> str:
    parse_weekdays(text)
    return text


def _expand_week(week: dict[str, Hours]) -> dict[str, Hours]:
    """Each weekday by its own name, in the order of the week."""
    found: dict[int, Hours] = {}
    for key, hours in week.items():
        for day in parse_weekdays(key):
            if day in found:
                raise _refusal("calendar.weekday_twice", key)
            found[day] = hours
    return {WEEKDAYS[day]: found[day] for day in sorted(found)}


def _date(value: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise _refusal("terms.date", value) from None
    if type(value) is not date or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise _refusal("terms.date", value)
    return value


_DURATION_PATTERN = r"^(?=.*[1-9])([0-9]{1,5}(wd|d)|([0-9]{1,7}h)?([0-9]{1,7}m)?([0-9]{1,9}s)?)$"
_PERCENT_PATTERN = r"^(100(\.0{1,12})?|0?[0-9]{1,2}(\.[0-9]{1,12})?)\s*%$"
_SHIFT_PATTERN = (
    r"^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?\s*[-–~至]\s*([01]?[0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?$"
)
_DATE_PATTERN = r"^(19|2[0-9])[0-9]{2}-[01][0-9]-[0-3][0-9]$"


def _schema(text: str, pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": text, "pattern": pattern})


DurationField = Annotated[
    Duration,
    BeforeValidator(_duration),
    PlainSerializer(str),
    _schema("working time (15m, 1h30m), working days (5wd) or days (60d)", _DURATION_PATTERN),
]
PercentField = Annotated[
    Fraction,
    BeforeValidator(_percent),
    PlainSerializer(format_percent),
    _schema("a percentage with its sign", _PERCENT_PATTERN),
]
PeriodField = Annotated[
    PeriodKind,
    BeforeValidator(_period),
    PlainSerializer(str),
    _schema("accounting period", r"^(month|quarter|year|contract-year|rolling\s+[1-9]\d{0,3}d)$"),
]
_ShiftField = Annotated[
    Shift,
    BeforeValidator(_shift),
    PlainSerializer(format_shift),
    WithJsonSchema({"type": "string", "pattern": _SHIFT_PATTERN, "examples": ["09:00-12:00", "22:00-02:00"]}),
]
HoursField = Annotated[
    tuple[_ShiftField, ...],
    BeforeValidator(_check_hours),
    Field(json_schema_extra={"minItems": 1}),
    AfterValidator(lambda hours: tuple(sorted(set(hours)))),
]
_DAY = f"({'|'.join(WEEKDAYS)})"
_DAYS_PATTERN = rf"^\s*{_DAY}(\s*-\s*{_DAY})?(\s*,\s*{_DAY}(\s*-\s*{_DAY})?)*\s*$"


class _WeekSchema:
    """Keys of a week are weekdays and ranges of them."""

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        hours = schema.pop("additionalProperties")
        schema.pop("propertyNames", None)
        return {**schema, "patternProperties": {_DAYS_PATTERN: hours}, "additionalProperties": False}


WeekField = Annotated[
    dict[Annotated[str, AfterValidator(_check_weekdays)], HoursField],
    AfterValidator(_expand_week),
    _WeekSchema(),
]
WeekdayField = Annotated[
    int,
    BeforeValidator(_weekday),
    PlainSerializer(lambda day: WEEKDAYS[day]),
    WithJsonSchema({"enum": list(WEEKDAYS)}),
]
DateField = Annotated[
    date,
    BeforeValidator(_date),
    PlainSerializer(lambda day: day.isoformat()),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DATE_PATTERN}),
]


class Text(DocumentModel):
    """A sentence in Chinese, English or both."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _one_language_is_enough(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"zh": value, "en": value}
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.zh.strip() and not self.en.strip():
            raise _refusal("terms.text_empty", "")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        text = {"type": "string", "minLength": 1}
        return {"anyOf": [text, {**schema, "minProperties": 1}], "description": schema.pop("description", "")}

    def choose(self, language: str) -> str:
        """The text in `zh` or `en`, or in the other one when only that exists."""
        first, second = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return first or second
