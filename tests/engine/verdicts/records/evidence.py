"""Records in a few words, and a promise on them judged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from serval.engine.availability.samples import SampleCollector, Samples
from serval.engine.places import Place
from serval.engine.records import Exclusion, Outage, Records, build_records
from serval.engine.terms import Agreement
from serval.engine.verdicts import LedgerRow, Range, Scorecard, Verdict, judge_items
from tests.engine.verdicts.bench_of_terms import NOW, at, objective, terms

CORE = Place("core")


def promise(**changes: Any) -> dict[str, Any]:
    """99.9 % of each month for the service core."""
    usual = {"id": "up", "metric": "availability", "where": {"service": "core"}, "target": {"atLeast": "99.9%"}}
    return objective(**{**usual, **changes})


def agree(*promises: dict[str, Any], **changes: Any) -> Agreement:
    return terms(*(promises or (promise(),)), **changes)


def down(start: str, end: str | None, place: Place = CORE, **more: Any) -> Outage:
    notices = {key: at(more.pop(key)) for key in ("detected", "reported") if key in more}
    return Outage(place, at(start), None if end is None else at(end), **notices, **more)


def excluded(
    start: str, end: str | None, place: Place = CORE, *, by: str = "client", why: str = "maintenance"
) -> Exclusion:
    return Exclusion(why, "provider", by, place=place, start=at(start), end=None if end is None else at(end))


def samples(*seen: tuple[Any, ...], place: Place = CORE) -> Samples:
    """`(moment, status)` or `(moment, status, good, total)`; a moment is text or an instant."""
    return sampled({place: seen})


def sampled(places: dict[Place, Iterable[tuple[Any, ...]]]) -> Samples:
    collector = SampleCollector()
    for place, seen in places.items():
        for moment, status, *requests in seen:
            good, total = requests or (0, 0)
            collector.add(place, at(moment) if isinstance(moment, str) else moment, status, good=good, total=total)
    return collector.build()


def every(step: int, start: str, end: str, status: str = "up") -> list[tuple[int, str]]:
    """Samples of one state every so many seconds, from start to before end."""
    return [(moment, status) for moment in range(at(start), at(end), step)]


def known(**rows: Any) -> Records:
    """Records of which the outages are all there were."""
    return build_records(**{"complete": ["outages"], **rows})


def score(agreement: Agreement, records: Records, *, now: int = NOW) -> Scorecard:
    return judge_items(agreement, (), Range(agreement.start, agreement.end, running=True), now=now, records=records)


def judged(
    agreement: Agreement, records: Records, period: str = "2026-02", *, subject: str = "", now: int = NOW, of: str = ""
) -> Verdict:
    """The verdict on one period and subject, of the first promise or the one named."""
    found = score(agreement, records, now=now).verdicts
    wanted = of or agreement.courses[0].id
    return next(v for v in found if (v.objective.id, v.period.label, v.subject) == (wanted, period, subject))


def told(agreement: Agreement, records: Records, period: str = "", *, now: int = NOW) -> list[LedgerRow]:
    """The ledger, or its rows of one period."""
    rows: list[LedgerRow] = []
    asked = Range(agreement.start, agreement.end, running=True)
    judge_items(agreement, (), asked, now=now, records=records, sink=rows.append)
    return [row for row in rows if period in ("", row.period)]


def lost(verdict: Verdict) -> tuple[int, int, int]:
    """Seconds excluded, down and unknown."""
    assert verdict.account is not None
    return verdict.account.excluded, verdict.account.down, verdict.account.unknown


def outcome(verdict: Verdict) -> tuple[str, str]:
    return verdict.outcome, verdict.reason
