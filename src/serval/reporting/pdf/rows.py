"""Tables of single rows: what breached, with its clock bar, and what was left out, with who approved it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from serval.engine.verdicts import LedgerRow, Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.clock_bars import describe_bar, lay_out, list_stretches, word_bar
from serval.reporting.dates import show_moment
from serval.reporting.formats import show_working
from serval.reporting.report.model import DrawnRow, Gathered
from serval.reporting.sentences import name_basis, name_reason
from serval.reporting.typeset.literal import shorten_middle

BAR_PIXELS = 330.0
"""The width of the column that bars are drawn in, at 96 pixels an inch."""

Plain = dict[str, Any]


def describe_breaching(verdict: Verdict, gathered: Gathered, zone: ZoneInfo) -> Plain | None:
    """The rows furthest over target, in the order of items; of outages all that counted."""
    if not gathered.breaching:
        return None
    title = _name_breaching(verdict).format(n=gathered.breaching_total)
    return _describe(verdict, gathered.breaching, gathered.breaching_total, title, zone)


def describe_excluded(verdict: Verdict, gathered: Gathered, zone: ZoneInfo) -> Plain | None:
    """What did not count, why, and who approved that."""
    if not gathered.excluded:
        return None
    title = _("Left out: {n}").format(n=gathered.excluded_total)
    return {
        **_describe(verdict, gathered.excluded, gathered.excluded_total, title, zone),
        "note": " ".join(
            filter(None, (_say_left_out(verdict), _say_more(len(gathered.excluded), gathered.excluded_total)))
        ),
    }


def _name_breaching(verdict: Verdict) -> str:
    if verdict.account is not None:
        return _("Outages that counted: {n}")
    return _("Over target: {n}") if verdict.objective.kind == "clock" else _("Missed: {n}")


def _say_left_out(verdict: Verdict) -> str:
    if verdict.account is not None:
        return _("Not counted as down.")
    return _("Neither among the kept ones nor among all.")


def _describe(verdict: Verdict, drawn: Sequence[DrawnRow], total: int, title: str, zone: ZoneInfo) -> Plain:
    is_clock = verdict.objective.kind == "clock"
    rows: list[Plain] = [
        _describe_clock(one, verdict, zone) if is_clock else _describe_record(one, zone) for one in drawn
    ]
    targets = {one.row.target_seconds for one in drawn}
    return {
        "title": title,
        "note": _say_more(len(rows), total),
        "kind": "clocks" if is_clock else "records",
        "columns": _name_columns(verdict, rows),
        "target": _("Target {bound}").format(bound=show_working(targets.pop())) if len(targets) == 1 else _("Target"),
        "rows": rows,
    }


def _name_columns(verdict: Verdict, rows: Sequence[Plain]) -> list[Any]:
    """Heads of the columns; what is the same in every row, or missing in all, has none."""
    is_approved = any(row["approved"] for row in rows)
    if verdict.objective.kind == "clock":
        heads = [_("Item"), _("Clock"), _("Result"), _("Approved by")]
        return heads if is_approved else heads[:3]
    is_outage = verdict.account is not None
    columns = [
        ("item", _("What")),
        ("first", _("Began") if is_outage else _("Due")),
        ("last", _("Ended") if is_outage else _("Done")),
        ("counted", _("Counted")),
        ("reason", _("Reason")),
        ("approved", _("Approved by")),
    ]
    needless = set() if is_approved else {"approved"}
    if all(row["item"] == verdict.subject for row in rows):
        needless.add("item")
    return [list(column) for column in columns if column[0] not in needless]


def _say_more(shown: int, total: int) -> str:
    if shown >= total:
        return ""
    text = _("{shown} of {total} are shown here; the ledger and the workbook (XLSX) name them all.")
    return text.format(shown=shown, total=total)


def _describe_clock(drawn: DrawnRow, verdict: Verdict, zone: ZoneInfo) -> Plain:
    row, words = drawn.row, word_bar(drawn.row)
    is_excluded = row.outcome == "excluded"
    began = _("from {instant}").format(instant=show_moment(row.started, zone))
    notes = [name_reason(row.reason) if is_excluded else began, name_basis(row.basis)]
    return {
        "item": shorten_middle(row.item),
        "note": _("; ").join(filter(None, notes)),
        "bar": _lay_out(drawn, verdict),
        "says": describe_bar(row, drawn.segments, zone),
        "answer": words.answer,
        "working": words.working,
        "isLate": row.outcome == "breached",
        "approved": drawn.approved_by,
    }


def _lay_out(drawn: DrawnRow, verdict: Verdict) -> Plain | None:
    """None without segments: the words beside it say the same."""
    row = drawn.row
    stretches = list_stretches(drawn.segments, verdict.objective.calendar, row.due)
    if not stretches:
        return None
    return lay_out(
        stretches,
        due=row.due,
        end=drawn.segments[-1].end,
        width=BAR_PIXELS,
        is_open=row.stopped is None and row.outcome == "breached",
        hollow=row.outcome == "excluded",
    ).as_plain()


def _describe_record(drawn: DrawnRow, zone: ZoneInfo) -> Plain:
    row = drawn.row
    return {
        "item": shorten_middle(row.item),
        "first": show_moment(row.started if row.due is None else row.due, zone),
        "last": show_moment(row.stopped, zone),
        "counted": show_working(row.working_seconds) if row.due is None else _show_late(row),
        "reason": name_reason(row.reason),
        "approved": drawn.approved_by,
    }


def _show_late(row: LedgerRow) -> str:
    """How long after it was due it was done."""
    if row.due is None or row.stopped is None or row.stopped <= row.due:
        return "–"
    return _("{length} late").format(length=show_working(row.stopped - row.due))
