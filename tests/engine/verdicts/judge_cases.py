"""Judges the golden and the generated cases in a process of its own and prints one digest a line.

    python -m tests.engine.verdicts.judge_cases [--shuffle SEED] [--write]

`--shuffle` hands over items and facts in another order and some facts twice. `--write` renews golden_digests.json:
only together with a new ENGINE_VERSION, or a new release of the zone data.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from random import Random

from serval.engine import ENGINE_VERSION
from serval.engine.canonical import sha256_hex
from serval.engine.evidence import Fact, Item, build_item
from serval.engine.instants import parse_instant
from serval.engine.records import NO_RECORDS, Records
from serval.engine.terms import Agreement, compile_terms, load_terms
from serval.engine.verdicts import Range, judge_items
from serval.engine.zones import TZDATA_VERSION
from tests.engine.verdicts.golden_records import read_records
from tests.engine.verdicts.random_cases import END, build_agreement, build_items, seeded

AGREEMENTS, EVIDENCE_SETS = 50, 20
GOLDEN_CASES = Path(__file__).with_name("golden_cases.json")
GOLDEN_DIGESTS = Path(__file__).with_name("golden_digests.json")


def list_generated(shuffle: Random | None = None) -> Iterator[str]:
    """Digests of a thousand random cases."""
    for seed in range(AGREEMENTS):
        below = seeded(seed)
        agreement = build_agreement(below)
        for _ in range(EVIDENCE_SETS):
            items = build_items(below, agreement)
            now = END - below(3) * 40 * 86_400
            yield _judge(agreement, items, now, shuffle)


def read_golden(shuffle: Random | None = None) -> Iterator[tuple[str, Agreement, list[Item], int, Records]]:
    """Each case that was written by hand: name, terms, items, the instant of judging, and records."""
    for case in json.loads(GOLDEN_CASES.read_text(encoding="utf-8")):
        agreement = compile_terms(load_terms(json.dumps(case["terms"])))
        items = [
            build_item(name, [Fact(parse_instant(at), kind, *rest) for at, kind, *rest in facts])
            for name, facts in case["items"].items()
        ]
        yield case["name"], agreement, items, parse_instant(case["now"]), read_records(case.get("records", {}), shuffle)


def list_golden(shuffle: Random | None = None) -> Iterator[tuple[str, str]]:
    """Name and digest of each of these."""
    for name, agreement, items, now, records in read_golden(shuffle):
        yield name, _judge(agreement, items, now, shuffle, records)


def _judge(
    agreement: Agreement, items: list[Item], now: int, shuffle: Random | None, records: Records = NO_RECORDS
) -> str:
    if shuffle is not None:
        items = [_disorder(item, shuffle) for item in items]
        shuffle.shuffle(items)
    asked = Range(agreement.start, agreement.end, running=True)
    return judge_items(agreement, items, asked, now=now, records=records).digest


def _disorder(item: Item, shuffle: Random) -> Item:
    facts = [fact for fact in item.facts for _ in range(1 + shuffle.randrange(3))]
    shuffle.shuffle(facts)
    return build_item(item.id, facts, pauses_known=item.pauses_known)


def build_digests() -> dict[str, object]:
    """What golden_digests.json holds."""
    return {
        "engine": ENGINE_VERSION,
        "tzdata": TZDATA_VERSION,
        "golden": dict(list_golden()),
        "generated": sha256_hex("\n".join(list_generated()).encode()),
    }


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--shuffle", type=int)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.write:
        GOLDEN_DIGESTS.write_text(json.dumps(build_digests(), indent=2) + "\n", encoding="utf-8")
        return
    shuffle = None if options.shuffle is None else Random(options.shuffle)  # noqa: S311 - only an order
    lines = [f"{name} {found}" for name, found in list_golden(shuffle)] + list(list_generated(shuffle))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
