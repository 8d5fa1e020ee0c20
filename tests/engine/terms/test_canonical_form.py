"""One meaning has one canonical form and one digest; another meaning has another."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serval.engine.calendars.spec import HolidaySet
from serval.engine.documents import read_document
from serval.engine.errors import Problem, TermsError
from serval.engine.terms import compile_terms, load_terms, terms_digest
from serval.engine.terms.load import canonical_terms
from serval.engine.terms.model import Terms
from tests.engine.terms.sample_terms import SAMPLE, spoil

DIGEST = terms_digest(load_terms(SAMPLE))


def digest_of(text: str) -> str:
    return terms_digest(load_terms(text))


def test_the_canonical_form_says_the_same_terms() -> None:
    terms = load_terms(SAMPLE)
    again = load_terms(json.dumps(canonical_terms(terms)))
    assert again == terms
    assert canonical_terms(again) == canonical_terms(terms)
    assert terms_digest(again) == DIGEST


def test_percentiles_are_written_as_they_are_read() -> None:
    targets = [objective["target"] for objective in canonical_terms(load_terms(SAMPLE))["objectives"]]
    assert targets[2:4] == [{"method": "linear", "p90": "4h"}, {"p99.9": "1h30m"}]


def test_one_stop_is_written_short_and_several_in_one_order() -> None:
    several = SAMPLE.replace("stop: first_response", "stop: [resolved, first_response, resolved]")
    assert several != SAMPLE
    assert canonical_terms(load_terms(several))["clocks"]["response"]["stop"] == ["first_response", "resolved"]
    assert digest_of(SAMPLE.replace("stop: first_response", "stop: [first_response]")) == DIGEST


def reorder(value: Any, order: Random) -> Any:
    """The same data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: reorder(value[key], order) for key in keys}
    return [reorder(entry, order) for entry in value] if isinstance(value, list) else value


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.integers(0, 8))
def test_layout_and_key_order_change_no_digest(order: Random, indent: int) -> None:
    data = reorder(read_document(SAMPLE).data, order)
    assert digest_of(json.dumps(data, indent=indent or None, ensure_ascii=bool(indent % 2))) == DIGEST


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# An agreement for tests\n", "\n\n# Other words\n"),
        ("parties:", "parties:   # who\n "),
        ("provider: yunhai", '"provider": "yunhai"'),
        ("within: 15m", "within: 900s"),
        ("within: 15m", "within: 0h15m"),
        ("share: 95%", "share: 95.0%"),
        ("share: 95%", "share: 095 %"),
        ("p90: 4h", "p90.0: 240m"),
        ("from: 2026-01-01", 'from: "2026-01-01"'),
        ("priority: [1, urgent]", 'priority: [urgent, "1", urgent]'),
        ("type: incident", "type: [incident]"),
        ("warn: [75%, 90%]", "warn: [90%, 75%, 90%]"),
        ("pause: [waiting_client]", "pause: [waiting_client, waiting_client]"),
        ("mon-fri: [", '"mon, tue-fri": ['),
        ("22:00-02:00", "22:00-2:00:00"),
        ('"09:00-12:00", "13:00-18:00"', '"13:00 - 18:00", "9:00–12:00:00"'),
        ("22:00-02:00", "22:00至02:00"),
        ("closed: [2026-12-31, {", "closed: [{on: 2026-12-31}, {"),
        ("period: rolling 30d", "period: rolling  30d"),
        ("{id: mean,", "{id: mean, partial: judge, minimum: 1, noData: neutral, where: {}, warn: [], source: '',"),
        ("target: {mean: 1h30m}", "target: {mean: 1h30m, tolerate: 0, method: nearest-rank, share: null}"),
        ("{always: true}", "{always: true, timezone: Asia/Shanghai, weekly: {}, closed: [], open: []}"),
        ("00:00-24:00", "0:00-24:00:00"),
        ('"00:00-24:00"]}, holidays: CN}', '"00:00-24:00"]}, holidays: CN, makeup: tue, always: false}'),
        ("stop: first_response,", "stop: first_response, pause: [], repeat: false, reopen: ~,"),
        ("off: [2026-10-01]", "off: [2026-10-01, 2026-10-01]"),
    ],
)
def test_another_way_to_write_the_same_changes_no_digest(old: str, new: str) -> None:
    assert digest_of(spoil(old, new)) == DIGEST


def test_aliases_are_only_another_way_to_write() -> None:
    text = spoil("mon-fri: [", "wed-fri: &day [", spoil(' sat: ["22', ' "mon, tue": *day, sat: ["22'))
    assert digest_of(text) == DIGEST


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("number: SLA-2026-001", "number: SLA-2026-002"),
        ("type: ola", "type: uc"),
        ("zh: 核心系统,", "zh: 门户,"),
        ("provider: yunhai", "provider: other"),
        ("from: 2026-01-01", "from: 2026-01-02"),
        ("timezone: Asia/Shanghai}", "timezone: Asia/Taipei}"),
        ("criticality: critical", "criticality: high"),
        ("timezone: Asia/Tokyo", "timezone: Asia/Seoul"),
        ("22:00-02:00", "22:00-02:00:01"),
        ("region: CN, source", "region: HK, source"),
        ("off: [2026-10-01]", "off: [2026-10-02]"),
        ("years: [2026, 2026]", "years: [2025, 2026]"),
        ("makeup: tue", "makeup: wed"),
        ("    makeup: tue\n", ""),
        ("closed: [2026-12-31, {", "closed: [{"),
        ("12:00-14:00", "12:00-14:01"),
        ("open: [{on: 2026-10-11", "open: [{on: 2026-10-17"),
        (", holidays: CN}", "}"),
        ("ignore: [automatic_reply]", "ignore: []"),
        ("pause: [waiting_client]", "pause: [waiting_supplier]"),
        ("reopen: resume", "reopen: restart"),
        ("settle: 5wd", "settle: 5d"),
        (", settle: 5wd", ""),
        (", repeat: true", ""),
        ("metric: clock.response", "metric: clock.resolution"),
        ("type: incident,", ""),
        ("[1, urgent]", "[1]"),
        ("within: 15m", "within: 16m"),
        ("share: 95%", "share: 95.000000000001%"),
        ("share: 95%, tolerate: 1", "share: 95%"),
        ("calendar: always", "calendar: office"),
        ("period: month\n", "period: quarter\n"),
        ("partial: merge", "partial: skip"),
        ("minimum: 5", "minimum: 6"),
        ("noData: breach", "noData: neutral"),
        ("warn: [75%, 90%]", "warn: [75%]"),
        ('source: "§4.1"', 'source: "§4.2"'),
        ("p90: 4h", "p91: 4h"),
        ("p90: 4h, method: linear", "p90: 4h"),
        ("{median: 30m}", "{mean: 30m}"),
        ("atMost: 3", "atLeast: 3"),
        ("rolling 30d", "rolling 31d"),
        ("reclassified: restart", "reclassified: from_change"),
    ],
)
def test_another_meaning_changes_the_digest(old: str, new: str) -> None:
    assert digest_of(spoil(old, new)) != DIGEST


PIECES = [
    *"{}[]:,#&*!|>'\"%@`?-~\n\t 0",
    "null", "true", "no", "-1", "1.5", ".nan", "2026-02-30", "24:00-25:00", "<<", "!!set", "---", "...",
    "\x00", "\u2028", "\ufeff", "\U0001f600", '"\\ud800"', "9" * 5000, "percentile", "p0", "<region>", "[]", "{}",
]  # fmt: skip
WORDS = [found.span() for found in re.finditer(r"[\w.%:/-]+", SAMPLE)]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The sample with a few of its words, characters or lines cut, doubled, swapped or replaced."""
    text = SAMPLE
    for _ in range(draw(st.integers(1, 3))):
        piece = draw(st.sampled_from(PIECES))
        if draw(st.booleans()):
            begin, end = draw(st.sampled_from(WORDS))
        else:
            begin = draw(st.integers(0, len(text)))
            end = begin + draw(st.integers(0, 15))
        text = text[:begin] + draw(st.sampled_from([piece, "", piece + text[begin:end]])) + text[end:]
    return text


@settings(max_examples=250)
@given(mutated())
def test_a_spoiled_document_is_terms_or_a_named_refusal(text: str) -> None:
    terms, problems = read(text)
    if terms is None:
        assert problems
        assert all(problem.line and problem.column for problem in problems)
        return
    assert load_terms(json.dumps(canonical_terms(terms))) == terms
    named = {calendar.holidays for calendar in terms.calendars.values() if isinstance(calendar.holidays, str)}
    holidays = {region: HolidaySet(region, "gazette", 1900, 2999) for region in named}
    assert compile_terms(terms, holidays).digest == terms_digest(terms)


def read(text: str) -> tuple[Terms | None, tuple[Problem, ...]]:
    try:
        return load_terms(text), ()
    except TermsError as error:
        return None, error.problems
