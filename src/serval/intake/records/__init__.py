"""Records: reading evidence that is no ticket. Samples, outages, exclusions, measures, answers, obligations, …

Its words: layout, role, record (one row), source (`outages.csv#17`), row that says nothing (counted as ignored).
`read_records` reads several files of different layouts at once, `choose_mapping` finds the mapping a file fits.
What a layout's columns are is one table, `serval.intake.mapping.layouts`.
May import the engine and the rest of intake but sniff.
"""

from serval.intake.records.choose import choose_mapping
from serval.intake.records.reading import RecordReport, RecordsFile, read_records

__all__ = ["RecordReport", "RecordsFile", "choose_mapping", "read_records"]
