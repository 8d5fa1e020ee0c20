"""The mapping document `serval/v1`: layout, zone, columns, states. Its shape and the meaning of each key."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.errors import CalendarError
from serval.engine.evidence import STATES
from serval.engine.zones import get_zone
from serval.intake.dates import PatternFault, compile_pattern
from serval.intake.mapping.layouts import LayoutName

DEFAULT_MISSING = ("", "?", "-", "--", "N/A", "n/a", "NULL", "null", "None", "无", "空")
WAITING_PREFIX = "waiting_"


def _check_zone(name: str) -> str:
    try:
        get_zone(name)
    except CalendarError as error:
        raise PydanticCustomError("mapping.unknown_zone", "unknown zone", dict(error.problems[0].data)) from None
    return name


def _check_pattern(pattern: str) -> str:
    try:
        compile_pattern(pattern)
    except PatternFault as fault:
        raise PydanticCustomError(
            "mapping.date_pattern", "unknown pattern", {"pattern": pattern, "part": str(fault)}
        ) from None
    return pattern


def is_meaning(word: str) -> bool:
    """Whether a word is a meaning a state can have."""
    return word in STATES or (word.startswith(WAITING_PREFIX) and word.isidentifier())


def _check_meaning(meaning: str) -> str:
    if is_meaning(meaning):
        return meaning
    raise PydanticCustomError(
        "mapping.unknown_meaning", "unknown meaning", {"value": meaning, "known": [*STATES, "waiting_…"]}
    )


ColumnName = Annotated[str, Field(min_length=1)]
ColumnNames = ColumnName | Annotated[tuple[ColumnName, ...], Field(min_length=1)]
"""One name, which must be in the header; or several names of one column, of which a header has one or none."""

Meaning = Annotated[str, AfterValidator(_check_meaning)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Word | Annotated[tuple[Word, ...], Field(min_length=1)]


Name = Annotated[str, Field(pattern=r"^[a-z][A-Za-z0-9_]*$", max_length=60)]
"""A field of tickets, or a column key of records (`askedBy`)."""


class MappingModel(DocumentModel):
    """Numbers written as words (a state `1`, a missing mark `0`) are texts here."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
        coerce_numbers_to_str=True,
    )


class Title(MappingModel):
    """What a person calls the source."""

    en: str = ""
    zh: str = ""


class Columns(MappingModel):
    """Which column says what; `LAYOUTS` says which keys a layout has, docs/evidence.md what each of them means.

    item      identifies the ticket
    at        events: when the row happened · snapshot: when the ticket last changed · records: when it was so
    sequence  a whole number that orders rows of one instant
    state     the raw state the ticket has after the row
    opened    when the ticket was opened
    resolved, closed   snapshot only: an event log that repeats the final value on every row leaks the future
    events    other columns that hold the time of an event
    fields    other columns whose value the terms may ask for
    """

    item: ColumnNames | None = None
    at: ColumnNames | None = None
    sequence: ColumnNames | None = None
    state: ColumnNames | None = None
    opened: ColumnNames | None = None
    resolved: ColumnNames | None = None
    closed: ColumnNames | None = None
    service: ColumnNames | None = None
    instance: ColumnNames | None = None
    site: ColumnNames | None = None
    status: ColumnNames | None = None
    kind: ColumnNames | None = None
    good: ColumnNames | None = None
    total: ColumnNames | None = None
    errors: ColumnNames | None = None
    start: ColumnNames | None = None
    end: ColumnNames | None = None
    minutes: ColumnNames | None = None
    detected: ColumnNames | None = None
    reported: ColumnNames | None = None
    reason: ColumnNames | None = None
    asked_by: ColumnNames | None = None
    approved_by: ColumnNames | None = None
    measure: ColumnNames | None = None
    value: ColumnNames | None = None
    subject: ColumnNames | None = None
    evidence: ColumnNames | None = None
    id: ColumnNames | None = None
    score: ColumnNames | None = None
    obligation: ColumnNames | None = None
    due: ColumnNames | None = None
    done: ColumnNames | None = None
    event: ColumnNames | None = None
    settlement: ColumnNames | None = None
    step: ColumnNames | None = None
    events: dict[Word, ColumnNames] = Field(default_factory=dict)
    fields: dict[Word, ColumnNames] = Field(default_factory=dict)

    def list_named(self) -> list[tuple[str, ColumnNames]]:
        """Every column that is named, by its place in the document (`at`, `askedBy`, `fields.priority`)."""
        single = [(to_camel(key), getattr(self, key)) for key in Columns.model_fields if key not in _GROUPS]
        named = [(key, names) for key, names in single if names is not None]
        named += [(f"events.{name}", names) for name, names in self.events.items()]
        named += [(f"fields.{name}", names) for name, names in self.fields.items()]
        return named


_GROUPS = ("events", "fields")


class Duplicates(MappingModel):
    """Rows of one item that agree in all `key` columns: one is kept by time and content.

    Records have no `key` here: their layout says what tells them apart.
    """

    key: tuple[ColumnName, ...] = ()
    keep: Literal["first", "last", "refuse"] = "refuse"


class Mapping(MappingModel):
    """What a table's columns, times and words mean.

    layout            events: a row is a change · snapshot: a row is a ticket as it stands; its pauses are unknown ·
                      all others: a row is a record, evidence that is no ticket
    timezone          of times without offset; `timezoneAssumed` says that the source did not tell
    ambiguous         what to do with a local time that happened twice
    states            raw state → meaning; several raw states may mean the same
    stateEvents       raw state → event(s) that happen when the item enters it
    ignoreStates      raw states that say nothing; the row's other columns still count
    otherStates       refuse: a raw state named nowhere is a bad row · open: it means open
    statuses          samples and outages: raw status → up, degraded, down, or ignore for a row that says nothing
    otherStatuses     what a raw status named nowhere means; refuse: it is a bad row
    values            field, or column key of records → raw value → value; a raw value not named stays as it is
    constants         fields with one value for all items; records: columns with one value for all rows
    """

    api_version: Literal["serval/v1"]
    kind: Literal["Mapping"]
    title: Title = Title()
    layout: LayoutName
    timezone: Annotated[str, AfterValidator(_check_zone)]
    timezone_assumed: bool = False
    ambiguous: Literal["refuse", "first", "last"] = "refuse"
    encoding: Annotated[str, Field(min_length=1)] = "auto"
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    dates: Annotated[tuple[Annotated[str, AfterValidator(_check_pattern)], ...], Field(min_length=1)] = ("iso",)
    missing: tuple[str, ...] = DEFAULT_MISSING
    columns: Columns
    states: dict[str, Meaning] = Field(default_factory=dict)
    state_events: dict[str, Words] = Field(default_factory=dict)
    ignore_states: tuple[str, ...] = ()
    other_states: Literal["refuse", "open"] = "refuse"
    statuses: dict[str, Literal["up", "degraded", "down", "ignore"]] = Field(default_factory=dict)
    other_statuses: Literal["refuse", "up", "down", "ignore"] = "refuse"
    values: dict[Name, dict[str, str]] = Field(default_factory=dict)
    constants: dict[Name, str] = Field(default_factory=dict)
    duplicates: Duplicates | None = None


def as_names(names: ColumnNames) -> tuple[str, ...]:
    """All names a column may have."""
    return (names,) if isinstance(names, str) else names


def as_words(words: Words) -> tuple[str, ...]:
    """One word or several, always as several."""
    return (words,) if isinstance(words, str) else words
