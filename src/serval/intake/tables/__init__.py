"""Tables: rows out of an untrusted CSV, XLSX or Parquet file, packed in zip or gzip or not.

Its words: kind, header, row, cell, batch, limits, child (the limited process that parses), frame (what it sends).
`open_table` is the only door; everything else here runs inside the child.
May import the engine's errors and parsing libraries; never the mapping that turns rows into facts.
"""

from serval.intake.errors import IntakeError
from serval.intake.tables.limits import DEFAULT_LIMITS, Limits
from serval.intake.tables.rows import Cell, Row
from serval.intake.tables.table import Table, open_table

__all__ = ["DEFAULT_LIMITS", "Cell", "IntakeError", "Limits", "Row", "Table", "open_table"]
