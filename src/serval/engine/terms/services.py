"""The shapes of services and of measured figures in a terms document."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from serval.engine.documents import DocumentModel
from serval.engine.terms.names import Label, Name
from serval.engine.terms.values import DateField, Text


class Redundancy(DocumentModel):
    """Several services of which so many must be up: `atLeast: 1` is plain redundancy."""

    at_least: Annotated[int, Field(strict=True, ge=1)]
    of: Annotated[tuple[Label, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _can_be_held(self) -> Self:
        if self.at_least > len(self.of) or len(set(self.of)) != len(self.of):
            raise PydanticCustomError("terms.redundancy", "redundancy", {"wanted": self.at_least, "of": len(self.of)})
        return self


Dependency = Annotated[
    Annotated[Label, Tag("<service>")] | Annotated[Redundancy, Tag("<redundancy>")],
    Discriminator(lambda value: "<service>" if isinstance(value, str) else "<redundancy>"),
]


class Service(DocumentModel):
    """One service the promises speak of.

    depends      what it cannot do without: services (in series), or groups of which some must be up
    from, until  first and last day on which it is provided, where these differ from the agreement's
    """

    criticality: Name | None = None
    depends: tuple[Dependency, ...] = ()
    from_: Annotated[DateField | None, Field(alias="from")] = None
    until: DateField | None = None

    def list_needed(self) -> list[str]:
        """Names of all services it depends on, one by one."""
        return [name for entry in self.depends for name in ([entry] if isinstance(entry, str) else entry.of)]


class Measure(DocumentModel):
    """A figure that comes typed or imported (量测值): hotline answer rate, patrols done.

    combine  how several values of one period become one; figures given as good of total are pooled without it
    """

    says: Text | None = None
    unit: Literal["percent", "number"]
    evidence: Literal["required", "optional"] = "optional"
    combine: Literal["sum", "mean", "latest", "worst"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _needs_no_sum_of_percentages(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("unit") == "percent" and value.get("combine") == "sum":
            raise PydanticCustomError("terms.pointless", "measure", {"key": "combine: sum"})
        return value
