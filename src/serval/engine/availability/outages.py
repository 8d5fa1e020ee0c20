"""Whole outages (中断) of one place: what probes saw and what people recorded, put together.

A pure fold: pieces are sorted and freed of doubles first, so neither the order of arrival nor the number of copies can
change it. Nothing is clipped here to hours, exclusions or periods: that is the account's work, after `shortestOutage`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from serval.engine.spans import Spans, normalise

OutageFrom = Literal["observed", "reported"]


class RecordedOutage(Protocol):
    """A row of recorded outages, as `serval.engine.records.Outage` is one; records know samples, so not the reverse."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int | None: ...
    @property
    def kind(self) -> Literal["down", "degraded"]: ...
    @property
    def detected(self) -> int | None: ...
    @property
    def reported(self) -> int | None: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class WholeOutage:
    """One outage from its first to its last second, `[start, end)`; two of one place never overlap or touch.

    counts_from  the instant from which the agreement counts it: its start, or where outages count from the client's
                 report, the first report made while it lasted; None when nobody reported it
    ongoing      nothing says that it ended: `end` is only the last instant known
    detected     the provider's first notice, never before the start; None where unknown
    reported     the client's first report made while it lasted; None without
    sampled      whether samples, or components, show at least a part of it
    sources      where its recorded rows were read; shown, never judged
    """

    start: int
    end: int
    counts_from: int | None
    ongoing: bool = False
    detected: int | None = None
    reported: int | None = None
    sampled: bool = False
    sources: tuple[str, ...] = field(default=(), compare=False)

    @property
    def length(self) -> int:
        """Seconds that the agreement counts before anything is clipped; 0 when nobody reported it."""
        return 0 if self.counts_from is None else self.end - self.counts_from


class _Piece(NamedTuple):
    """A part of an outage as one source tells it; `notices` and `reports` are instants, in any order."""

    start: int
    end: int
    ongoing: bool
    sampled: bool
    notices: tuple[int, ...] = ()
    reports: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()


def fold_outages(
    seen: Spans,
    recorded: Iterable[RecordedOutage],
    *,
    now: int,
    seen_until: int | None = None,
    degraded_is_down: bool = False,
    outage_from: OutageFrom = "observed",
) -> tuple[WholeOutage, ...]:
    """The whole outages of one place as known at the instant `now`: what evidence reaches to, never a period's end.

    seen        time down that samples show (`list_outages`) or components make (`composite`)
    recorded    outages recorded of this place; degraded ones take part only if `degraded_is_down`
    seen_until  the instant up to which samples speak; time down that reaches it is ongoing. None: `now`

    Pieces that overlap or touch are one outage. A recorded outage without end goes on to `now`, unless one of the same
    kind with the same start says when it ended: then it is that one's first announcement. Of two ends told for one
    start the later stands, as with samples that contradict each other. What lies after `now` is not known yet.
    """
    pieces = [*_seen_pieces(seen, now, now if seen_until is None else min(now, seen_until))]
    pieces += _recorded_pieces((row for row in recorded if degraded_is_down or row.kind == "down"), now)
    return tuple(_join(group, now, outage_from) for group in _touching(pieces))


def list_counted(outages: Iterable[WholeOutage]) -> Spans:
    """The time of all outages that the agreement counts, before anything is clipped: what composites are made of."""
    return normalise((o.counts_from, o.end) for o in outages if o.counts_from is not None)


def _seen_pieces(seen: Spans, now: int, horizon: int) -> Iterator[_Piece]:
    for start, end in seen:
        if start < now:
            yield _Piece(start, min(end, now), ongoing=end >= horizon, sampled=True)


def _recorded_pieces(rows: Iterable[RecordedOutage], now: int) -> Iterator[_Piece]:
    """One piece for each start and kind: its rows are announcements of the same outage."""
    told: defaultdict[tuple[int, str], list[RecordedOutage]] = defaultdict(list)
    for row in rows:
        if row.start < now:
            told[row.start, row.kind].append(row)
    for (start, _), same in told.items():
        end = max((row.end for row in same if row.end is not None), default=None)
        known = now if end is None else min(end, now)
        if start < known:
            yield _Piece(
                start,
                known,
                ongoing=end is None or end > now,
                sampled=False,
                notices=tuple(sorted(row.detected for row in same if row.detected is not None)),
                reports=tuple(sorted(row.reported for row in same if row.reported is not None)),
                sources=tuple(sorted(row.source for row in same if row.source)),
            )


def _touching(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Groups of pieces that overlap or touch, in order of time."""
    group: list[_Piece] = []
    reached = 0
    for piece in sorted(pieces):
        if group and piece.start > reached:
            yield group
            group = []
        reached = max(reached, piece.end) if group else piece.end
        group.append(piece)
    if group:
        yield group


def _join(group: Sequence[_Piece], now: int, outage_from: OutageFrom) -> WholeOutage:
    start, end = group[0].start, max(piece.end for piece in group)
    notices = [at for piece in group for at in piece.notices if at <= now]
    reported = _first_report(start, end, (at for piece in group for at in piece.reports))
    return WholeOutage(
        start,
        end,
        counts_from=start if outage_from == "observed" else reported,
        ongoing=any(piece.ongoing and piece.end == end for piece in group),
        detected=max(start, min(notices)) if notices else None,
        reported=reported,
        sampled=any(piece.sampled for piece in group),
        sources=tuple(sorted({source for piece in group for source in piece.sources})),
    )


def _first_report(start: int, end: int, reports: Iterable[int]) -> int | None:
    """The first report while the outage lasted; one made before it was seen to begin speaks of it from its start."""
    return min((max(start, at) for at in reports if at < end), default=None)
