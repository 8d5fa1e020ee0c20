"""Mapping: the document that says what the columns of a table mean.

Its words: layout, role (what a column is for), column key, raw state, meaning, missing mark, duplicates.
`load_mapping` reads one, `bind_columns` finds its columns in a header, `dump_mapping` writes one.
May import the engine and the dates of intake; never the reading of tables.
"""

from serval.intake.mapping.columns import BoundColumns, bind_columns
from serval.intake.mapping.document import MappingError, check_layout, load_mapping, mapping_schema, parse_mapping
from serval.intake.mapping.layouts import LAYOUTS, RECORD_LAYOUTS, TICKET_LAYOUTS
from serval.intake.mapping.model import Columns, Duplicates, Mapping, Title
from serval.intake.mapping.written import dump_mapping

__all__ = [
    "LAYOUTS",
    "RECORD_LAYOUTS",
    "TICKET_LAYOUTS",
    "BoundColumns",
    "Columns",
    "Duplicates",
    "Mapping",
    "MappingError",
    "Title",
    "bind_columns",
    "check_layout",
    "dump_mapping",
    "load_mapping",
    "mapping_schema",
    "parse_mapping",
]
