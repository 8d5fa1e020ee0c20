"""What an objective promises: one limit on one statistic."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.durations import Duration, format_percent, parse_percent
from serval.engine.terms.level import Level, LevelField, LevelUnit
from serval.engine.terms.values import DurationField, PercentField

Count = Annotated[int, Field(strict=True, ge=0)]

_PERCENTILE = re.compile(r"p([0-9]{1,2}(?:\.[0-9]{1,3})?)")


class Percentile(DocumentModel):
    share: PercentField
    within: DurationField


def _true(value: Any) -> Any:
    if value is not True:
        raise PydanticCustomError("literal_error", "true", {"expected": "true"})
    return value


class Target(DocumentModel):
    """Exactly one promise: within (with share or all), mean, median, pNN (such as `p90: 4h`), atMost or atLeast."""

    within: DurationField | None = None
    share: PercentField | None = None
    all: Annotated[Literal[True], BeforeValidator(_true)] | None = None
    tolerate: Count = 0
    mean: DurationField | None = None
    median: DurationField | None = None
    percentile: Percentile | None = None
    method: Literal["nearest-rank", "linear"] = "nearest-rank"
    at_most: LevelField | None = None
    at_least: LevelField | None = None

    @model_validator(mode="before")
    @classmethod
    def _collect_percentile(cls, value: Any) -> Any:
        """`p90: 4h` becomes the pair (90 %, 4h); documents have no other way to write it."""
        if not isinstance(value, dict):
            return value
        found = [key for key in value if _PERCENTILE.fullmatch(str(key)) or key == "percentile"]
        if not found:
            return value
        share = parse_percent(found[0][1:] + "%")
        if len(found) > 1 or not share:
            raise PydanticCustomError("terms.target_kinds", "target", {"found": ", ".join(found)})
        rest = {key: entry for key, entry in value.items() if key != found[0]}
        return {**rest, "percentile": {"share": share, "within": value[found[0]]}}

    @model_serializer(mode="wrap")
    def _write_percentile(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = handler(self)
        plain.pop("percentile", None)
        if self.percentile is not None:
            plain["p" + format_percent(self.percentile.share).removesuffix("%")] = str(self.percentile.within)
        return plain

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        schema["patternProperties"] = {rf"^(?=.*[1-9]){_PERCENTILE.pattern}$": schema["properties"]["mean"]["anyOf"][0]}
        del schema["properties"]["percentile"]
        return schema

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
        if self.tolerate and self.within is None:
            raise PydanticCustomError("terms.pointless", "target", {"key": "tolerate"})
        if self.method != "nearest-rank" and self.percentile is None:
            raise PydanticCustomError("terms.pointless", "target", {"key": "method"})
        return self

    @property
    def limit(self) -> Duration | None:
        """The promised length of time, whatever the statistic."""
        return self.within or self.mean or self.median or (self.percentile.within if self.percentile else None)

    @property
    def level(self) -> Level | None:
        """The bound of an `atMost` or `atLeast`."""
        return self.at_most if self.at_most is not None else self.at_least

    @property
    def unit(self) -> LevelUnit:
        """What its value is measured in: a share for `within`, seconds for other lengths of time."""
        if self.level is not None:
            return self.level.unit
        return "share" if self.within is not None else "seconds"
