"""What a back-test rests on: how to read it, and what another party needs to come to the same figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from serval.engine import ENGINE_VERSION
from serval.engine.backtest import Compared
from serval.engine.backtest.rendering import SIDE_NAMES
from serval.engine.zones import TZDATA_VERSION, get_zone
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_instant
from serval.reporting.sentences.backtest_lines import list_backtest_notes

Plain = dict[str, Any]


def describe_basis(found: Compared, notes: Sequence[str], *, created: int) -> Plain:
    """Notes first, digests last. `notes` are those on how the evidence was read."""
    return {
        "title": _("How to read it, and what it rests on"),
        "notes": [*list_backtest_notes(found), *notes],
        "rows": [list(pair) for pair in list_basis(found, created=created)],
        "silent": _("A back-test changes no verdict that was given."),
    }


def list_basis(found: Compared, *, created: int) -> Iterator[tuple[str, str]]:
    """Evidence, terms and engine, with their digests."""
    evidence, zone = found.evidence, get_zone(found.sides[0].terms.effective.timezone)
    yield _("Evidence (SHA-256)"), evidence.digest
    for name, side in zip(SIDE_NAMES, found.sides, strict=False):
        yield _("Terms {side} (SHA-256)").format(side=name), side.digest
    yield _("Items and their facts"), f"{evidence.items:,} / {evidence.facts:,}"
    if evidence.samples or evidence.records:
        yield _("Samples and other records"), f"{evidence.samples:,} / {evidence.records:,}"
    known = _("{instant} ({zone})").format(instant=show_instant(found.as_of, zone), zone=zone.key)
    yield _("Evidence up to"), known
    yield _("Engine and time zone data"), f"{ENGINE_VERSION} / {TZDATA_VERSION}"
    yield _("Made on"), show_instant(created, zone)
