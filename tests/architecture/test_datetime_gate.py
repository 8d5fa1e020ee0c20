"""The gate against arithmetic on datetimes: what it sees, and what it must leave alone."""

from __future__ import annotations

import textwrap

import pytest

from tests.architecture.scratch import REPOSITORY
from tools.gates.datetimes import ALLOWED, check_datetimes
from tools.gates.sources import Source

IMPORTS = "import datetime as dt\nfrom datetime import UTC, date, datetime, timedelta\n"

REFUSED = {
    "a parameter minus a parameter": "def f(a: datetime, b: datetime): return a - b",
    "an unknown minus a datetime": "def f(a, b: datetime): return a - b",
    "a datetime minus an unknown": "def f(a: datetime, b): return a - b",
    "plus timedelta()": "def f(a): return a + timedelta(hours=1)",
    "minus timedelta()": "def f(a): return a - timedelta(hours=1)",
    "timedelta() in front": "def f(a): return timedelta(hours=1) + a",
    "through the module": "def f(a): return a + dt.timedelta(hours=1)",
    "under another name": "from datetime import timedelta as span\ndef f(a): return a + span(1)",
    "plus a parameter": "def f(a, grace: timedelta): return a + grace",
    "an optional datetime": "def f(a: datetime | None, b): return a - b",
    "a quoted annotation": "def f(a: 'datetime', b): return a - b",
    "an assigned name": "def f(a):\n    grace = timedelta(hours=1)\n    return a + grace",
    "a multiplied timedelta": "def f(a, n): return a + n * timedelta(seconds=1)",
    "an augmented name": "def f(a: datetime, n):\n    a += n\n    return a",
    "augmented by a timedelta": "def f(a):\n    a -= timedelta(1)\n    return a",
    "a call of now": "def f(a): return datetime.now(UTC) - a",
    "a call of combine": "def f(a, b, c): return datetime.combine(a, b) - c",
    "a converted datetime": "def f(a, zone, b): return a.astimezone(zone) - b",
    "an offset": "def f(a): return a - a.utcoffset()",
    "an attribute": "class Row:\n    at: datetime\n\ndef f(row, b): return row.at - b",
    "an attribute of self": (
        "class Row:\n    def __init__(self, at):\n        self.at: datetime = at\n"
        "    def f(self, b): return self.at - b"
    ),
    "a property": "class Row:\n    @property\n    def at(self) -> datetime: ...\n\ndef f(row, b): return row.at - b",
    "a return value": "def read() -> datetime: ...\ndef f(b): return read() - b",
    "a module constant": "EPOCH = datetime(1970, 1, 1, tzinfo=UTC)\ndef f(b): return b - EPOCH",
    "an element of a list": "def f(moments: list[datetime], b): return [m - b for m in moments]",
    "a loop over a list": "def f(moments: list[datetime], b):\n    for m in moments:\n        print(m - b)",
    "a subscript": "def f(moments: list[datetime]): return moments[1] - moments[0]",
    "unpacked": "def f():\n    a, b = datetime.now(UTC), datetime.now(UTC)\n    return a - b",
    "the later of two": "def f(a: datetime, b: datetime, c): return max(a, b) - c",
    "tested by isinstance": "def f(cell, b):\n    if isinstance(cell, datetime):\n        return cell - b",
    "named like a delta": "def f(a, grace_delta): return a + grace_delta",
    "an attribute named like a delta": "def f(a, terms): return a + terms.grace_delta",
    "a variable keyword-only": "def f(*, a: datetime, b): return a - b",
    "a walrus": "def f(row, b): return (a := datetime.fromisoformat(row)) - b",
}

LEFT_ALONE = {
    "integers": "def f(a: int, b: int): return a - b",
    "unknowns": "def f(a, b): return a - b",
    "texts": "def f(a: str): return a + 'x'",
    "dates have no zone": "def f(a: date, n): return a + timedelta(days=n)",
    "dates apart": "def f(a: date, b: date): return (a - b).days",
    "a date from a datetime": "def f(a: datetime): return a.date() - timedelta(days=1)",
    "timedeltas together": "def f(): return timedelta(hours=1) + timedelta(minutes=5)",
    "timedelta divided": "def f(a: timedelta): return a // timedelta(seconds=1) + 1",
    "seconds of a timedelta": "def f(a: timedelta): return int(a.total_seconds()) + 1",
    "a timestamp": "def f(a: datetime): return int(a.timestamp()) - 5",
    "parts of a datetime": "def f(a: datetime): return a.hour * 60 + a.minute",
    "a name used again for an instant": (
        "def to_instant(m) -> int: ...\n"
        "def f(text):\n    at = datetime.fromisoformat(text)\n    at = to_instant(at)\n    return at - 5"
    ),
    "an attribute that is an instant elsewhere": (
        "class A:\n    at: int\n\nclass B:\n    at: datetime\n\ndef f(row, b: int): return row.at - b"
    ),
    "an integer named like a delta": "def f(total, row_delta: int): return total + row_delta",
    "a count to which something named like a delta is added": "def f(n: int, row): return n + row.count_delta",
    "comparison": "def f(a: datetime, b: datetime): return a < b",
    "a parameter hiding a constant": "at = datetime.now(UTC)\ndef f(at: int): return at - 1",
}


def _findings(code: str, path: str = "src/serval/intake/planted.py") -> list[int]:
    return [finding.line for finding in check_datetimes([Source(path, IMPORTS + textwrap.dedent(code))])]


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_arithmetic_on_datetimes_is_refused(code: str) -> None:
    assert len(_findings(code)) == 1


@pytest.mark.parametrize("code", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_other_arithmetic_is_left_alone(code: str) -> None:
    assert _findings(code) == []


def test_what_one_module_annotates_is_known_in_the_next() -> None:
    spec = Source("src/serval/engine/spec.py", IMPORTS + "class Row:\n    seen: datetime\n")
    user = Source("src/serval/intake/user.py", "def f(row, b):\n    return row.seen - b\n")
    assert [(f.path, f.line) for f in check_datetimes([spec, user])] == [("src/serval/intake/user.py", 2)]


def test_the_rule_holds_for_the_product_and_not_for_its_tests() -> None:
    assert _findings(REFUSED["plus timedelta()"], "tests/engine/test_planted.py") == []


@pytest.mark.parametrize("path", ALLOWED)
def test_a_file_that_may_do_it_exists_does_it_and_says_why(path: str) -> None:
    assert ALLOWED[path]
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    assert list(check_datetimes([Source("src/serval/elsewhere.py", text)]))
    assert not list(check_datetimes([Source(path, text)]))
