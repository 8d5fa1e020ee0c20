"""The shape of an objective: one promise with its metric, scope, target, calendar and period."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel, shorten
from serval.engine.durations import Duration
from serval.engine.terms.names import Condition, Name, Names, in_order
from serval.engine.terms.target import Target
from serval.engine.terms.values import DateField, DurationField, PercentField, PeriodField, Text

_SCALE = re.compile(r"(\d{1,3})\s*-\s*(\d{1,3})", re.ASCII)


def _hours_only(length: Duration) -> Duration:
    if length.unit != "s":
        raise PydanticCustomError("terms.hours_only", "length", {"value": str(length)})
    return length


HoursAndMinutes = Annotated[DurationField, AfterValidator(_hours_only)]


def _scale(value: Any) -> tuple[int, int]:
    if isinstance(value, tuple):
        return value
    found = _SCALE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or int(found[1]) >= int(found[2]):
        raise PydanticCustomError("terms.scale", "scale", {"value": shorten(value)})
    return int(found[1]), int(found[2])


ScaleField = Annotated[
    tuple[int, int],
    BeforeValidator(_scale),
    PlainSerializer(lambda scale: f"{scale[0]}-{scale[1]}"),
    WithJsonSchema({"type": "string", "pattern": r"^\s*[0-9]{1,3}\s*-\s*[0-9]{1,3}\s*$", "examples": ["1-5", "0-10"]}),
]


def _needed(value: Any) -> Any:
    if value == "all" or (type(value) is int and value >= 1):
        return value
    raise PydanticCustomError("terms.needs", "needs", {"value": shorten(value)})


NeedsField = Annotated[
    int | Literal["all"],
    BeforeValidator(_needed),
    WithJsonSchema({"anyOf": [{"const": "all"}, {"type": "integer", "minimum": 1}]}),
]


class AvailabilityRule(DocumentModel):
    """How time up and down is found (TERMS.md rules 8 and 9).

    method           time: seconds up of seconds agreed · slots: mean over slots of one less the error rate · requests:
                     good of all
    interval         time: how long one sample stands · slots: how long a slot is
    shortest_outage  a shorter outage, taken whole, does not count
    max_gap          samples further apart leave a gap, and a gap is no data; without it a state holds until it changes
    least_known      with less known time than this share of the agreed time there is no data
    outage_from      an outage begins when it was observed, or when it was reported
    outages_of       the service's own outages, those of what it depends on, or both
    needs            how many instances of a service must be up
    slot_down        a slot with a higher error rate is wholly down, any other wholly up
    """

    method: Literal["time", "slots", "requests"] = "time"
    interval: HoursAndMinutes | None = None
    shortest_outage: HoursAndMinutes | None = None
    degraded: Literal["up", "down"] = "up"
    max_gap: HoursAndMinutes | None = None
    least_known: PercentField | None = None
    outage_from: Literal["observed", "reported"] = "observed"
    outages_of: Literal["service", "components", "both"] = "service"
    needs: NeedsField = "all"
    slot_down: PercentField | None = None

    @model_validator(mode="after")
    def _fits_method(self) -> Self:
        timed = ("shortest_outage", "max_gap", "least_known", "degraded", "outage_from", "outages_of", "needs")
        if self.method != "time":
            for name in timed:
                if getattr(self, name) != AvailabilityRule.model_fields[name].default:
                    raise PydanticCustomError("terms.pointless", "measure", {"key": to_camel(name)})
        if self.slot_down is not None and self.method != "slots":
            raise PydanticCustomError("terms.pointless", "measure", {"key": "slotDown"})
        if self.method == "slots" and self.interval is None:
            raise PydanticCustomError("terms.slots_without_interval", "measure", {})
        return self


class Objective(DocumentModel):
    """One promise (服务目标)."""

    id: Name
    says: Text | None = None
    metric: str
    where: dict[Name, Condition] = {}
    counting: dict[Name, Condition] = {}
    per: Literal["service", "instance", "site"] | None = None
    target: Target
    calendar: Name
    period: PeriodField
    partial: Literal["judge", "skip", "merge"] = "judge"
    split: Literal["days"] | None = None
    minimum: Annotated[int, Field(strict=True, ge=1)] = 1
    no_data: Literal["neutral", "breach"] = "neutral"
    warn: Annotated[tuple[PercentField, ...], AfterValidator(in_order)] = ()
    pick: Name | None = None
    measure: AvailabilityRule | None = None
    exclude: Names = ()
    excluded: Literal["removed", "counted_up"] = "removed"
    scale: ScaleField | None = None
    satisfied_from: Annotated[int, Field(strict=True, ge=0)] | None = None
    method: Literal["share", "mean", "nps"] = "share"
    source: str = ""


class Assurance(DocumentModel):
    """A dated stricter promise (重大保障), from the first to the last day, both included."""

    id: Name | None = None
    from_: Annotated[DateField, Field(alias="from")]
    until: DateField
    objective: Name
    target: Target

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.until < self.from_:
            data = {"first": self.from_.isoformat(), "last": self.until.isoformat()}
            raise PydanticCustomError("terms.effective_backwards", "assurance", data)
        return self

    @property
    def name(self) -> str:
        """Its own id, or one made of the objective and the first day."""
        return self.id or f"{self.objective}-{self.from_.isoformat()}"


class Extension(DocumentModel):
    """A longer limit for one item, valid only when the event `needs` came before the due instant."""

    objective: Name
    within: DurationField
    needs: Name
