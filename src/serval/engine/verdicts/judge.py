"""The judge: items in, one scorecard out. A pure function of terms and evidence, whatever order evidence arrived in."""

from __future__ import annotations

from collections.abc import Iterable

from serval.engine.canonical import digest
from serval.engine.clocks.history import read_history
from serval.engine.evidence import Item
from serval.engine.terms.compile import Agreement
from serval.engine.verdicts.bench import Bench
from serval.engine.verdicts.evidence_rows import EvidenceDigest, EvidenceRows
from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.results import EvidenceSummary, Scorecard
from serval.engine.verdicts.scope import Range


class Judge:
    """Takes items in ascending order of their ids, so that evidence larger than memory can pass through.

    asked  which periods to judge · now  the instant up to which the evidence is complete
    """

    def __init__(self, agreement: Agreement, asked: Range, *, now: int, sink: LedgerSink = drop_row) -> None:
        self._agreement = agreement
        self._now = now
        self._benches = [Bench(agreement, objective, asked, now=now, sink=sink) for objective in agreement.objectives]
        self._evidence = EvidenceDigest()
        self._last_id: str | None = None
        self._items = self._facts = self._unmatched = 0
        self._first: int | None = None
        self._last: int | None = None
        self._pauses_known = True

    def take(self, item: Item) -> None:
        """Judge one item for every objective. Raises ValueError when items come out of order or twice."""
        if self._last_id is not None and item.id <= self._last_id:
            raise ValueError(f"items out of order: {self._last_id!r} before {item.id!r}")
        self._last_id = item.id
        rows = EvidenceRows(item, until=self._now)
        self._evidence.add(rows.write_all())
        self._note(item)
        if not item.facts or item.facts[0].at > self._now:
            self._unmatched += 1
            return
        history = read_history(item, until=self._now)
        claimed = [bench.take(history, rows) for bench in self._benches]
        if not any(claimed):
            self._unmatched += 1

    def _note(self, item: Item) -> None:
        self._items += 1
        self._facts += len(item.facts)
        self._pauses_known = self._pauses_known and item.pauses_known
        if item.facts:
            first, last = item.facts[0].at, item.facts[-1].at
            self._first = first if self._first is None else min(self._first, first)
            self._last = last if self._last is None else max(self._last, last)

    def finish(self) -> Scorecard:
        """The scorecard of all items taken."""
        evidence = EvidenceSummary(
            items=self._items,
            facts=self._facts,
            first=self._first,
            last=self._last,
            unmatched=self._unmatched,
            not_covered=sum(bench.not_covered for bench in self._benches),
            outside_periods=sum(bench.outside_periods for bench in self._benches),
            pauses_known=self._pauses_known,
            digest=self._evidence.hexdigest(),
        )
        verdicts = tuple(
            tally.give_verdict(self._agreement, as_of=self._now) for bench in self._benches for tally in bench.tallies
        )
        return Scorecard(
            agreement=self._agreement,
            as_of=self._now,
            verdicts=verdicts,
            evidence=evidence,
            later=tuple((bench.objective.id, period) for bench in self._benches for period in bench.later),
            digest=digest([verdict.digest for verdict in verdicts]),
        )


def judge_items(
    agreement: Agreement, items: Iterable[Item], asked: Range, *, now: int, sink: LedgerSink = drop_row
) -> Scorecard:
    """Judge items that fit into memory, in whatever order they come."""
    judge = Judge(agreement, asked, now=now, sink=sink)
    for item in sorted(items, key=lambda item: item.id):
        judge.take(item)
    return judge.finish()
