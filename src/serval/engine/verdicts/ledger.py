"""The ledger (明细账): one row for every item an objective counted, and for every one it did not, with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from serval.engine.canonical import canonical_json
from serval.engine.instants import format_instant

RowOutcome = Literal["met", "breached", "counted", "open", "superseded", "excluded", "bad_data"]

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
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One clock of one item as one objective sees it in one period.

    Instants are UTC seconds; `stopped` and `due` are None where there is none; `provisional` marks a due instant beyond
    the published holiday years. `outcome` is

    met, breached   counted in numerator and denominator, or in the denominator alone
    counted         counted by a mean, a percentile or a number, which have no outcome per item
    open            not certain by the end of the period: carried over
    superseded      left because priority, service, type or client changed
    excluded        left because it was cancelled, merged or found a duplicate
    bad_data        its facts contradict each other

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


class LedgerDigest:
    """SHA-256 over canonical rows in the order of items: equal for equal evidence, however it arrived."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, row: LedgerRow) -> None:
        content = [
            row.item,
            row.objective,
            row.terms_version,
            row.period,
            row.cycle,
            row.started,
            row.stopped,
            row.due,
            row.provisional,
            row.target_seconds,
            row.working_seconds,
            row.paused_seconds,
            row.outcome,
            row.reason,
        ]
        self._hash.update(canonical_json(content) + b"\n")

    def hexdigest(self) -> str:
        return self._hash.hexdigest()
