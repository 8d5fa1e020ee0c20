"""From a back-test to the bytes of its PDF, and of one picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from serval.engine.backtest import Compared
from serval.engine.backtest.sweep import Sweep
from serval.reporting.backtest.basis import describe_basis
from serval.reporting.backtest.clauses import describe_clauses
from serval.reporting.backtest.curves import draw_sweep
from serval.reporting.backtest.deciding import describe_deciding
from serval.reporting.backtest.months import describe_months
from serval.reporting.backtest.sides import describe_head, describe_promises, describe_sides, name_backtest
from serval.reporting.catalogue import translate as _
from serval.reporting.charts import Curve
from serval.reporting.sentences.backtest_lines import list_supported, title_proposal, title_sweep
from serval.reporting.typeset import typeset_pdf, typeset_picture

Plain = dict[str, Any]


def write_backtest_pdf(found: Compared, *, created: int, notes: Sequence[str] = ()) -> bytes:
    """A back-test in the reader's language, A4; equal ones made at one instant give equal bytes.

    created  the instant of UTC written into the file · notes  what is to be known of the evidence
    """
    content = {
        **_describe_picture(found),
        "months": describe_months(found),
        "clauses": describe_clauses(found),
        "promises": describe_promises(found),
        "deciding": describe_deciding(found),
        "basis": describe_basis(found, notes, created=created),
        "words": {"page": _("Page {page} of {pages}")},
    }
    return typeset_pdf("backtest/pages.typ", content, title=name_backtest(found), created=created)


def draw_backtest(found: Compared, *, kind: Literal["svg", "png"]) -> bytes:
    """The answer as one picture: the curves of a sweep; without one the months, and where the difference comes from."""
    content = _describe_picture(found)
    if found.sweep is None:
        content.update(months=describe_months(found), clauses=describe_clauses(found))
    else:
        content.update(months=None, clauses=None)
    return typeset_picture("backtest/picture.typ", content, kind=kind)


def _describe_picture(found: Compared) -> Plain:
    return {
        "head": describe_head(found),
        "sides": describe_sides(found),
        "sweep": None if found.sweep is None else _describe_sweep(found.sweep, draw_sweep(found)),
        "proposal": _describe_proposal(found),
    }


def _describe_sweep(sweep: Sweep, curves: Sequence[Curve]) -> Plain:
    return {"title": title_sweep(sweep), "charts": [curve.as_plain() for curve in curves]}


def _describe_proposal(found: Compared) -> Plain | None:
    proposal = found.proposal
    if proposal is None:
        return None
    return {"title": title_proposal(proposal), "lines": list(list_supported(proposal))}
