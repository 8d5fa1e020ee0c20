"""The words of a clock bar: what stands beside it, and the sentence for those who hear it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from serval.engine.clocks import Segment
from serval.engine.verdicts import LedgerRow
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_instant, show_working
from serval.reporting.sentences.words import name_reason


class BarWords(NamedTuple):
    """The answer and, quieter, what it rests on."""

    answer: str
    working: str


def word_bar(row: LedgerRow) -> BarWords:
    """How a row ended: `24 min over`, `8 h 24 min used`."""
    used = _("{length} used").format(length=show_working(row.working_seconds))
    over = row.working_seconds - row.target_seconds
    if row.outcome == "excluded":
        return BarWords(_("Excluded"), used)
    if over > 0:
        return BarWords(_("{length} over").format(length=show_working(over)), _end(row) or used)
    if row.outcome == "breached":
        return BarWords(_("over"), _end(row) or used)
    return BarWords(_("{length} early").format(length=show_working(-over)), used)


def _end(row: LedgerRow) -> str:
    """Said only of what had not stopped when the period closed."""
    return _("not stopped") if row.stopped is None else ""


def describe_bar(row: LedgerRow, segments: Sequence[Segment], zone: tzinfo) -> str:
    """All that a bar shows, in one sentence."""
    parts = [
        _("{item}: {used} of {target}").format(
            item=row.item, used=show_working(row.working_seconds), target=show_working(row.target_seconds)
        ),
        word_bar(row).answer,
        _("began {instant}").format(instant=show_instant(row.started, zone)),
    ]
    pauses = [segment for segment in segments if segment.kind == "paused"]
    if pauses:
        reasons = _(", ").join(dict.fromkeys(name_reason(segment.reason) for segment in pauses))
        text = _("paused {n} times, {length} of working time in all ({reasons})")
        parts.append(text.format(n=len(pauses), length=show_working(row.paused_seconds), reasons=reasons))
    if row.due is not None:
        parts.append(_("due {instant}").format(instant=show_instant(row.due, zone)))
    if row.stopped is None:
        parts.append(_("not stopped"))
    else:
        parts.append(_("stopped {instant}").format(instant=show_instant(row.stopped, zone)))
    return _("{sentence}.").format(sentence=_("; ").join(parts))
