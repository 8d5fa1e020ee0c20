"""The judge: items in, one scorecard out. A pure function of terms and evidence, whatever order evidence arrived in."""

from __future__ import annotations

from collections.abc import Iterable

from serval.engine.canonical import digest
from serval.engine.clocks.history import read_history
from serval.engine.consequences.judged import Meter, keeps_causes, list_meters
from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Exclusion, Records
from serval.engine.terms.compile import Agreement
from serval.engine.terms.metrics import ITEM_KINDS
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.evidence_rows import EvidenceDigest, EvidenceRows, count_records, write_records
from serval.engine.verdicts.ledger import LedgerSink, drop_row
from serval.engine.verdicts.record_benches import open_record_bench
from serval.engine.verdicts.results import EvidenceSummary, Scorecard, Verdict
from serval.engine.verdicts.scope import Range
from serval.engine.verdicts.subjects import ItemBenches
from serval.engine.verdicts.worst_rows import MOST_BREACHING


class Judge:
    """Takes items in ascending order of their ids, so that evidence larger than memory can pass through.

    asked  which periods to judge · now  the instant up to which the evidence is complete
    records  all evidence that is no ticket
    held_breaches  how many breaching rows each verdict holds
    """

    held_breaches = MOST_BREACHING

    def __init__(
        self,
        agreement: Agreement,
        asked: Range,
        *,
        now: int,
        sink: LedgerSink = drop_row,
        records: Records = NO_RECORDS,
    ) -> None:
        self._agreement = agreement
        self._now = now
        self._records = records
        bounds = Bounds(
            agreement, asked, now, sink, _list_all_meters(agreement), _list_all_causes(agreement), self.held_breaches
        )
        self._benches = [
            ItemBenches(bounds, course) if course.latest.kind in ITEM_KINDS else open_record_bench(bounds, course)
            for course in agreement.courses
        ]
        self._item_benches = [bench for bench in self._benches if isinstance(bench, ItemBenches)]
        self._exclusions: dict[str, list[Exclusion]] = {}
        for exclusion in records.exclusions:
            if exclusion.item:
                self._exclusions.setdefault(exclusion.item, []).append(exclusion)
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
        rows = EvidenceRows(item, until=self._now, exclusions=self._exclusions.get(item.id, ()))
        self._evidence.add_item(rows, len(item.facts))
        self._note(item)
        if not item.facts or item.facts[0].at > self._now:
            self._unmatched += 1
            return
        history = read_history(item, until=self._now)
        claimed = [bench.take(history, rows) for bench in self._item_benches]
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
        """The scorecard of all items taken, and of the records."""
        for row in write_records(self._records):
            self._evidence.add_row(row)
        evidence = EvidenceSummary(
            items=self._items,
            facts=self._facts,
            first=self._first,
            last=self._last,
            unmatched=self._unmatched,
            not_covered=sum(bench.not_covered for bench in self._item_benches),
            outside_periods=sum(bench.outside_periods for bench in self._item_benches),
            pauses_known=self._pauses_known,
            digest=self._evidence.hexdigest(),
            samples=self._records.samples.count,
            records=count_records(self._records),
        )
        found: list[Verdict] = []
        for bench in self._benches:
            found += bench.list_verdicts() if isinstance(bench, ItemBenches) else bench.list_verdicts(self._records)
        verdicts = tuple(found)
        return Scorecard(
            agreement=self._agreement,
            as_of=self._now,
            verdicts=verdicts,
            evidence=evidence,
            later=tuple((bench.course.id, period) for bench in self._benches for period in bench.later),
            digest=digest([verdict.digest for verdict in verdicts]),
        )


def _list_all_meters(agreement: Agreement) -> dict[str, frozenset[Meter]]:
    """What the consequences of any version need to be summed, by objective."""
    meters: dict[str, frozenset[Meter]] = {}
    for version in agreement.versions:
        for objective in version.objectives if version.terms.consequences else ():
            needed = list_meters(version.terms.consequences, objective.base) if version.terms.consequences else set()
            meters[objective.base] = meters.get(objective.base, frozenset()) | needed
    return meters


def _list_all_causes(agreement: Agreement) -> frozenset[str]:
    return frozenset(
        objective.base
        for version in agreement.versions
        for objective in version.objectives
        if version.terms.consequences is not None and keeps_causes(version.terms.consequences, objective.base)
    )


def judge_items(
    agreement: Agreement,
    items: Iterable[Item],
    asked: Range,
    *,
    now: int,
    sink: LedgerSink = drop_row,
    records: Records = NO_RECORDS,
) -> Scorecard:
    """Judge items that fit into memory, in whatever order they come."""
    judge = Judge(agreement, asked, now=now, sink=sink, records=records)
    for item in sorted(items, key=lambda item: item.id):
        judge.take(item)
    return judge.finish()
