"""The ledger (明细账): one row for every item an objective counted, and for every one it did not, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from serval.engine.instants import format_instant

RowOutcome = Literal[
    "met", "breached", "counted", "uncounted", "open", "superseded", "excluded", "bad_data", "late", "unknown"
]

COUNTED = frozenset({"met", "breached", "counted"})

LEDGER_COLUMNS = (
    "item",
    "objective",
    "terms_version",
    "started",
    "stopped",
    "due",
    "working_seconds",
    "paused_seconds",
    "outcome",
    "reason",
    "period",
    "cycle",
    "target_seconds",
    "provisional",
    "source",
    "subject",
    "basis",
    "value",
)

LEDGER_NUMBERS = (
    "cycle",
    "started",
    "stopped",
    "due",
    "provisional",
    "target_seconds",
    "working_seconds",
    "paused_seconds",
)
"""Columns of whole numbers, in the order in which they are digested."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One clock, interval or record as one objective sees it in one period.

    item     the ticket, the service or place that was down, or the record
    Instants are UTC seconds; `stopped` and `due` are None where there is none; `provisional` marks a due instant beyond
    the published holiday years. `outcome` is

    met, breached   counted in numerator and denominator, or in the denominator alone
    counted         counted by a mean, a percentile, a number or an availability, which have no outcome per row
    uncounted       looked at and left out, such as an outage too short to count
    open            not certain by the end of the period: carried over
    superseded      left because priority, service, type, client or the terms changed
    excluded        left because it was cancelled, merged, found a duplicate or excluded with approval
    bad_data        its facts contradict each other
    late            breached in an earlier period and running on: counted there, charged for its hours here
    unknown         time of which nothing is known

    working_seconds  of a clock: used; of an outage: counted as down · paused_seconds  taken out by pauses or exclusions
    subject          the service, instance or site whose verdict it belongs to; empty where there is one verdict
    basis            what set the target where the objective alone did not: `extension`, or the objectives of one `pick`
                     that this one won over
    value            the exact figure of a measure or an answer
    `source` names the evidence that decided; it is shown and never digested, since row numbers are not evidence.
    """

    item: str
    objective: str
    terms_version: str
    period: str
    cycle: int
    started: int
    stopped: int | None
    due: int | None
    provisional: bool
    target_seconds: int
    working_seconds: int
    paused_seconds: int
    outcome: RowOutcome
    reason: str
    source: str = ""
    subject: str = ""
    basis: str = ""
    value: str = ""

    def as_record(self) -> dict[str, Any]:
        """The row in the order and notation of the ledger file."""
        instants = {name: _text(getattr(self, name)) for name in ("started", "stopped", "due")}
        return {name: instants.get(name, getattr(self, name)) for name in LEDGER_COLUMNS}


LedgerSink = Callable[[LedgerRow], None]
"""Takes each row as it is judged, so that a ledger can be written without being held."""


def drop_row(row: LedgerRow) -> None:
    """The sink of whoever needs no ledger; rows are tallied either way."""


def _text(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)
