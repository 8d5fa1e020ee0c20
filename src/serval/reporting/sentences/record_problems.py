"""Sentences for what can be wrong with records (evidence that is no ticket), their mappings and proposals of them."""

from __future__ import annotations

from serval.reporting.catalogue import mark

RECORD_PROBLEMS = {
    "row.cell_missing": mark("The cell is empty. Fill it in or delete the row."),
    "row.number_unreadable": mark(
        "“{value}” is not a number that can stand here. Write it with digits and a point, or give its value under "
        "values in the mapping."
    ),
    "row.percentage_impossible": mark("“{value}” is no percentage from 0 % to 100 %. Correct it."),
    "row.count_unreadable": mark(
        "“{value}” is not a whole number from 0. Write it with digits only, or give its value under values in the "
        "mapping."
    ),
    "row.word_unknown": mark("The mapping does not say what “{value}” means. Add it under {where}."),
    "row.status_unknown": mark(
        "No meaning of status “{value}” is known. Known are {meanings}. Write one of these words, or give it a "
        "meaning: propose a mapping with serval intake sniff FILE --out map.yaml, add the word under statuses and name "
        "the mapping with --mapping."
    ),
    "row.counts_contradict": mark("The counts contradict each other: {good} good of {total}. Correct the row."),
    "row.exclusion_unclear": mark(
        "The row must name either an item, or a beginning and an end. Fill in one of the two and clear the other."
    ),
    "mapping.one_needed": mark("The layout needs one of these under columns: {keys}. Add one."),
    "mapping.constant_unknown": mark("“{key}” cannot stand here. Remove or correct it."),
    "mapping.layout_unfit": mark("A mapping of this layout ({layout}) cannot be used here. Use one of another layout."),
    "mapping.none_fits": mark(
        "None of these mappings fits the file: {tried}; it has the columns {header}. Name a mapping that does."
    ),
    "mapping.several_fit": mark("Several mappings fit the file: {fitting}. Name the one to use."),
    "sniff.status_unknown": mark("No preset knows status “{value}”; it is taken for {meaning}. Check it."),
    "sniff.outages_open": mark("{count} rows have no end and are taken for outages that still go on. Check them."),
}
