"""`serval explain`: every clock of one item, to the second."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from serval.engine.errors import Problem
from serval.engine.evidence import Item
from serval.engine.terms import Agreement
from serval.engine.verdicts import Range, explain_item
from serval.engine.verdicts.explain_outages import explain_outages, list_places_judged
from serval.engine.verdicts.rendering import explanation_document, outages_document
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.site.cli.documents import write_document
from serval.site.cli.evaluate import find_now, find_range, read_days
from serval.site.cli.inputs import InputError, load_versions, read_until
from serval.site.cli.options import (
    AsOfOption,
    ExclusionsOption,
    HolidaysOption,
    JsonOption,
    MappingOption,
    OutagesOption,
    PeriodOption,
    SamplesOption,
    SkipBadOption,
    TicketsOption,
    VersionsArgument,
)
from serval.site.cli.sources import Evidence, Sources
from serval.site.cli.views.explanation import print_explanations
from serval.site.cli.views.outages import print_outages


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "explain",
        help=_("Show what decided: the clocks of one item, or the outages of one service."),
        epilog=_("Example: serval explain terms.yaml --tickets log.csv --mapping map.yaml --item INC0001234"),
    )(explain)


def explain(
    terms: VersionsArgument,
    tickets: TicketsOption = [],
    samples: SamplesOption = [],
    outages: OutagesOption = [],
    exclusions: ExclusionsOption = [],
    mapping: MappingOption = [],
    item: Annotated[
        str, typer.Option("--item", metavar="ID", help=mark("Number of the item as it stands in the file."))
    ] = "",
    service: Annotated[
        str,
        typer.Option(
            "--service",
            metavar="NAME",
            help=mark("Service as it stands in the file; SERVICE/INSTANCE or SERVICE@SITE."),
        ),
    ] = "",
    period: PeriodOption = "",
    as_of: AsOfOption = "",
    holidays: HolidaysOption = [],
    skip_bad: SkipBadOption = False,
    as_json: JsonOption = False,
) -> int:
    """Find the item or the service and print what decided."""
    if bool(item) == bool(service):
        raise InputError(Problem("cli.item_or_service"))
    agreement = load_versions(terms, holidays)
    days = read_days(agreement, period, "", "")
    until = read_until(as_of, agreement)
    records = {"samples": samples, "outages": outages, "exclusions": exclusions}
    evidence = Evidence(Sources(tickets, records, mapping), skip_bad=skip_bad, zone=agreement.zone.key)
    if item:
        return _explain_item(agreement, evidence, item, until, as_json=as_json)
    now = find_now(until, evidence)
    asked = find_range(agreement, evidence, now, days)
    return _explain_service(agreement, evidence, service, asked, now, as_json=as_json)


def _explain_item(agreement: Agreement, evidence: Evidence, item: str, until: int | None, *, as_json: bool) -> int:
    found = _find_item(evidence, item)
    history, explanations = explain_item(agreement, found, now=find_now(until, evidence))
    if as_json:
        write_document({"item": item, "clocks": [explanation_document(entry) for entry in explanations]})
    else:
        print_explanations(agreement, history, explanations)
    return 0


def _explain_service(
    agreement: Agreement, evidence: Evidence, service: str, asked: Range, now: int, *, as_json: bool
) -> int:
    for _item in evidence.items(_("Reading")):
        pass
    explanations = explain_outages(agreement, evidence.records, service, asked, now=now)
    known = list_places_judged(agreement, evidence.records)
    if not explanations or service not in known:
        near = difflib.get_close_matches(service, known, n=5, cutoff=0.3)
        raise InputError(Problem("cli.service_unknown", {"value": service, "near": near}))
    if as_json:
        write_document({"service": service, "promises": [outages_document(entry) for entry in explanations]})
    else:
        sampled = [report.file for report in evidence.record_reports if report.layout == "samples"]
        print_outages(agreement, explanations, now=now, sampled=sampled)
    return 0


def _find_item(evidence: Evidence, wanted: str) -> Item:
    near: list[str] = []
    for item in evidence.items(_("Looking for the item")):
        if item.id == wanted:
            return item
        if wanted in item.id and len(near) < 5:
            near.append(item.id)
    raise InputError(Problem("cli.item_unknown", {"value": wanted, "near": near}))
