"""Words for the codes that stand within sentences: causes, kinds of file, expectations, faults of rows."""

from __future__ import annotations

from serval.reporting.catalogue import mark, translate
from serval.reporting.sentences.words import name_reason

_CAUSES = {
    "cpu": mark("it took too much processor time"),
    "memory": mark("it needed too much memory"),
    "killed": mark("the system ended it, probably for want of memory"),
    "stalled": mark("nothing came for too long"),
    "crashed": mark("the reading process broke down"),
    "nonsense": mark("the reading process gave no sensible answer"),
    "entries": mark("it holds too many files"),
    "directory": mark("its table of contents is missing, broken or too large"),
    "size": mark("it is too large when unpacked"),
    "ratio": mark("it unpacks to far more than its own size"),
    "overlap": mark("the files in it overlap"),
    "nul": mark("zero bytes in the text"),
    "part_missing": mark("a part of the workbook is missing"),
    "value": mark("a value no workbook program writes"),
    "number": mark("a number that is none"),
    "shared_string": mark("a cell points at a text that is not there"),
    "document_type": mark("a document type, which no workbook has"),
    "DTSTART": mark("an event without a readable beginning"),
    "DTEND": mark("an event without a readable end"),
    "DURATION": mark("an event without a readable length"),
    "BadZipFile": mark("not a sound zip archive"),
    "BadGzipFile": mark("not a sound gzip file"),
    "EOFError": mark("it ends too early"),
    "ExpatError": mark("not sound XML"),
    "ArrowInvalid": mark("not a sound Parquet file"),
    "UnicodeDecodeError": mark("its text is not UTF-8"),
    "PermissionError": mark("no permission"),
    "IsADirectoryError": mark("it is a folder"),
    "Permission denied": mark("no permission"),
    "Operation not permitted": mark("no permission"),
    "Is a directory": mark("it is a folder"),
    "Not a directory": mark("a part of the path is not a folder"),
    "No such file or directory": mark("there is no such folder"),
    "No space left on device": mark("no space is left"),
    "Disk quota exceeded": mark("no space is left"),
    "File too large": mark("the file grew too large"),
    "Read-only file system": mark("nothing can be written there"),
    "File name too long": mark("the name is too long"),
    "Input/output error": mark("the disk reports a fault"),
}

_KINDS = {"text": mark("plain text"), "program": mark("a program")}

_EXPECTATIONS = {
    "mapping": mark("keys with values"),
    "list": mark("a list"),
    "text": mark("text"),
    "number": mark("a whole number"),
    "int_from_float": mark("a whole number"),
    "int_parsing": mark("a whole number"),
    "true | false": mark("true or false"),
    "bool_parsing": mark("true or false"),
    "string_pattern_mismatch": mark("letters, digits, _ . and -, without blanks"),
}

_LAYOUTS = {
    "events": mark("one row per change"),
    "snapshot": mark("one row per ticket"),
    "samples": mark("one row per sample of a probe"),
    "outages": mark("one row per outage"),
    "exclusions": mark("one row per exclusion"),
    "measures": mark("one row per measured figure"),
    "surveys": mark("one row per survey sent out"),
    "obligations": mark("one row per obligation"),
    "occurrences": mark("one row per occurrence"),
    "claims": mark("one row per step of a claim"),
}

_STATUSES = {
    "up": mark("up"),
    "degraded": mark("degraded"),
    "down": mark("down"),
    "ignore": mark("says nothing"),
}

_DIRECTIONS = {"after": mark("after"), "before": mark("before")}

_ROW_FAULTS = {
    "row.item_missing": mark("number of the item missing"),
    "row.time_missing": mark("time missing"),
    "row.time_unreadable": mark("time unreadable"),
    "row.time_impossible": mark("no such day or time"),
    "row.time_nonexistent": mark("time that did not exist"),
    "row.time_ambiguous": mark("time that happened twice"),
    "row.state_unknown": mark("unknown state"),
    "row.state_contradicts": mark("state and times contradict each other"),
    "row.stop_before_start": mark("end before the beginning"),
    "row.stop_missing": mark("time of the end missing"),
    "row.sequence_unreadable": mark("sequence not a whole number"),
    "row.too_wide": mark("too many cells"),
    "row.duplicate": mark("repeated with other contents"),
    "row.cell_missing": mark("empty cell"),
    "row.number_unreadable": mark("not a number"),
    "row.percentage_impossible": mark("no percentage"),
    "row.count_unreadable": mark("not a whole number"),
    "row.word_unknown": mark("unknown word"),
    "row.status_unknown": mark("unknown status"),
    "row.counts_contradict": mark("counts contradict each other"),
    "row.exclusion_unclear": mark("exclusion of nothing or of two things"),
    "ignored": mark("status says nothing to judge"),
}

_SYNTAX = {
    "mapping values are not allowed": mark("a colon with a blank after it stands where none can"),
    "could not find expected ':'": mark("a key without a colon"),
    "expected <block end>": mark("the indentation does not fit the lines above"),
    "expected ',' or": mark("a bracket is not closed, or a comma is missing"),
    "cannot start any token": mark("a character no value can begin with, such as a tab"),
    "unexpected end of stream": mark("the document ends within a quotation"),
    "found unknown escape": mark("an unknown escape after a backslash"),
    "special characters are not allowed": mark("a control character"),
    "expected a single document": mark("more than one document"),
    "undefined alias": mark("an alias that is not defined"),
    "unknown tag": mark("an unknown tag"),
    "a key must be text": mark("a key that is not text"),
    "half a character": mark("half of a character"),
    "only mappings can be merged": mark("<< needs keys with values"),
}
"""By a part of what the parser says."""


def name_cause(code: str) -> str:
    """Why a file could not be read or written; a cause nobody foresaw keeps its name in brackets."""
    if code in _CAUSES:
        return translate(_CAUSES[code])
    return translate("unexpected contents ({name})").format(name=code) if code.isidentifier() else code


def name_kind(code: str) -> str:
    """What a file is; names of formats are the same in every language."""
    return translate(_KINDS[code]) if code in _KINDS else code.upper() if code.isalpha() else code


def name_expectation(text: str) -> str:
    """What should stand in the place of a wrong value."""
    if text in _EXPECTATIONS:
        return translate(_EXPECTATIONS[text])
    if text.startswith("'"):
        return text.replace(" or ", translate(" or "))
    return text.replace("length", translate("length"))


def name_meaning(code: str) -> str:
    """The meaning of a state or status in words, with the word a mapping writes for it."""
    word = name_status(code) if code in _STATUSES else name_reason(code)
    return word if word == code else translate("{word} ({code})").format(word=word, code=code)


def name_status(code: str) -> str:
    """What a sample or outage says of its service."""
    return translate(_STATUSES[code]) if code in _STATUSES else code


def describe_layout(code: str) -> str:
    """A layout in words."""
    return translate(_LAYOUTS[code]) if code in _LAYOUTS else code


def name_layout(code: str) -> str:
    """A layout in words, with the word a mapping writes for it."""
    if code not in _LAYOUTS:
        return code
    return translate("{word} ({code})").format(word=describe_layout(code), code=code)


def name_direction(code: str) -> str:
    return translate(_DIRECTIONS[code]) if code in _DIRECTIONS else code


def name_row_fault(code: str) -> str:
    """A bad row's fault in a few words."""
    return translate(_ROW_FAULTS[code]) if code in _ROW_FAULTS else code


def name_syntax(text: str) -> str:
    """What the parser found, in words; what it says else stays as it is."""
    return next((translate(words) for part, words in _SYNTAX.items() if part in text), text)
