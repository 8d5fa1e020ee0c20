"""Instants: whole UTC seconds since 1970, and the only two doors between them and datetimes.

Everything inside the engine counts in integers, so that no zone, no sub-second and no daylight saving can slip
into arithmetic (Python subtracts datetimes of one zone by wall clock).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from serval.engine.errors import EvidenceError, Problem

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_SECOND = timedelta(seconds=1)

FIRST_INSTANT = -62_135_596_800  # 0001-01-01T00:00:00Z
LAST_INSTANT = 253_402_300_799  # 9999-12-31T23:59:59Z


def to_instant(moment: datetime) -> int:
    """Seconds since 1970 of an aware datetime; sub-seconds are cut off (towards the past).

    Raises EvidenceError `instant.naive` for a datetime without zone: a zone is never guessed.
    """
    try:
        since = moment - EPOCH
    except TypeError:
        raise EvidenceError(Problem("instant.naive", {"value": moment.isoformat()})) from None
    return since.days * 86_400 + since.seconds


def to_datetime(instant: int) -> datetime:
    """The aware UTC datetime of an instant."""
    return EPOCH + timedelta(0, instant)


def parse_instant(text: str) -> int:
    """An ISO 8601 instant with offset (`2026-05-04T09:00:00+08:00` or `…Z`) in seconds since 1970.

    Raises EvidenceError `instant.unreadable` or, without offset, `instant.naive`.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise EvidenceError(Problem("instant.unreadable", {"value": text})) from None
    return to_instant(moment)


def format_instant(instant: int) -> str:
    """ISO 8601 in UTC with a trailing Z: the canonical form in digests and files."""
    return to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%SZ")
