"""Credits granted earlier, as told on the command line: they use up the year's cap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from serval.engine.consequences import Granted
from serval.engine.dates import find_local_date
from serval.engine.errors import Problem
from serval.engine.money import Money, parse_amount
from serval.engine.terms import Agreement
from serval.engine.terms.fee import Fee
from serval.reporting.catalogue import mark
from serval.site.cli.inputs import InputError, parse_period

GrantedOption = Annotated[
    list[str],
    typer.Option(
        "--granted",
        metavar="2026-02=1200.00",
        help=mark("Credits granted for a period that is not judged now: they use up the year's cap. May be repeated."),
    ),
]
_ENTRY = re.compile(r"([^=]+)=(.+)")


def read_granted(entries: Sequence[str], agreement: Agreement) -> tuple[Granted, ...]:
    """Each entry as the period, its last day and the amount. Raises InputError `cli.granted`."""
    return tuple(_read(entry, agreement) for entry in entries)


def _read(entry: str, agreement: Agreement) -> Granted:
    found = _ENTRY.fullmatch(entry.strip())
    amount = parse_amount(found[2].strip()) if found else None
    if found is None or amount is None:
        raise InputError(Problem("cli.granted", {"value": entry}))
    label = found[1].strip()
    _, end = parse_period(label, agreement)
    fee = _find_fee(end, agreement)
    if fee is None:
        raise InputError(Problem("cli.granted", {"value": entry}))
    return Granted(label, find_local_date(end - 1, agreement.zone), Money(amount, fee.currency))


def _find_fee(end: int, agreement: Agreement) -> Fee | None:
    """The fee of the version with which a period ended."""
    begun = [version for version in agreement.versions if version.start < end] or agreement.versions[:1]
    return begun[-1].terms.fee
