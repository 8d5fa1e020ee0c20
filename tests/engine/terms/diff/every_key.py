"""Ways to change each key of serval/v1 so that the terms can still be meant."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from serval.engine.documents import Document, build_model
from serval.engine.errors import TermsError
from serval.engine.terms import load_terms
from serval.engine.terms.checks import find_faults
from serval.engine.terms.model import Terms
from tests.engine.terms.diff.full_terms import EVERY_KEY

VALUES: dict[str, list[Any]] = {
    "number": ["SLA-2026-002"],
    "type": ["ola"],
    "title": [{"zh": "另一个名称", "en": "Core systems operation"}],
    "supports": [["SLA-2025-010"], ["SLA-2025-009", "SLA-2025-010"]],
    "family": ["cover"],
    "rank": [3],
    "precedence": [2],
    "provider": ["beiyun", "2026-02-04"],
    "client": ["nanchen", "2026-02-05"],
    "from": ["2026-01-02", "2026-09-26", "published", 92],
    "until": ["2026-12-30", "2026-10-09"],
    "timezone": ["Asia/Tokyo", "Asia/Seoul"],
    "agreed": ["2026-02-09"],
    "amount": ["130000.00", "300.00"],
    "currency": ["USD"],
    "per": ["quarter", "instance", "service"],
    "taxIncluded": [False],
    "parts": [{"core": "70000.00", "portal": "40000.00"}],
    "criticality": ["low"],
    "depends": [["core"], ["core", {"atLeast": 2, "of": ["one", "two"]}]],
    "always": [True, False],
    "weekly": [{"mon": ["09:00-12:00"]}],
    "holidays": ["CN"],
    "region": ["HK"],
    "source": ["§4.2", "almanac"],
    "years": [[2025, 2026]],
    "off": [["2026-10-01", "2026-10-02"]],
    "makeup": [["2026-10-10", "2026-10-11"], ["2026-10-10", "2026-10-17"], "wed"],
    "hours": [["10:00-11:00"]],
    "start": ["closed", 90],
    "stop": [["first_response", "agent_message"], "arrived"],
    "pause": [["waiting_client", "waiting_supplier"]],
    "ignore": [["automatic_reply", "client_message"]],
    "phases": [["arrived", "diagnosed"]],
    "reopen": ["restart"],
    "settle": ["3wd", "month"],
    "repeat": [False, True],
    "says": [{"zh": "紧急响应", "en": "Urgent response"}],
    "unit": ["percent"],
    "evidence": ["optional"],
    "combine": ["latest"],
    "id": ["other-name"],
    "metric": ["clock.reply"],
    "where": [{"priority": ["urgent"]}],
    "counting": [{"reopened": ["no"]}],
    "target": [{"within": "10m", "share": "98%", "tolerate": 1}, {"within": "4m", "all": True}],
    "calendar": ["nights"],
    "period": ["quarter", "40%"],
    "partial": ["skip"],
    "split": [None],
    "minimum": [6],
    "noData": ["neutral"],
    "warn": [["80%"]],
    "pick": ["others"],
    "method": ["requests", "nps"],
    "interval": ["2m"],
    "shortestOutage": ["6m"],
    "degraded": ["up"],
    "maxGap": ["20m"],
    "leastKnown": ["80%"],
    "outageFrom": ["observed"],
    "outagesOf": ["service"],
    "needs": ["all", "client_consent"],
    "slotDown": ["40%"],
    "exclude": [["maintenance", "force_majeure"]],
    "excluded": ["removed"],
    "scale": ["1-7"],
    "satisfiedFrom": [5],
    "objective": ["handled", "response"],
    "on": ["2026-12-29", "2026-10-18"],
    "within": ["96h", "30d", "3 months"],
    "for": [["uptime", "slots"], ["response", "handled"], ["handled", "reopened"]],
    "of": ["fee.parts.portal", "fee", "recovery"],
    "tiers": [[{"below": "99.9%", "percent": 30}]],
    "each": ["day"],
    "percent": [3],
    "times": [3],
    "when": ["breached", "always"],
    "round": ["exact"],
    "most": ["900.00", 9],
    "cause": ["failure"],
    "stack": ["add"],
    "atLeast": ["99.995%"],
    "atMost": ["2%"],
    "floor": [20, 11],
    "event": ["report_missing"],
    "points": [2],
    "name": [{"zh": "达标", "en": "pass"}],
    "pay": ["90%"],
    "year": ["20%"],
    "yearFrom": ["contract"],
    "opens": ["6wd"],
    "automatic": [True],
    "breaches": [4],
    "consecutive": [3],
    "score": ["below 50"],
    "reclassified": ["from_start"],
    "amended": ["keep"],
}
"""What each key may become; the first that can be meant at its place is taken."""


def read_plain(terms: Terms) -> dict[str, Any]:
    """The terms as plain data, defaults included."""
    plain: dict[str, Any] = terms.model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain


def write_terms(plain: dict[str, Any]) -> Terms | None:
    """The terms that plain data say; None for data that cannot be meant."""
    document = Document(plain, {})
    try:
        terms = build_model(Terms, document, prefix="terms")
    except TermsError:
        return None
    return None if any(find_faults(terms, document)) else terms


_SCORE = EVERY_KEY[EVERY_KEY.index("  score:\n") : EVERY_KEY.index("  caps:")]
TOGETHER: dict[str, tuple[tuple[str, str], ...]] = {
    "calendars.*.always": (("always: {always: true}", 'always: {weekly: {mon: ["09:00-12:00"]}}'),),
    "objectives.*.measure.method": (("{method: slots, interval: 5m, slotDown: 50%}", "{method: requests}"),),
    "objectives.*.method": (("scale: 1-5\n    method: mean", "scale: 0-10\n    method: nps"),),
    "consequences.stack": (("  stack: greatest\n", ""), ("      cause: outage\n", "")),
    "consequences.score": ((_SCORE, ""), ("    - {score: below 60}\n", "")),
    "consequences.claims.automatic": (("opens: 5wd, within: 60d, calendar: office", "automatic: true"),),
}
"""Keys that can only change together with others: passages and what stands in their place."""

WITHOUT_MONEY = EVERY_KEY[: EVERY_KEY.index("consequences:")]
"""A fee can only go where nothing is reckoned from it."""


def list_changed(pattern: str) -> Iterator[tuple[Terms, Terms]]:
    """Terms and the same with one place of a pattern changed or taken out, each way that can still be meant."""
    text = WITHOUT_MONEY if pattern == "fee" else EVERY_KEY
    terms = load_terms(text)
    yield from ((terms, changed) for changed in _list_variants(read_plain(terms), pattern))
    for old, new in TOGETHER.get(pattern, ()):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    yield terms, load_terms(text)


def _list_variants(plain: dict[str, Any], pattern: str) -> Iterator[Terms]:
    for path in list(_list_paths(plain, pattern.split("."), ())):
        for value in [*VALUES.get(str(path[-1]), []), None]:
            changed = deepcopy(plain)
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            if value is None:
                holder.pop(path[-1]) if isinstance(holder, list) else holder.pop(path[-1], None)
            else:
                holder[path[-1]] = value
            terms = write_terms(changed)
            if terms is not None:
                yield terms


def _list_paths(plain: Any, steps: list[str], path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Where a pattern leads; the last step need not be there yet."""
    if not steps:
        yield path
    elif steps[0] == "*":
        entries = plain.items() if isinstance(plain, dict) else enumerate(plain)
        for key, entry in entries:
            yield from _list_paths(entry, steps[1:], (*path, key))
    elif isinstance(plain, dict):
        if steps[0] in plain:
            yield from _list_paths(plain[steps[0]], steps[1:], (*path, steps[0]))
        elif len(steps) == 1:
            yield (*path, steps[0])
