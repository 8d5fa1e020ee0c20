"""`serval explain`: every clock of one item, to the second."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from serval.engine.errors import Problem
from serval.engine.evidence import Item
from serval.engine.instants import parse_instant
from serval.engine.verdicts import explain_item
from serval.engine.verdicts.rendering import explanation_document
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.site.cli.evaluate import find_now
from serval.site.cli.inputs import InputError, load_versions
from serval.site.cli.options import (
    AsOfOption,
    HolidaysOption,
    JsonOption,
    MappingOption,
    SkipBadOption,
    TicketsOption,
    VersionsArgument,
)
from serval.site.cli.sources import Evidence, Sources
from serval.site.cli.views.explanation import print_explanations


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "explain",
        help=_("Show the clocks of one item: what ran, what was paused, what was due, and why."),
        epilog=_("Example: serval explain terms.yaml --tickets log.csv --mapping map.yaml --item INC0001234"),
    )(explain)


def explain(
    terms: VersionsArgument,
    tickets: TicketsOption,
    mapping: MappingOption,
    item: Annotated[
        str, typer.Option("--item", metavar="ID", help=mark("Number of the item as it stands in the file."))
    ],
    as_of: AsOfOption = "",
    holidays: HolidaysOption = [],  # noqa: B006 (Typer needs a plain default)
    skip_bad: SkipBadOption = False,
    as_json: JsonOption = False,
) -> int:
    """Find the item and print its clocks."""
    agreement = load_versions(terms, holidays)
    until = parse_instant(as_of) if as_of else None
    evidence = Evidence(Sources(tickets, {}, mapping), skip_bad=skip_bad)
    found = _find_item(evidence, item)
    now = find_now(until, evidence)
    history, explanations = explain_item(agreement, found, now=now)
    if as_json:
        document = {"item": item, "clocks": [explanation_document(entry) for entry in explanations]}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        print_explanations(agreement, history, explanations)
    return 0


def _find_item(evidence: Evidence, wanted: str) -> Item:
    near: list[str] = []
    for item in evidence.items(_("Looking for the item")):
        if item.id == wanted:
            return item
        if wanted in item.id and len(near) < 5:
            near.append(item.id)
    raise InputError(Problem("cli.item_unknown", {"value": wanted, "near": near}))
