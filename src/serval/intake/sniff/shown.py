"""A row as a proposal reads it."""

from __future__ import annotations

from dataclasses import dataclass

from serval.engine.errors import Problem


@dataclass(frozen=True)
class SampleRow:
    """One row as the proposal reads it: either what it says, or the problem it has.

    item    the ticket; of records the service or id
    at      UTC seconds: when the row happened (events, records) or the ticket last changed (snapshot)
    stamps  further events and their instants · fields  values after translation, missing ones left out
    """

    number: int
    item: str = ""
    at: int | None = None
    raw_state: str = ""
    meaning: str = ""
    stamps: tuple[tuple[str, int], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    problem: Problem | None = None
