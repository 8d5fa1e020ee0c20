"""YAML and JSON texts: read as they are written, refused with a place, bounded in what they cost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from serval.engine import documents
from serval.engine.documents import MAX_CHARACTERS, read_document
from serval.engine.errors import TermsError


def refusal(text: str) -> tuple[str, int, int]:
    with pytest.raises(TermsError) as refused:
        read_document(text, source="terms.yaml")
    assert refused.value.source == "terms.yaml"
    problem = refused.value.problems[0]
    return problem.code, problem.line, problem.column


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("on", "on"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("7", 7),
        ("-7", -7),
        ("007", "007"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("+5", "+5"),
        ("9" * 19, "9" * 19),
        ("9" * 5000, "9" * 5000),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("-.INF", float("-inf")),
        ("09:00", "09:00"),
        ("2026-02-28", "2026-02-28"),
        ("2026-02-30", "2026-02-30"),
        ("'2026-02-28'", "2026-02-28"),
        ('"true"', "true"),
        ("!!str 5", "5"),
        ("=", "="),
        ("上班", "上班"),
    ],
)
def test_a_scalar_is_what_is_written(written: str, read: Any) -> None:
    assert read_document(f"key: {written}\n").data == {"key": read}


def test_not_a_number_is_a_number_that_no_text_field_takes() -> None:
    value = read_document("key: .nan\n").data["key"]
    assert value != value


def test_an_old_dialect_changes_no_value() -> None:
    assert read_document("%YAML 1.1\n---\nkey: no\ntime: 9:30\n").data == {"key": "no", "time": "9:30"}


def test_keys_are_text_however_they_are_written() -> None:
    assert read_document("1: a\ntrue: b\n2026-01-01: c\n1.0: d\n").data == {
        "1": "a",
        "true": "b",
        "2026-01-01": "c",
        "1.0": "d",
    }


def test_json_is_read_with_its_places() -> None:
    text = json.dumps({"a": {"b": [1, "x"]}, "笑": "😀"}, indent=1)
    document = read_document(text)
    assert document.data == json.loads(text)
    assert document.find_position(("a", "b", 1)) == (5, 4)


def test_a_byte_order_mark_is_no_content() -> None:
    assert read_document("\ufeffkey: 1\n").data == {"key": 1}


def test_windows_line_ends_keep_their_lines() -> None:
    assert read_document("a: 1\r\nb:\r\n  c: 2\r\n").find_position(("b", "c")) == (3, 6)


def test_merged_mappings_lend_what_is_not_said() -> None:
    text = "base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\nown:\n  <<: [*base, *more]\n  a: 9\n"
    assert read_document(text).data["own"] == {"a": 9, "b": 2, "c": 4}


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert read_document('"<<": 1\n').data == {"<<": 1}


def test_values_and_keys_have_their_own_places() -> None:
    document = read_document("one:\n  - two: 3\n    four: five\n")
    assert document.find_position(("one", 0, "four")) == (3, 11)
    assert document.find_key_position(("one", 0, "four")) == (3, 5)
    assert document.find_position(("one", 0, "six")) == (2, 5)
    assert document.find_position(("one",)) == (2, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("document.empty", 0, 0)),
        ("# nothing\n", ("document.empty", 0, 0)),
        ("---\n...\n", ("document.empty", 0, 0)),
        ("a: [1, 2\nb: 3\n", ("document.syntax", 2, 2)),
        ("a: 'open\n", ("document.syntax", 2, 1)),
        ("a: 1\n\tb: 2\n", ("document.syntax", 2, 1)),
        ("a: b: c\n", ("document.syntax", 1, 5)),
        ("a: 1\nb: \x00\n", ("document.syntax", 2, 4)),
        ("a: 1\n---\nb: 2\n", ("document.syntax", 2, 1)),
        ("a: *nobody\n", ("document.syntax", 1, 4)),
        ("a: !!python/object:os.system x\n", ("document.syntax", 1, 4)),
        ("a: !secret [1]\n", ("document.syntax", 1, 4)),
        ("a: !!set {b, c}\n", ("document.syntax", 1, 4)),
        ("? [a, b]\n: c\n", ("document.syntax", 1, 3)),
        ("{: 1}\n", ("document.syntax", 1, 3)),
        ("<<: 5\n", ("document.syntax", 1, 5)),
        ('{"a": "\\ud800"}', ("document.syntax", 1, 7)),
        ("a: 1\nb: 2\na: 3\n", ("document.duplicate_key", 3, 1)),
        ('{"a": {"b": 1, "b": 1}}', ("document.duplicate_key", 1, 16)),
        ("1: a\n'1': b\n", ("document.duplicate_key", 2, 1)),
        ("[" * 50, ("document.too_large", 1, 41)),
        ("- " * 5000, ("document.too_large", 1, 81)),
        ("{a: " * 50, ("document.too_large", 1, 161)),
        ("a: &a [*a]\n", ("document.too_large", 1, 4)),
        ("a: " + "x" * MAX_CHARACTERS, ("document.too_large", 0, 0)),
    ],
)
def test_a_text_that_is_no_document_is_refused_with_its_place(text: str, expected: tuple[str, int, int]) -> None:
    assert refusal(text) == expected


def test_a_small_file_cannot_unfold_into_a_huge_one() -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert refusal("\n".join(layers))[0] == "document.too_large"
    assert read_document("\n".join(layers[:3])).data["a2"][9][9][9] == "x"


def test_merges_of_merges_cannot_multiply() -> None:
    layers = ["a0: &a0 {k: 1}"]
    layers += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 30)]
    assert read_document("\n".join(layers)).data["a29"] == {"k": 1}


def test_a_document_of_two_megabytes_is_refused_unread() -> None:
    assert refusal("- item\n" * 300_000) == ("document.too_large", 0, 0)


def test_as_many_values_as_allowed_are_read_and_not_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_NODES", 50)
    assert len(read_document("[" + "0," * 49 + "]").data) == 49
    assert refusal("[" + "0," * 50 + "]") == ("document.too_large", 1, 100)
