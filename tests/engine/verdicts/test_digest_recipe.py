"""The recipe of docs/engine/verdict.md, followed with nothing but SHA-256: another party gets the very same digests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from struct import pack
from typing import Any

import numpy as np
import pytest

from serval.engine.evidence import Item
from serval.engine.records import NO_RECORDS, Exclusion, Records, build_records
from serval.engine.verdicts import LedgerRow, Range, Scorecard, judge_items
from serval.engine.verdicts.column_digests import NumberDigest, TextDigest, WordDigest
from tests.engine.verdicts.bench_of_terms import NOW, terms, ticket


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    return sha256(canonical(value)).hexdigest()


def numbers(values: Iterable[int | None]) -> str:
    return sha256(b"".join(pack("<q", -(2**63) if value is None else value) for value in values)).hexdigest()


def texts(values: Sequence[bytes]) -> list[str]:
    return [numbers(map(len, values)), sha256(b"".join(values)).hexdigest()]


def words(values: Sequence[tuple[str, ...]]) -> list[str]:
    known = list(dict.fromkeys(values))
    codes = b"".join(pack("<i", known.index(value)) for value in values)
    return [sha256(codes).hexdigest(), sha256(b"".join(canonical(word) + b"\n" for word in known)).hexdigest()]


def digest_ledger(head: tuple[str, str, str], rows: Sequence[LedgerRow]) -> str:
    columns = ("cycle", "started", "stopped", "due", "provisional")
    seconds = ("target_seconds", "working_seconds", "paused_seconds")
    return digest(
        {
            "objective": head[0],
            "subject": head[1],
            "period": head[2],
            "rows": len(rows),
            "item": texts([row.item.encode() for row in rows]),
            **{name: numbers(getattr(row, name) for row in rows) for name in (*columns, *seconds)},
            "word": words([(row.terms_version, row.outcome, row.reason, row.basis, row.value) for row in rows]),
        }
    )


def digest_evidence(items: Sequence[tuple[Item, int]], excluded: Sequence[list[Any]], rows: Sequence[bytes]) -> str:
    """Items with the number of facts that were seen, in order."""
    facts = [fact for item, count in items for fact in item.facts[:count]]
    return digest(
        {
            "items": len(items),
            "facts": len(facts),
            "excluded": len(excluded),
            "rows": len(rows),
            "item": texts([item.id.encode() for item, _ in items]),
            "pauses_known": numbers(item.pauses_known for item, _ in items),
            "count": numbers(count for _, count in items),
            "at": numbers(fact.at for fact in facts),
            "seq": numbers(fact.seq for fact in facts),
            "word": words([(fact.kind, fact.name, fact.value) for fact in facts]),
            "exclusions": texts([canonical(entry) for entry in excluded]),
            "row": texts(rows),
        }
    )


ITEMS = [
    ticket("工单-1", "02-10 10:00:00", answered="02-10 10:30:00"),
    ticket("工单-2", "02-28 23:50:00", answered="03-02 09:00:00"),
    ticket("工单-3", "02-11 10:00:00", answered="02-11 19:00:00"),
    ticket("工单-4", "02-12 10:00:00"),
]
EXCLUSIONS = (
    Exclusion("force_majeure", "provider", "client", item="工单-3"),
    Exclusion("elsewhere", "provider", "client", item="工单-3"),
    Exclusion("elsewhere", "provider", "", start=5, end=7),
)


def write_exclusion(exclusion: Exclusion) -> list[Any]:
    place = [exclusion.place.service, exclusion.place.instance, exclusion.place.site]
    parts = (exclusion.reason, exclusion.asked_by, exclusion.approved_by, exclusion.item, place)
    return [*parts, exclusion.start, exclusion.end]


def judge(*items: Item, records: Records = NO_RECORDS) -> tuple[Scorecard, list[LedgerRow]]:
    """Under one hour to respond, force majeure excluded; and the ledger."""
    rows: list[LedgerRow] = []
    agreement = terms({"exclude": ["force_majeure"]})
    asked = Range(agreement.start, agreement.end, running=True)
    return judge_items(agreement, items, asked, now=NOW, sink=rows.append, records=records), rows


def test_ledger_and_evidence_of_a_verdict_follow_the_recipe() -> None:
    records = build_records(exclusions=EXCLUSIONS)
    scorecard, rows = judge(*ITEMS, records=records)
    verdict = next(verdict for verdict in scorecard.verdicts if verdict.period.label == "2026-02")
    own = [row for row in rows if row.period == "2026-02"]
    assert {row.outcome for row in own} == {"met", "breached", "excluded", "open"}
    assert verdict.digests["ledger"] == digest_ledger((verdict.objective.id, "", "2026-02"), own)
    seen = [(item, sum(fact.at < verdict.period.end for fact in item.facts)) for item in ITEMS]
    named = [write_exclusion(row) for row in records.exclusions if row.item]
    assert verdict.digests["evidence"] == digest_evidence(seen, [["工单-3", *named]], [])


def test_evidence_of_a_scorecard_follows_the_recipe() -> None:
    records = build_records(exclusions=EXCLUSIONS)
    scorecard, _ = judge(*ITEMS, records=records)
    named = [write_exclusion(row) for row in records.exclusions if row.item]
    rows = [canonical(["Exclusion", *write_exclusion(row)]) + b"\n" for row in records.exclusions]
    told = digest_evidence([(item, len(item.facts)) for item in ITEMS], [["工单-3", *named]], rows)
    assert scorecard.evidence.digest == told


def test_a_ledger_of_a_thousand_rows_follows_the_recipe() -> None:
    items = [ticket(f"I{n:04}", "02-10 10:00:00", answered=f"02-10 10:{n % 60:02}:00") for n in range(1000)]
    scorecard, rows = judge(*items)
    verdict = scorecard.verdicts[1]
    assert verdict.digests["ledger"] == digest_ledger((verdict.objective.id, "", "2026-02"), rows)
    assert verdict.digests["evidence"] == digest_evidence([(item, len(item.facts)) for item in items], [], [])


@pytest.mark.parametrize("cut", [1, 3, 7, 1000])
def test_columns_have_one_digest_however_they_are_cut_by_loop_or_by_array(cut: int) -> None:
    said = [("state", "open"), ("event", "问"), ("state", "open"), ("field", ""), ("event", "问")] * 4
    offered = [("never", "said"), *dict.fromkeys(reversed(said)), ("state", "open")]
    counts = [n * 10**17 - 5 for n in range(len(said))]
    by_loop, by_array, of_numbers, of_texts = WordDigest(), WordDigest(), NumberDigest(), TextDigest()
    for first in range(0, len(said), cut):
        part = said[first : first + cut]
        by_loop.add(part)
        by_array.add_codes(np.array([offered.index(word) for word in part], dtype=np.int32), offered)
        of_numbers.add(counts[first : first + cut])
        of_texts.add([word[1] for word in part])
    assert by_loop.describe() == by_array.describe() == words(said)
    assert of_numbers.describe() == numbers(counts)
    assert of_texts.describe() == texts([word[1].encode() for word in said])


def test_where_one_text_ends_and_the_next_begins_is_part_of_the_digest() -> None:
    one, other = TextDigest(), TextDigest()
    one.add(["ab", "c"])
    other.add(["a", "bc"])
    assert one.describe() != other.describe()
