"""Sentences for what can be wrong with evidence files, their rows and the mappings that read them."""

from __future__ import annotations

from serval.reporting.catalogue import mark

FILE_PROBLEMS = {
    "file.not_found": mark("There is no such file. Check the name and the folder."),
    "file.not_a_file": mark("This is a folder or a device, not a file."),
    "file.unreadable": mark("The file cannot be read ({reason}). Check the file and the rights on it."),
    "file.not_utf8": mark("The file is not UTF-8 (byte {value}). Save it as UTF-8."),
    "file.empty": mark("The file holds no row of data. Export it again with its rows."),
    "file.header_missing": mark("No row of column names was found. Say where it stands with headerRow in the mapping."),
    "file.header_unsure": mark(
        "Several rows could hold the column names ({rows}). Say which one does with headerRow in the mapping."
    ),
    "file.kind_unknown": mark("This is no table ({value}). Use CSV, XLSX, Parquet, or CSV in zip or gz."),
    "file.kind_mismatch": mark("The file is called .{ending} but holds {value}. Rename it or export it again."),
    "file.encoding_mixed": mark(
        "The file mixes UTF-8 and GB18030. Export it again in one encoding, or name it with encoding in the mapping."
    ),
    "file.encoding_unknown": mark("The text is neither UTF-8 nor GB18030. Save the file as UTF-8."),
    "file.encoding_unsupported": mark("Encoding “{value}” is not supported. Write another one, or auto."),
    "file.encoding_wrong": mark("The text is not {value}, as the mapping says. Correct encoding in the mapping."),
    "file.quotes_broken": mark("A quotation mark is not closed here. Mend the row or export the file again."),
    "file.damaged": mark("The file is damaged or cut off ({reason}). Export or copy it again."),
    "file.encrypted": mark("The file is protected by a password. Save it without one."),
    "file.compression_unknown": mark(
        "The archive is packed in a way that cannot be read (method {value}). Pack it as an ordinary zip."
    ),
    "file.archive_entries": mark(
        "The archive must hold exactly one table; it holds {value} files ({entries}). Leave one in it."
    ),
    "file.nested_archive": mark("The archive holds another archive ({value}). Unpack it first."),
    "file.zip_bomb": mark("The archive was not opened: {reason}, as in a zip bomb. Pack the table alone and again."),
    "file.too_large": mark("The file is larger than the limit of {limit}. Split it."),
    "file.cell_too_long": mark("A cell is longer than {limit} characters. Shorten it or leave the column out."),
    "file.row_too_long": mark("A row is longer than {limit} characters. Leave long text columns out of the export."),
    "file.too_many_columns": mark("The table has more than {limit} columns. Leave the ones not needed out."),
    "file.too_many_rows": mark("The sheet has more than {limit} rows. Split it or export CSV."),
    "file.too_many_merged": mark(
        "The merged cells of the sheet cover more than {limit} cells. Export it without merging."
    ),
    "file.sheet_unknown": mark(
        "There is no sheet “{value}” in the workbook; it has {sheets}. Correct sheet in the mapping."
    ),
    "file.child_killed": mark("Reading was stopped: {reason}. Export the file again, or split it."),
    "row.item_missing": mark("The number of the item is missing. Fill it in or delete the row."),
    "row.time_missing": mark("The time is missing. Fill it in or delete the row."),
    "row.time_unreadable": mark(
        "“{value}” is not a time in any of the mapping's date formats. Add its format under dates."
    ),
    "row.time_impossible": mark("There is no such day or time: {value}. Correct it."),
    "row.time_nonexistent": mark(
        "{value} does not exist there: the clocks were put forward. Correct the time or the mapping's timezone."
    ),
    "row.time_ambiguous": mark(
        "{value} happened twice there: the clocks were put back. Say ambiguous: first or last in the mapping."
    ),
    "row.state_unknown": mark("The mapping does not say what state “{value}” means. Add it under states."),
    "row.state_contradicts": mark(
        "State “{value}” ({meaning}) contradicts the time {stop_value} in column “{stop_column}”. "
        "Correct one of the two."
    ),
    "row.stop_before_start": mark(
        "{value} lies before {start_value} in column “{start_column}”. Correct one of the two times."
    ),
    "row.stop_missing": mark("State “{value}” means {meaning}, but the time of that is missing. Fill it in."),
    "row.sequence_unreadable": mark(
        "“{value}” is not a whole number of up to 18 digits. Correct the row, or leave sequence out of the mapping."
    ),
    "row.too_wide": mark("The row has {cells} cells, but the header names {columns} columns. Check the separators."),
    "row.duplicate": mark(
        "{value} stood already in row {first_row} of {first_file}, with other contents. "
        "Remove one of the rows, or say which one to keep with duplicates in the mapping."
    ),
    "row.more": mark(
        "{untold} further rows are bad; all {total} are: {by_code}. Correct them, or leave them out with --skip-bad."
    ),
    "mapping.missing": mark("“{key}” is missing in the mapping. Add it."),
    "mapping.unknown_key": mark("“{key}” is not a key of a mapping. Remove or correct it."),
    "mapping.wrong_value": mark("{where}: “{value}” does not fit; expected {expected}."),
    "mapping.unknown_zone": mark("There is no time zone “{zone}”. Write an IANA name such as Asia/Shanghai."),
    "mapping.date_pattern": mark(
        "“{pattern}” is not a date format (because of “{part}”). Write it like yyyy-MM-dd HH:mm:ss, or iso, or excel."
    ),
    "mapping.unknown_meaning": mark("“{value}” is not a meaning a state can have."),
    "mapping.column_missing": mark(
        "The mapping ({where}) needs this column, but the table has only {header}. Correct the name."
    ),
    "mapping.role_missing": mark(
        "There is no column for this: {role}. Usual names are {names}; the table has {header}. Rename the column, or "
        "propose a mapping with serval intake sniff FILE --out map.yaml and name it with --mapping."
    ),
    "mapping.other_layout": mark("Its columns look like {looks_like}, not like {layout}. Name the file with {option}."),
    "mapping.not_in_layout": mark("“{key}” has no place in layout {layout}. Remove it."),
    "mapping.state_twice": mark("State “{value}” is both given a meaning and ignored. Keep one of the two."),
    "mapping.field_unknown": mark(
        "values speaks of “{key}”, which is not among the fields. Add it to columns.fields or remove it."
    ),
    "mapping.field_twice": mark("“{key}” is both a column and a constant. Keep one of the two."),
    "mapping.duplicates_without_item": mark("duplicates.key must contain the item's own column “{key}”. Add it."),
    "mapping.unknown_preset": mark("There is no preset “{value}”."),
}
