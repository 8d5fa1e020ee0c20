"""What documents name things by: names, lists of them, zones, switches, conditions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from serval.engine.documents import shorten
from serval.engine.errors import CalendarError
from serval.engine.terms.values import FIRST_YEAR, LAST_YEAR, DateField
from serval.engine.zones import get_zone

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_.\-\u4e00-\u9fff]*$", max_length=80)]


def _check_label(text: str) -> str:
    if text != text.strip() or not text.isprintable():
        raise PydanticCustomError("terms.label", "label", {"value": shorten(text)})
    return text


Label = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_check_label)]
"""What something is called elsewhere, such as a service in a monitoring tool: any text that can be printed."""


def _check_zone(name: str) -> str:
    try:
        get_zone(name)
    except CalendarError as error:
        raise PydanticCustomError("calendar.unknown_zone", "zone", dict(error.problems[0].data)) from None
    return name


ZoneName = Annotated[str, AfterValidator(_check_zone)]


Switch = Annotated[bool, Field(strict=True)]
Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]


def in_order(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Lists whose order says nothing have one form: sorted, each entry once."""
    return tuple(sorted(set(values)))


Names = Annotated[tuple[Name, ...], AfterValidator(in_order)]


def _one_or_several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _write_short(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


OneOrMoreNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(_one_or_several, json_schema_input_type=Name | list[Name]),
    Field(min_length=1),
    AfterValidator(in_order),
    PlainSerializer(_write_short),
]
Dates = Annotated[tuple[DateField, ...], AfterValidator(in_order)]


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
