"""Rows of records as a proposal reads them, and what the raw statuses of a column probably mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from serval.engine.errors import Problem
from serval.intake.mapping import LAYOUTS, BoundColumns, Mapping
from serval.intake.mapping.layouts import STATUSES
from serval.intake.records.builders import BUILDERS
from serval.intake.records.rows import RecordRowReader, SaidRow, is_ignored
from serval.intake.sniff.shown import SampleRow
from serval.intake.tables import Row

_HINTS = (
    (r"degrad|slow|partial|warn|降级|缓慢|部分|性能", "degraded"),
    (r"down|fail|error|offline|outage|critical|unreach|timeout|中断|宕|离线|异常|失败|故障|不可用|超时", "down"),
    (r"maint|pending|paused?|unknown|start|维护|暂停|未知", "ignore"),
    (r"up|ok|online|success|normal|available|recover|正常|在线|成功|恢复|可用", "up"),
)
"""Tried in this order: «not available» and 不可用 contain words of what is up."""


def explain_statuses(raw_statuses: Iterable[str], preset: Mapping) -> tuple[dict[str, str], list[Problem]]:
    """Meanings of raw statuses: certain by the preset, else guessed with a doubt.

    One that nothing hints at gets no meaning, so its rows are refused until a person gives it one.
    """
    known: dict[str, str] = {**{word: word for word in STATUSES}, **preset.statuses}
    statuses: dict[str, str] = {}
    doubts = []
    for raw in raw_statuses:
        hinted = (meaning for hint, meaning in _HINTS if re.search(hint, raw.casefold()))
        meaning = known.get(raw) or next(hinted, None)
        if meaning is None:
            continue
        statuses[raw] = meaning
        if raw not in known:
            data = {"where": f"statuses.{raw}", "value": raw, "meaning": meaning}
            doubts.append(Problem("sniff.status_unknown", data))
    return statuses, doubts


def build_record_shower(mapping: Mapping, bound: BoundColumns, table: str) -> Callable[[Row], SampleRow]:
    """Shows a row as the mapping reads it. The shower raises RowFault for a bad row."""
    reader = RecordRowReader(mapping, bound, table)
    build = BUILDERS[mapping.layout]

    def show(row: Row) -> SampleRow:
        said = reader.read(row)
        if not is_ignored(said):
            build(said)
        return _show(said, mapping)

    return show


_TITLES = ("service", "id", "item", "measure", "settlement")


def _show(said: SaidRow, mapping: Mapping) -> SampleRow:
    roles = [role for role in LAYOUTS[mapping.layout].roles if role.name in said.values]
    times = [(role.name, said.values[role.name]) for role in roles if role.kind == "instant"]
    title = next((name for name in _TITLES if said.text(name)), "")
    status = "status" if said.text("status") else "kind"
    rest = [role.key for role in roles if role.kind != "instant" and role.name not in (title, status)]
    return SampleRow(
        said.row.number,
        item=said.text(title),
        at=times[0][1] if times else None,
        raw_state=said.raw(status),
        meaning=said.text(status),
        stamps=tuple(times[1:]),
        fields=tuple((key, said.raw(key)) for key in rest if said.has_column(key)),
    )
