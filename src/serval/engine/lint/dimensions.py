"""SL-21: the six sides from which a service level agreement should look at a service."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.lint.findings import Remark, note
from serval.engine.lint.papers import Paper, Promise
from serval.engine.terms.metrics import OUTAGE_KINDS

DIMENSIONS = ("performance", "availability", "security", "accessibility", "cost", "delivery")

_WORDS = {
    "performance": ("performance", "latency", "throughput", "response", "resolution", "性能", "响应", "解决", "时延"),
    "availability": ("availab", "uptime", "可用"),
    "security": ("secur", "vulnerab", "backup", "integrity", "安全", "漏洞", "备份", "完整性"),
    "accessibility": ("accessib", "reachab", "access", "可访问", "无障碍", "接通", "可达"),
    "cost": ("cost", "budget", "费用", "成本", "预算"),
    "delivery": ("deliver", "deploy", "in time", "交付", "按时", "及时", "上线"),
}
"""Parts of words by which a promise is taken to speak of a side."""


def find_missing_dimensions(paper: Paper) -> Iterator[Remark]:
    """The sides that no objective speaks of, as far as metrics and words tell."""
    spoken = {side for promise in paper.promises for side in _list_sides(promise)}
    if paper.terms.fee is not None:
        spoken.add("cost")
    missing = [side for side in DIMENSIONS if side not in spoken]
    if missing and paper.terms.metadata.type == "sla":
        yield note(("objectives",), "lint.dimensions_missing", dimensions=missing)


def _list_sides(promise: Promise) -> Iterator[str]:
    kind = promise.metric.kind
    if kind == "clock":
        yield "performance"
    if kind in OUTAGE_KINDS:
        yield "availability"
    if kind == "obligation":
        yield "delivery"
    says = promise.objective.says
    text = " ".join([promise.id, promise.metric.name, says.zh if says else "", says.en if says else ""]).lower()
    yield from (side for side, words in _WORDS.items() if any(word in text for word in words))
