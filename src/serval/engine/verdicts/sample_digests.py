"""Samples as evidence: one canonical row for each place, with a digest of its days."""

from __future__ import annotations

from serval.engine.availability.samples import SampleColumns
from serval.engine.canonical import canonical_json
from serval.engine.places import Place


def write_samples(place: Place, columns: SampleColumns, first: int, last: int) -> bytes:
    """The samples of one place from `first` to before `last`: its name, how many they are, and their digest by days."""
    head = ["Samples", place.service, place.instance, place.site, last - first, columns.days.digest(first, last)]
    return canonical_json(head) + b"\n"
