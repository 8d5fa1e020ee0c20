"""The head of a sealed file: what cannot be meant is refused, and nobody changes it unseen."""

from __future__ import annotations

import pytest

from serval.engine.canonical import sha256_hex
from serval.intake.errors import IntakeError
from serval.intake.evidence import IntakeReport
from serval.intake.sealed.head import HEAD_DIGEST_KEY, HEAD_KEY, parse_head, write_head

AT = 1_777_856_400
REPORT = IntakeReport(rows=9, items=3, rows_per_file={"log.csv": 9}, first=AT, last=AT + 5)


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ('{"format":"serval/v2","kind":"facts","reports":[]}', "sealed.format", None),
        ('{"kind":"rumours","reports":[]}', "sealed.head", "kind"),
        ('{"kind":"facts"}', "sealed.head", "reports"),
        ('{"kind":"facts","reports":[{"rows":"many"}]}', "sealed.head", "0.rows"),
        ('{"kind":"facts","reports":[{"first":1,"last":99999999999999}]}', "sealed.head", "first"),
        ('{"kind":"facts","reports":[],"earliest":5,"latest":4}', "sealed.head", "earliest"),
        ('{"kind":"facts","reports":[],"earliest":5}', "sealed.head", "earliest"),
        ('{"kind":"facts","reports":[{"contradictions":[{"code":"x"}]}]}', "sealed.head", "contradictions"),
        ("[" * 100_000, "sealed.head", HEAD_KEY),
        ("no json", "sealed.head", HEAD_KEY),
        ("[1]", "sealed.head", ""),
        ("", "sealed.head", HEAD_KEY),
    ],
)
def test_a_head_that_cannot_be_meant_is_refused(text: str, code: str, key: str | None) -> None:
    metadata = {HEAD_KEY.encode(): text.encode(), HEAD_DIGEST_KEY.encode(): sha256_hex(text.encode()).encode()}
    with pytest.raises(IntakeError) as caught:
        parse_head(metadata).list_reports(IntakeReport)
    assert (caught.value.code, caught.value.problems[0].data.get("key")) == (code, key)


def test_a_head_that_was_changed_is_refused() -> None:
    written = write_head("facts", [REPORT], earliest=AT, latest=AT + 5)
    metadata = {key.encode(): value.encode() for key, value in written.items()}
    assert parse_head(metadata).latest == AT + 5
    text = metadata[HEAD_KEY.encode()]
    changed = {**metadata, HEAD_KEY.encode(): text.replace(str(AT + 5).encode(), str(AT + 6).encode())}
    assert changed != metadata
    with pytest.raises(IntakeError) as caught:
        parse_head(changed)
    assert caught.value.problems[0].data == {"key": HEAD_DIGEST_KEY}


def test_a_head_of_another_year_may_know_more() -> None:
    text = write_head("facts", [REPORT], earliest=AT, latest=AT)[HEAD_KEY].replace('"rows"', '"mood":"good","rows"')
    digest = sha256_hex(text.encode()).encode()
    known = parse_head({HEAD_KEY.encode(): text.encode(), HEAD_DIGEST_KEY.encode(): digest})
    assert known.list_reports(IntakeReport) == (REPORT,)
