"""Sentences for what a proposed mapping is not sure of: what was assumed, and what to look at."""

from __future__ import annotations

from serval.reporting.catalogue import mark

DOUBT_PROBLEMS = {
    "sniff.not_understood": mark(
        "No column could be made out that identifies the item, or none that holds times; the table has {header}. "
        "Write the mapping by hand."
    ),
    "sniff.sampled": mark("Only the first {rows} rows were looked at; states that come later are missing. Add them."),
    "sniff.rows_unreadable": mark("{count} of the rows looked at cannot be read: {code} (here “{value}”)."),
    "sniff.header_repeated": mark(
        "These names stand in the header more than once, so the later columns were numbered: {columns}. "
        "Check that the right one is read."
    ),
    "sniff.header_within": mark("The header stands {count} more times between the rows; those rows are passed over."),
    "sniff.layout_guessed": mark("The layout was guessed from the contents: {layout}. Check it."),
    "sniff.column_guessed": mark("Its contents look like {role}, but its name does not say so. Check it."),
    "sniff.column_constant": mark(
        "It holds the same value on all rows and tells nothing; “{used}” is read for this field. Check it."
    ),
    "sniff.role_not_held": mark(
        "Its name promises {role}, but its contents do not fit (“{value}”), so it is not read as that."
    ),
    "sniff.item_repeated": mark(
        "Some items have several rows ({rows_per_item} rows per item), yet the file was taken for a list of one row "
        "per ticket. Remove doubled rows, or choose layout: events."
    ),
    "sniff.pauses_unknown": mark(
        "A list of one row per ticket does not say when a ticket waited, so waiting counts as working time. "
        "Use a log of changes where there is one."
    ),
    "sniff.opened_by_first_row": mark("No column says when an item was opened; its first row stands for that."),
    "sniff.leaks_future": mark(
        "It holds the item's final time on every row, even on those from before that time. It is not read: "
        "at that time nobody could know it."
    ),
    "sniff.zone_unknown": mark(
        "The file names no time zone; its times are taken as {timezone}. Write the right one under timezone."
    ),
    "sniff.time_unreadable": mark(
        "{count} values, such as “{value}”, are not read as times. Add their format under dates, or the mark for "
        "a missing value under missing."
    ),
    "sniff.day_month_ambiguous": mark(
        "Each time, such as “{value}”, can be read as {chosen} or as {other}; {chosen} was taken. "
        "Check which comes first, the day or the month."
    ),
    "sniff.date_without_time": mark(
        "It holds dates without a time of day (“{value}”), read as midnight; hours cannot be judged by them."
    ),
    "sniff.excel_serial": mark(
        "Times that are written as numbers are taken for spreadsheet days by {chosen}. If all are four years off, "
        "write {other} under dates."
    ),
    "sniff.too_many_states": mark(
        "It has too many different values for states, so none was given a meaning. "
        "Name another column, or write states."
    ),
    "sniff.state_unknown": mark("No preset knows state “{value}”; it is taken for {meaning}. Check it."),
    "sniff.hold_reason_unknown": mark(
        "State “{value}” waits, but for whom is not said; it is taken for {meaning}. "
        "Write waiting_client or waiting_supplier if it is one of them."
    ),
    "sniff.state_ignored": mark(
        "“{value}” is a bare number among words and is ignored as a state. "
        "Give it a meaning under states if it has one."
    ),
    "sniff.events_from_states": mark("Entering certain states is taken for an event ({events}). Check stateEvents."),
}
