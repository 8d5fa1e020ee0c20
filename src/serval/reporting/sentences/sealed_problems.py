"""Sentences for what can be wrong with sealed evidence, and with sealing it."""

from __future__ import annotations

from serval.reporting.catalogue import mark

SEALED_PROBLEMS = {
    "sealed.format": mark(
        "The file is sealed evidence of format {value}; this Serval reads {newest}. Use a later Serval."
    ),
    "sealed.head": mark("What the sealed file says of itself cannot be read ({key}). Seal the evidence again."),
    "sealed.holds_facts": mark("The file holds sealed tickets. Name it with --tickets."),
    "sealed.holds_samples": mark("The file holds sealed samples. Name it with --samples."),
    "sealed.columns": mark(
        "Sealed evidence has the columns {expected}; this file has {found}. Seal the evidence again."
    ),
    "sealed.column_type": mark(
        "The column holds {found} where sealed evidence has {expected}. Seal the evidence again."
    ),
    "sealed.group_too_large": mark(
        "Row group {group} of the sealed file is larger than the limit of {limit} rows. Seal the evidence again."
    ),
    "sealed.cell_missing": mark("A cell is missing. Seal the evidence again."),
    "sealed.value_unfit": mark("“{value}” cannot stand here. Seal the evidence again."),
    "sealed.disordered": mark("The rows are not in the order of sealed evidence. Seal the evidence again."),
    "sealed.overlap": mark(
        "Item {item} lies among those of {other}, so the files overlap. Seal what they were made of into one file."
    ),
    "sealed.item_too_long": mark("The item has more than {limit} facts. Leave it out."),
    "sealed.no_values": mark(
        "No sample has a value. Name the column that holds one as value in the mapping, and seal the samples again."
    ),
    "sealed.figure_unknown": mark("“{value}” is no figure. Write p95, p99.9, mean, min, max or count."),
    "sealed.unwritable": mark("The sealed file cannot be written: {reason}. Choose another place, or make room."),
    "sealed.zone_assumed": mark(
        "The times name no zone, and the mapping only assumes {zone}; sealed evidence stands for good. Name the zone "
        "with --zone."
    ),
}
