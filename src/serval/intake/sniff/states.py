"""What the raw states of a column probably mean, by the words of all presets and by hints within a word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from serval.engine.errors import Problem
from serval.intake.mapping import TICKET_LAYOUTS, Mapping
from serval.intake.mapping.model import Words, as_words
from serval.intake.presets import presets_of

_HINTS = (
    (r"duplicat|重复", "duplicate"),
    (r"merge|合并", "merged"),
    (r"cancel|invalid|reject|withdraw|void|取消|撤销|撤回|作废|驳回|无效|删除", "cancelled"),
    (r"(wait|await|pend|hold|待|等).*(vendor|supplier|third|partner|厂商|供应商|第三方|原厂)", "waiting_supplier"),
    (
        r"(wait|await|pend|hold|info|待|等).*(user|custom|caller|client|requester|reporter|用户|客户|反馈|补充)",
        "waiting_client",
    ),
    (r"(wait|await|待|等).*(approv|审批|批准)", "waiting_approval"),
    (r"wait|pending|hold|suspend|pause|挂起|暂停|搁置", "waiting_hold"),
    (r"clos|archiv|关闭|结单|办结|归档", "closed"),
    (r"resol(v|u)|solved|done|complet|fixed|finish|verif|解决|完成|恢复|处理完", "resolved"),
)
"""Tried in this order: a word that both waits and names somebody says more than one that only waits."""

_BARE_NUMBER = re.compile(r"-?\d+")


@dataclass
class StatesFound:
    """Proposed meanings, events and states to ignore."""

    states: dict[str, str] = field(default_factory=dict)
    state_events: dict[str, Words] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)


def explain_states(raw_states: Iterable[str], preset: Mapping | None) -> StatesFound:
    """Meanings of raw states: certain by the preset or where all presets agree, else a doubt."""
    found = StatesFound()
    known = {_fold(raw): meaning for raw, meaning in (preset.states if preset else {}).items()}
    agreed = _list_agreed()
    listed = [raw for raw in raw_states if raw]
    worded = any(not _BARE_NUMBER.fullmatch(raw) for raw in listed)
    for raw in listed:
        meaning = known.get(_fold(raw)) if _is_said(raw, worded) else None
        if meaning is None and _is_said(raw, worded):
            meaning = agreed.get(_fold(raw))
        if meaning is None:
            _guess(found, raw, worded)
        else:
            found.states[raw] = meaning
            if meaning == "waiting_hold":
                found.doubts.append(_doubt("sniff.hold_reason_unknown", raw, meaning))
    events = {_fold(raw): as_words(words) for raw, words in (preset.state_events if preset else {}).items()}
    for raw in listed:
        if raw in found.states and _fold(raw) in events:
            words = events[_fold(raw)]
            found.state_events[raw] = words[0] if len(words) == 1 else words
    return found


def _guess(found: StatesFound, raw: str, worded: bool) -> None:
    if worded and _BARE_NUMBER.fullmatch(raw):
        found.ignored.append(raw)
        found.doubts.append(Problem("sniff.state_ignored", {"where": "ignoreStates", "value": raw}))
        return
    folded = _fold(raw)
    meaning = next((meaning for hint, meaning in _HINTS if re.search(hint, folded)), "open")
    found.states[raw] = meaning
    found.doubts.append(_doubt("sniff.state_unknown", raw, meaning))


def _doubt(code: str, raw: str, meaning: str) -> Problem:
    return Problem(code, {"where": f"states.{raw}", "value": raw, "meaning": meaning})


def _is_said(raw: str, worded: bool) -> bool:
    """A bare number among words is no code of the tool's own table."""
    return not (worded and _BARE_NUMBER.fullmatch(raw))


def _list_agreed() -> dict[str, str]:
    """Words to which every preset that knows them gives one meaning; codes are too short to agree on."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for _, known in presets_of(*TICKET_LAYOUTS):
        for raw, meaning in known.states.items():
            if not _BARE_NUMBER.fullmatch(raw):
                meanings[_fold(raw)].add(meaning)
    return {raw: next(iter(said)) for raw, said in meanings.items() if len(said) == 1}


def _fold(raw: str) -> str:
    return " ".join(raw.casefold().split())
