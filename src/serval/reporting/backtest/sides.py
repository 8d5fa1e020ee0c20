"""The top of a back-test: the answer, and the terms it is about with what each would have come to."""

from __future__ import annotations

from typing import Any

from serval.engine.backtest import Compared, Side
from serval.engine.backtest.rendering import SIDE_NAMES
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.dates import show_day, show_days_between
from serval.reporting.sentences.backtest_lines import describe_force, list_promises, list_wordings, name_terms
from serval.reporting.sentences.backtest_words import say_backtest, show_amounts

Plain = dict[str, Any]


def name_backtest(found: Compared) -> str:
    """The title of the document."""
    return _("Back-test: {title}, {span}").format(title=_name_agreement(found), span=show_span(found))


def show_span(found: Compared) -> str:
    return show_days_between(found.span.first, found.span.last)


def _name_agreement(found: Compared) -> str:
    return found.sides[0].terms.metadata.title.choose(current_language())


def describe_head(found: Compared) -> Plain:
    """What stands above everything else, and at the head of every page."""
    is_open = any(side.figures.is_provisional for side in found.sides)
    return {
        "kind": _("Back-test"),
        "title": _name_agreement(found),
        "number": found.sides[0].terms.metadata.number,
        "period": show_span(found),
        "answer": say_backtest(found, show_day),
        "author": found.sides[0].terms.parties.provider,
        "draft": _("Provisional: figures may still change") if is_open else "",
        "seal": _("Evidence {digest}, terms {terms}").format(
            digest=found.evidence.digest[:12], terms=_(", ").join(side.digest[:12] for side in found.sides)
        ),
    }


def describe_sides(found: Compared) -> list[Plain]:
    """Each of the terms."""
    return [_describe(name, side) for name, side in zip(SIDE_NAMES, found.sides, strict=False)]


def _describe(name: str, side: Side) -> Plain:
    figures = side.figures
    decided = figures.breached + figures.count("met")
    breached = _("{n} of {all}").format(n=figures.breached, all=decided)
    return {
        "name": name,
        "title": name_terms(side),
        "force": describe_force(side, show_day),
        "figures": [
            *([[_("Cost in all"), show_amounts(figures.cost)]] if figures.cost.sums else []),
            [_("Verdicts breached"), breached],
        ],
    }


def describe_promises(found: Compared) -> Plain:
    """Each promise as every side words it, with what it came to."""
    return {
        "title": _("Promise by promise"),
        "columns": [
            _("Objective"),
            "",
            _("Target"),
            _("Reached"),
            _("Periods breached"),
            *([_("Its credits")] if found.has_money else []),
        ],
        "groups": [_describe_promise(found, name) for name in list_promises(found)],
    }


def _describe_promise(found: Compared, name: str) -> Plain:
    rows = [[sides, *cells] for sides, cells in list_wordings(found, name)]
    return {"name": name, "says": _find_words(found, name), "rows": rows}


def _find_words(found: Compared, name: str) -> str:
    """What the last terms that make the promise say of it."""
    promised = [objective for side in found.sides for objective in side.terms.objectives if objective.id == name]
    says = promised[-1].says if promised else None
    return "" if says is None else says.choose(current_language())
